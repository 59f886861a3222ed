"""What public pages are held against: the same page from values at hand in the frame, and a bare 304."""

from typing import Any
from unittest import mock

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template import loader
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.vary import vary_on_cookie

#: By name the template of a page under the bench, and what it was rendered from.
_SHOWN: dict[str, tuple[str, dict[str, Any]]] = {}


def page(request: HttpRequest, name: str) -> HttpResponse:
    """The same page, of which nothing but the frame is asked for."""
    return render(request, *_SHOWN[name])


@cache_control(no_cache=True)
@vary_on_cookie
def unchanged(request: HttpRequest) -> HttpResponse:
    """Says that nothing has changed, without looking."""
    return HttpResponseNotModified()


def remember(client: Client, address: str, name: str) -> tuple[str, Any]:
    """Ask for a page and keep what it was rendered from; return its floor's address, and what came."""
    client.get(address)  # makes the row of the bureau
    with (
        CaptureQueriesContext(connection) as said,
        mock.patch.object(loader, "render_to_string", wraps=loader.render_to_string) as made,
    ):
        shown = client.get(address)
    assert shown.status_code == 200, (address, shown.status_code)
    print(f"  {name}: {len(said)} statements", flush=True)
    template, context = made.call_args_list[0].args[:2]
    _SHOWN[name] = template, context
    return reverse("bench_public", args=[name]), shown
