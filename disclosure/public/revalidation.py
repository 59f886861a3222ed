"""A repeated visit to a public page: 304 and no body while nothing on it has changed.

The tag has two halves. The first says what the page hangs on and is known before anything is read or
rendered (``HOOK``); where the reader has the same, nothing changed. The second is of the answer as it would
be sent now, for when something else was written meanwhile, or a part of the first is not known. Nothing can
be forgotten in it.
"""

import hashlib
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.http import parse_etags
from django.views.decorators.cache import cache_control
from django.views.decorators.vary import vary_on_cookie
from wagtail import hooks

#: The room that makes the frame answers with a function: request → what the page hangs on, or None.
HOOK = "public_page_tag"
#: Stands for a first half that is not known; no digest is like it.
UNKNOWN = "-"


def revalidated(view):
    """Let a browser keep the answer, but ask at each visit whether it still holds."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        known = _known_before(request)
        held = [tag.removeprefix("W/").strip('"').partition(".") for tag in _asked(request)]
        for before, _dot, body in held:
            if before == known != UNKNOWN and body:
                return _unchanged(f'"{before}.{body}"')
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        digest = hashlib.blake2b(response.content, digest_size=16).hexdigest()
        tag = f'"{known}.{digest}"'
        if any(body == digest for _before, _dot, body in held):
            return _unchanged(tag)
        response["ETag"] = tag
        return response

    return cache_control(no_cache=True)(vary_on_cookie(answer))


def revalidated_by_state(view):
    """The same of an answer that is sent while it is made, so that only the first half of its tag is known: a
    file of many rows. Where that is not known either, it has no tag.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        known = _known_before(request)
        tag = f'"{known}"'
        if known != UNKNOWN and any(one.removeprefix("W/") == tag for one in _asked(request)):
            return _unchanged(tag)
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and known != UNKNOWN:
            response["ETag"] = tag
        return response

    return cache_control(no_cache=True)(vary_on_cookie(answer))


def _known_before(request: HttpRequest) -> str:
    for tag in hooks.get_hooks(HOOK):
        return tag(request) or UNKNOWN
    return UNKNOWN


def _asked(request: HttpRequest) -> list[str]:
    return parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))


def _unchanged(tag: str) -> HttpResponse:
    response = HttpResponseNotModified()
    response["ETag"] = tag
    return response
