"""Logins, failed ones too, in the audit log: the account, the shortened network, and nothing that was typed.

Who types a password where the name belongs must not find it in a log. Guesses are counted, not listed: an
entry at the first, second, fourth, eighth failure and so on of an account, as the throttles count them. Names
that no account has are entered up to a number an hour, however many somebody makes up.
"""

import unicodedata
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import ModelLogEntry

from organizations.models import User
from protection import audit
from protection.clients import shortened

#: Entries an hour about names that no account has.
UNKNOWN_AN_HOUR = 60
FAILED, UNKNOWN = "organizations.login_failed", "organizations.login_unknown"


def entered(user: User, network: str) -> None:
    """Write that the right password was given; ``network`` is shortened already."""
    audit.record("organizations.login", user, user=user, network=network)


def proven(user: User, how: str, network: str) -> None:
    """Write that a second factor completed a login; ``how`` is its short code."""
    audit.record("organizations.login_proven", user, user=user, how=how, network=network)


def left(user: User) -> None:
    """Write that a session was left by logging out, or because it had lasted a day's work."""
    audit.record("organizations.logout", user, user=user)


def failed(username: str, failures: int, address: str) -> None:
    """Write a wrong password for what was typed as name, if ``failures`` is a number that is written."""
    if not _is_written(failures):
        return
    name = unicodedata.normalize("NFKC", username)
    user = User.objects.filter(username=name).first()
    if user is not None:
        audit.record(FAILED, user, failures=failures, network=shortened(address))
    elif _unknown_of_late() < UNKNOWN_AN_HOUR:
        accounts = ContentType.objects.get_for_model(User)
        audit.record(UNKNOWN, accounts, failures=failures, network=shortened(address))


def code_failed(user: User, failures: int, address: str) -> None:
    """Write a wrong second factor after the right password, or a wrong password asked for again."""
    if _is_written(failures):
        audit.record("organizations.code_failed", user, failures=failures, network=shortened(address))


def _is_written(failures: int) -> bool:
    return failures > 0 and failures & (failures - 1) == 0


def _unknown_of_late() -> int:
    since = timezone.now() - timedelta(hours=1)
    return ModelLogEntry.objects.filter(action=UNKNOWN, timestamp__gte=since).count()
