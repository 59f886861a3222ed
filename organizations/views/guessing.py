"""Slowing down who guesses passwords, without letting a stranger lock anybody out.

Only their own failures make somebody wait (docs/decisions/0024-pauses-for-guesses.md). No name is kept: the
throttles store keyed digests, the cookie holds some.
"""

import secrets
import unicodedata

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from organizations import logins
from organizations.models import User
from protection.blind_index import blind_index
from protection.clients import client_network, wider
from protection.throttling import Throttle

#: One account tried from one network by browsers that never logged in to it.
BY_PAIR = Throttle("login-pair", allowed=5, base_seconds=10, most_seconds=1800)
#: All failures at one account by such browsers. It makes nobody wait: each five lengthen the pauses of those
#: who failed.
BY_ACCOUNT = Throttle("login-account", fade_seconds=3600)
PRESSURE_OF = 5
#: Accounts that one network failed at. An office behind one address makes a few mistakes a day.
BY_NETWORK = Throttle("login-network", allowed=40, base_seconds=30, most_seconds=900, fade_seconds=600)
#: The same two for the /48 around an IPv6 network: whoever is given one has 65,536 networks to guess from.
BY_SITE_PAIR = Throttle("login-site-pair", allowed=20, base_seconds=10, most_seconds=1800)
BY_SITE = Throttle("login-site", allowed=400, base_seconds=30, most_seconds=900, fade_seconds=60)
#: A browser that logged in to the account before has a count of its own, and none of the others touch it.
BY_BROWSER = Throttle("login-browser", allowed=8, base_seconds=10, most_seconds=900)

COOKIE = "staff_browser"
COOKIE_SECONDS = 180 * 24 * 3600
#: Colleagues who share a computer; the one who was longest away makes room.
MOST_ACCOUNTS = 8
_SALT = "organizations.guessing"


def _account(username: str) -> str:
    return blind_index(unicodedata.normalize("NFKC", username).strip().casefold(), "login-account") or "none"


def _known(request: HttpRequest) -> dict[str, str]:
    """The accounts that this browser logged in to, each with a random mark; a forged cookie names none."""
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=COOKIE_SECONDS)
    except signing.BadSignature:
        return {}
    return known if isinstance(known, dict) else {}


def _holds(mark: str, username: str) -> bool:
    """Whether a mark was given for the password of today. Who had the one before could have gathered marks by
    logging in again and again, each with a count of its own for guessing at the new one.
    """
    name = unicodedata.normalize("NFKC", username).strip()
    user = User.objects.filter(username=name).first()
    return user is not None and mark.endswith(_of_password(user))


def _of_password(user: User) -> str:
    return "." + blind_index(f"{user.pk} {user.password}", "login-browser")[:16]


class LoginAttempt:
    """One try to log in as ``username``, and what it costs if it fails."""

    def __init__(self, request: HttpRequest, username: str) -> None:
        self.username, self.account = username, _account(username)
        self.network = client_network(request)
        self.site = wider(self.network)
        self.pair, self.site_pair = f"{self.account} {self.network}", f"{self.account} {self.site}"
        mark = _known(request).get(self.account, "")
        self.browser = f"{self.account} {mark}" if mark and _holds(mark, username) else ""
        self.is_first = False

    def wait(self) -> int:
        """Give the whole seconds to wait before the password is looked at; the same for unknown accounts."""
        if self.browser:
            return BY_BROWSER.wait(self.browser)
        pressure = BY_ACCOUNT.failures(self.account) // PRESSURE_OF
        around = max(BY_SITE_PAIR.wait(self.site_pair), BY_SITE.wait(self.site)) if self.site else 0
        return max(BY_PAIR.wait(self.pair, pressure), BY_NETWORK.wait(self.network), around)

    def take(self) -> int:
        """Count a try before its password is looked at, and give 0; or give the seconds to wait.

        Before, since a hash takes so long that many tries at the same moment would all find no pause.
        """
        if seconds := self.wait():
            return seconds
        if self.browser:
            return BY_BROWSER.take(self.browser)
        self.is_first = not BY_PAIR.failures(self.pair)
        seconds = BY_PAIR.take(self.pair, BY_ACCOUNT.failures(self.account) // PRESSURE_OF)
        return seconds or (BY_SITE_PAIR.take(self.site_pair) if self.site else 0)

    def failed(self) -> None:
        """Count it as a wrong password for the account and, the first one, for the network."""
        if self.browser:
            logins.failed(self.username, BY_BROWSER.failures(self.browser), self.network)
            return
        if self.is_first:
            BY_NETWORK.fail(self.network)
            if self.site:
                BY_SITE.fail(self.site)
        BY_ACCOUNT.fail(self.account)
        logins.failed(self.username, BY_ACCOUNT.failures(self.account), self.network)

    def succeeded(self) -> None:
        """Forget this browser's and this pair's failures; others' at the account still count."""
        BY_PAIR.clear(self.pair)
        BY_SITE_PAIR.clear(self.site_pair)
        if self.browser:
            BY_BROWSER.clear(self.browser)


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let the browser prove, half a year long, that it logged in to this account by the password of now."""
    known, account = _known(request), _account(user.get_username())
    mark, password = known.pop(account, ""), _of_password(user)
    if not mark.endswith(password):
        mark = secrets.token_urlsafe(12) + password
    known = dict([*known.items(), (account, mark)][-MOST_ACCOUNTS:])
    response.set_cookie(
        COOKIE,
        signing.dumps(known, salt=_SALT),
        max_age=COOKIE_SECONDS,
        path="/staff/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
