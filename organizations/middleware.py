"""Ends what a session lends to staff: rights with the post, the login after a day's work."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from organizations import posts, second_factor, sessions
from organizations.session_store import SINCE

_CHECKED = "posts_checked_on"


class StaffSessionMiddleware:
    """Once a day and session brings the groups in step with the posts; logs out after STAFF_SESSION_HOURS.

    A post that ends by the calendar passes no code of ours, so nothing else would take its group away before
    the next login. Who is not logged in costs no query.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check the session of a staff member before anything else reads their rights."""
        # The cookie first: a page for the public must not vary by a session that nobody has.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            self._check(request)
        with sessions.gather_ended() as ended:
            response = self.get_response(request)
        if ended and request.session.get(SESSION_KEY) in {str(pk) for pk in ended}:
            self._stay(request)
        return response

    def _stay(self, request: HttpRequest) -> None:
        """Keep the one session in which its person ended all others, under another key."""
        if not request.session.exists(request.session.session_key or ""):
            request.session.cycle_key()

    def _check(self, request: HttpRequest) -> None:
        session, now = request.session, timezone.now()
        began = session.setdefault(SINCE, now.timestamp())
        if now.timestamp() - began >= sessions.longest().total_seconds():
            logout(request)
            return
        today = timezone.localdate().isoformat()
        if session.get(_CHECKED) != today and request.user.is_authenticated:
            posts.sync_account(request.user)
            session[_CHECKED] = today


class SecondFactorMiddleware:
    """Until the second factor was given, a session opens nothing: for every page it is nobody's.

    The staff site leads to the page that asks for it, or to the one that sets it up. What was found is kept
    in the session, so it costs a query once.
    """

    #: What is open; it leads to the first.
    PAGES = {
        second_factor.CODE: ("second_factor_code",),
        second_factor.ENROL: ("second_factor_enrol", "second_factor_add_key"),
    }

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page that is due, or go on, as nobody where the person is not proven."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            due = self._due(request)
            pages = [reverse(name) for name in self.PAGES.get(due, ())]
            if pages and request.path not in pages:
                return self._as_nobody(request, pages[0])
        return self.get_response(request)

    def _due(self, request: HttpRequest) -> str:
        session = request.session
        if session.get(second_factor.STATE) != second_factor.DONE and request.user.is_authenticated:
            due = second_factor.due(request.user)
            if due != second_factor.DONE:
                return due
            session[second_factor.STATE] = second_factor.DONE
        return second_factor.DONE

    def _as_nobody(self, request: HttpRequest, page: str) -> HttpResponse:
        staff, leaving = reverse("wagtailadmin_home"), reverse("wagtailadmin_logout")
        if request.path == leaving:
            return self.get_response(request)
        # The icons too: Wagtail's script would put whatever page it is led to in their place.
        names = ("wagtailadmin_login", "wagtailadmin_javascript_catalog", "wagtailadmin_sprite")
        open_to_all = {reverse(name) for name in names}
        if request.path.startswith(staff) and request.path not in open_to_all:
            wanted = request.get_full_path() if request.method == "GET" else staff
            return redirect(f"{page}?{urlencode({'next': wanted})}")
        request.user = AnonymousUser()
        return self.get_response(request)
