"""What holds for every page of the site."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from portal import preferences
from portal.body_limits import limit_of
from protection.uploads import MEGABYTE


class BodyLimitMiddleware:
    """Refuses a request that says it is larger than its view takes (`body_limits`).

    It stands before whatever looks into a form, the check against forgery above all: that reads all of it. A
    request of no stated length is one without a body to Django.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do before the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        """Answer 413 in place of the view, and read nothing."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = limit_of(request.resolver_match.view_name, view)
        if length.isdecimal() and int(length) <= most:
            return None
        context = {"most": most // MEGABYTE}
        response = HttpResponse(render_to_string("413.html", context, request), status=413)
        response["Connection"] = "close"
        return response


class CompressMiddleware(GZipMiddleware):
    """Compresses pages on which there is no secret: to whoever has no cookie but of type size and language.

    What is reflected on a page beside a secret could be made to tell it by the length of the answer (BREACH).
    The token of a form is one, and so is whatever a session holds, or the place that a reader chose.
    """

    KINDS = ("text/html", "text/csv")
    HARMLESS = frozenset({preferences.TYPE_COOKIE, settings.LANGUAGE_COOKIE_NAME})

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress it, or leave it as it is."""
        holds_secret = (
            response.cookies or "CSRF_COOKIE" in request.META or not self.HARMLESS.issuperset(request.COOKIES)
        )
        of_a_kind = response.get("Content-Type", "").startswith(self.KINDS) and not response.streaming
        if request.method not in ("GET", "HEAD") or holds_secret or not of_a_kind:
            return response
        return super().process_response(request, response)


class ReadersChoicesMiddleware:
    """Tells caches that a page follows the reader's cookies: type size and place (`preferences`).

    Without it a cache between could show one reader the place that another one chose.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name the cookie among what a page varies by; files are the same for all."""
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
        return response
