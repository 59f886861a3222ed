"""What holds for every page of the site."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

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
