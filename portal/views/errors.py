"""The pages a visitor sees when something cannot be shown."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from portal.views.busy import busy
from protection.busy import is_busy


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400."""
    # Django takes a session that could not be written for one that was ended.
    return busy(request) if is_busy(exception) else render(request, "400.html", status=400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return render(request, "403.html", status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without the request's context; where the database was only busy, with what was typed.

    Whatever broke, the database included, must not break this too.
    """
    if is_busy(sys.exception()):  # Django answers while it handles the error, from wherever that came
        return busy(request)
    return HttpResponse(render_to_string("500.html"), status=500)
