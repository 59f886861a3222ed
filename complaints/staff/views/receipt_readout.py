"""Which receipt and PIN a session of the desk may still show, to be read out: once, and for minutes."""

import time

from complaints.identity import receipts
from complaints.identity.receipts import Filed
from complaints.models import Case
from organizations.models import User

READ_OUT = "complaints.read_out"
SPAN = 15 * 60


def begin(session, submission_key: str, filed: Filed, user: User) -> None:
    """Let the session show them for 15 minutes from the filing: a form sent again later shows nothing."""
    until = filed.case.received_at.timestamp() + SPAN
    session[READ_OUT] = {"key": submission_key, "until": until, "seen": _sees(user, filed.case)}


def current(session, user: User) -> Filed | None:
    """Return what is to be read out now; it is forgotten when it is late, or not this person's any more.

    The case has left their sight, or somebody has written into it: it may be about who took it down.
    """
    entry = session.get(READ_OUT)
    if not entry:
        return None
    filed = receipts.filed_by(entry["key"]) if time.time() < entry["until"] else None
    if filed and filed.case.events.count() <= 1 and (_sees(user, filed.case) or not entry["seen"]):
        return filed
    forget(session)
    return None


def forget(session) -> None:
    """They were read out, or may not be any more."""
    session.pop(READ_OUT, None)


def _sees(user: User, case: Case) -> bool:
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()
