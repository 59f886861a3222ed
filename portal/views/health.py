"""Addresses that programs ask: is the site up, what may be crawled."""

from django.contrib.sitemaps import views as sitemaps
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.periodic.running import late
from portal.public_index import PUBLIC
from portal.sitemap import PagesSitemap, StatementsSitemap
from search.engines import current
from search.engines.engine import EngineError


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 {"status": "ok"} when the database answers, 503 otherwise.

    Whether the search index answers is said too, but decides nothing: without it the site still serves.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": False}, status=503)
    # That periodic work is done is said as well: the page that should be live by now may not be.
    facts = {"search": _search_answers(), "periodic": not late()}
    return JsonResponse({"status": "ok", "database": True, **facts})


def _search_answers() -> bool:
    try:
        current.engine().state(PUBLIC)
    except EngineError:
        return False
    return True


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Policies may be found by search engines; lists of people and everything about a case may not."""
    lines = ["User-agent: *"]
    for prefix in ("", "/en"):
        lines += [f"Disallow: {prefix}{path}" for path in ("/lists/", "/complaints/")]
    lines += ["Disallow: /staff/", "", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The addresses that search engines may find, in the language of their content."""
    with translation.override("zh-hans"):
        response = sitemaps.sitemap(
            request, {"pages": PagesSitemap(request), "statements": StatementsSitemap()}
        )
        return response.render()


def closed(request: HttpRequest, **kwargs) -> HttpResponse:
    """Answer 404 at an address of Wagtail's that this site leaves out."""
    raise Http404
