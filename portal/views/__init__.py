"""The portal's own views; its pages are Wagtail's."""

from portal.views.errors import bad_request, forbidden, not_found, server_error
from portal.views.gallery import gallery
from portal.views.machines import closed, healthz, robots
from portal.views.preferences import preference
from portal.views.search import search
from portal.views.statements import statement

__all__ = [
    "bad_request",
    "closed",
    "forbidden",
    "gallery",
    "healthz",
    "not_found",
    "preference",
    "robots",
    "search",
    "server_error",
    "statement",
]
