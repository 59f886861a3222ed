"""What a visitor's session remembers of a filed and of an opened case: never a name, a receipt or a PIN."""

import time

from django.core.signing import BadSignature, TimestampSigner

from complaints.models import Case
from complaints.public import drafts, refusals

SPAN = 30 * 60
FILED = "complaints.filed"
OPENED = "complaints.opened"
LAST = "complaints.last_opened"
_SIGNER = TimestampSigner(salt="complaints.opened")


def remember_filed(session, submission_key: str) -> None:
    """Let this session show receipt and PIN for another 30 minutes; both are derived from the key again."""
    session[FILED] = {"key": submission_key, "until": time.time() + SPAN}


def filed(session) -> str | None:
    """The submission key of the case filed here within the last 30 minutes."""
    return _value(session, FILED, "key")


def forget_filed(session) -> None:
    """The visitor has noted both numbers."""
    session.pop(FILED, None)


def remember_opened(session, case_id: int, spoken: str) -> None:
    """Keep the case open for 30 minutes from now, under a new session key, with its telephone code.

    Phones are shared in a family and in a village: after another case the next person starts with nothing
    of the one before, neither what was half-written nor receipt and PIN. What an older page of this very case
    brought meanwhile is its own, and stays: nobody comes to it but with its receipt and PIN.
    """
    if session.get(LAST, case_id) != case_id:
        reply = drafts.reply_slot(case_id)
        drafts.discard_all(session, but=(reply, drafts.review_slot(case_id), drafts.REFUSED))
        refusals.forget_others(session, reply)
    forget_filed(session)
    session[LAST] = case_id
    session.cycle_key()
    prolong(session, case_id, spoken)


def prolong(session, case_id: int, spoken: str = "") -> None:
    """Count the 30 minutes from now; ``spoken`` is the telephone code, kept from before where it is empty."""
    spoken = spoken or spoken_code(session)
    session[OPENED] = {"case": case_id, "spoken": spoken, "until": time.time() + SPAN}


def spoken_code(session) -> str:
    """The telephone code of the case that is open in this session."""
    return session.get(OPENED, {}).get("spoken", "")


def opened(session) -> int | None:
    """The id of the case open in this session; None when it was left, or after 30 quiet minutes."""
    return _value(session, OPENED, "case")


def ticket(case: Case) -> str:
    """What a form about this case carries, so that its text still belongs to it when the half hour is over.

    It opens nothing: what comes with it is kept in the session, and shown when receipt and PIN open the case.
    """
    return _SIGNER.sign(case.number)


def case_of(ticket: str) -> Case | None:
    """The case of a ticket not older than a day; None for anything else."""
    try:
        number = _SIGNER.unsign(ticket, max_age=drafts.LIFETIME)
    except BadSignature:
        return None
    return Case.objects.filter(number=number).first()


def leave(session) -> None:
    """Forget whatever this session could show of a person: the next one at this screen sees nothing."""
    drafts.discard_all(session)
    for name in (FILED, OPENED, LAST):
        session.pop(name, None)
    session.cycle_key()


def _value(session, name: str, key: str):
    entry = session.get(name)
    if not entry:
        return None
    if entry["until"] < time.time():
        session.pop(name, None)
        return None
    return entry[key]
