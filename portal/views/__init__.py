"""The portal's own views; its pages are Wagtail's."""

from portal.views.errors import bad_request, forbidden, not_found, server_error
from portal.views.gallery import gallery
from portal.views.health import closed, healthz, robots, sitemap
from portal.views.periodic import PeriodicView
from portal.views.preferences import preference
from portal.views.search import search
from portal.views.self_check import check as self_check
from portal.views.statements import statement
from portal.views.withdrawing import WithdrawView, privacy

__all__ = [
    "PeriodicView",
    "WithdrawView",
    "bad_request",
    "closed",
    "forbidden",
    "gallery",
    "healthz",
    "not_found",
    "preference",
    "privacy",
    "robots",
    "search",
    "self_check",
    "server_error",
    "sitemap",
    "statement",
]
