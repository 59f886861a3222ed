"""Ends what a session lends to staff: rights with the post, the login after a day's work."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from organizations import posts

LONGEST_LOGIN = timedelta(hours=12)
"""However busy a session is kept, it ends then; a shift is shorter."""

_BEGAN = "staff_since"
_CHECKED = "posts_checked_on"


class StaffSessionMiddleware:
    """Once a day and session brings the groups in step with the posts; logs out after LONGEST_LOGIN.

    A post that ends by the calendar passes no code of ours, so nothing else would take its group away before
    the next login. Who isn't logged in costs no query.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check the session of a staff member before anything else reads their rights."""
        # The cookie first: a page for the public mustn't vary by a session that nobody has.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            self._check(request)
        return self.get_response(request)

    def _check(self, request: HttpRequest) -> None:
        session, now = request.session, timezone.now()
        began = session.setdefault(_BEGAN, now.timestamp())
        if now.timestamp() - began >= LONGEST_LOGIN.total_seconds():
            logout(request)
            return
        today = timezone.localdate().isoformat()
        if session.get(_CHECKED) != today and request.user.is_authenticated:
            posts.settle(request.user)
            session[_CHECKED] = today
