"""What holds for every page of the site."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers


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
