"""What holds for every page of the site."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from portal import preferences, stylesheets
from portal.body_limits import limit_of
from protection.middleware import STAFF_PREFIX
from protection.uploads import MEGABYTE


class BodyLimitMiddleware:
    """Refuses a request that says it is larger than its view takes (``body_limits``).

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
    The token of a form is one, and so is whatever a session holds, or the place that a reader chose; what is
    drawn for this very answer is not, since no second one will have it.

    Whoever comes from elsewhere gets the stylesheet within the page: over a slow line a file costs a way.
    """

    KINDS = ("text/html", "text/csv", "application/json")
    HARMLESS = frozenset({preferences.TYPE_COOKIE, settings.LANGUAGE_COOKIE_NAME})
    #: What browsers say of who typed the address, scanned it, or followed a link of another site.
    FROM_ELSEWHERE = frozenset({"none", "cross-site"})

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress it, or leave it as it is."""
        holds_secret = not self.HARMLESS.issuperset(request.COOKIES)
        of_a_kind = response.get("Content-Type", "").startswith(self.KINDS)
        if request.method not in ("GET", "HEAD") or holds_secret or not of_a_kind:
            return response
        if not isinstance(response, HttpResponse):
            return response
        elsewhere = request.headers.get("Sec-Fetch-Site") in self.FROM_ELSEWHERE
        if elsewhere and "gzip" in request.headers.get("Accept-Encoding", "") and not settings.DEBUG:
            stylesheets.put_within(response)
        patch_vary_headers(response, ["Sec-Fetch-Site"])
        return super().process_response(request, response)


class StyleWithinMiddleware:
    """Lets the policy of public pages allow the stylesheet within a page, by its digest and no other.

    Whether it is within or not: a page that a browser kept is shown again under the policy of the answer that
    says it has not changed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Have it answered, and widen its policy."""
        response = self.get_response(request)
        if not request.path.startswith(STAFF_PREFIX):
            response._csp_update = {"style-src": ["'self'", stylesheets.source()]}  # type: ignore[attr-defined]
        return response


class ReadersChoicesMiddleware:
    """Tells caches that a page follows the reader's cookies: type size and place (``preferences``).

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
