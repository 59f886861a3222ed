"""The page for somebody who would write while somebody else did for too long: what they typed comes back in
it, and is sent again by its button.

It asks no database and no session, since these are what is waited for.
"""

import re

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

#: In seconds: what a machine that comes again should wait.
AGAIN_AFTER = 5
#: What a page must not hold: it is typed again.
_SECRET = re.compile(r"(password\d?|secret|pin|otp|code)$")
_OF_THE_FORM = "csrfmiddlewaretoken"


def busy(request: HttpRequest) -> HttpResponse:
    """Answer 503, with the form that was sent."""
    sent = _sent(request)
    context = {
        "address": request.get_full_path(),
        "fields": sent,
        "is_form": request.method == "POST",
        "can_send": sent is not None,
        "has_more": sent is not None and (bool(request.FILES) or len(sent) < _count(request)),
        "csrf_token": get_token(request) if sent is not None else "",
    }
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response["Retry-After"] = str(AGAIN_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def _sent(request: HttpRequest) -> list[tuple[str, str]] | None:
    """The fields of a form that was shown by this site, without secrets; None for anything else.

    A form of another site gets no token of ours: ``csrf_processing_done`` is set where it was looked at.
    """
    if request.method != "POST" or not getattr(request, "csrf_processing_done", False):
        return None
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != _OF_THE_FORM and not _SECRET.search(name)
        for value in values
    ]


def _count(request: HttpRequest) -> int:
    return sum(len(values) for name, values in request.POST.lists() if name != _OF_THE_FORM)
