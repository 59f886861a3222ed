"""What a village's page is held against: its table from values at hand in the frame, and a bare 304."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.vary import vary_on_cookie

#: What the page under the bench was rendered from.
SHOWN: dict[str, Any] = {}


def table(request: HttpRequest) -> HttpResponse:
    """The same page, of which nothing but the frame is asked for."""
    return render(request, "disclosure/public/list.html", SHOWN)


@cache_control(no_cache=True)
@vary_on_cookie
def unchanged(request: HttpRequest) -> HttpResponse:
    """Says that nothing has changed, without looking."""
    return HttpResponseNotModified()
