"""What a visitor's session remembers of a filed and of an opened case: never a name, a receipt or a PIN."""

import time

from django.contrib.auth import SESSION_KEY
from django.core.signing import BadSignature, TimestampSigner
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from complaints.identity.own_pins import PinUsed
from complaints.models import Case
from complaints.public import drafts, refusals

SPAN = 30 * 60
FILED = "complaints.filed"
OPENED = "complaints.opened"
LAST = "complaints.last_opened"
DRAWN = "complaints.drawn"
DOUBTFUL = "complaints.doubtful"
_OWN, _HEARD = "own", "heard"
_SIGNER = TimestampSigner(salt="complaints.opened")


def renew(session) -> None:
    """Give the session a new key, so that who copied the cookie before sees nothing of what comes now.

    Not one of staff, which got its own when they logged in: a new key would bring back a session that was
    ended in the same moment.
    """
    if SESSION_KEY not in session:
        session.cycle_key()


def remember_filed(session, submission_key: str) -> None:
    """Let this session show receipt and PIN for another 30 minutes; both are derived from the key again."""
    session[FILED] = {"key": submission_key, "until": time.time() + SPAN}


def filed(session) -> str | None:
    """The submission key of the case filed here within the last 30 minutes."""
    return _value(session, FILED, "key")


def forget_filed(session) -> None:
    """The visitor has noted both numbers."""
    session.pop(FILED, None)


def remember_opened(session, case_id: int, spoken: str, under: PinUsed) -> None:
    """Keep the case open for 30 minutes from now, under a new session key, with its telephone code.

    ``under``: with which PIN it was opened.

    Phones are shared in a family and in a village: after another case the next person starts with nothing
    of the one before, neither what was half-written nor receipt and PIN. What an older page of this very case
    brought meanwhile is its own, and stays: nobody comes to it but with its receipt and PIN. A filing begun
    before the first case was opened here may be anybody's: it is shown when they said that it is theirs.
    """
    if session.get(LAST, case_id) != case_id:
        replies = [drafts.reply_slot(case_id, own) for own in (False, True)]
        reviews = [drafts.review_slot(case_id, own) for own in (False, True)]
        drafts.discard_all(session, but=(*replies, *reviews, drafts.REFUSED))
        refusals.forget_others(session, replies)
    elif LAST not in session and drafts.current(session):
        session[DOUBTFUL] = drafts.key_of(session)
    forget_filed(session)
    session.pop(DRAWN, None)
    session[LAST] = case_id
    renew(session)
    session[OPENED] = {"case": case_id, "spoken": spoken, "under": str(under), "until": time.time() + SPAN}


def prolong(session) -> None:
    """Count the 30 minutes of the case that is open here from now."""
    session[OPENED] = session[OPENED] | {"until": time.time() + SPAN}


def is_doubtful(session) -> bool:
    """Whether the filing in the making here may be of somebody else than who opened a case since."""
    return DOUBTFUL in session and session[DOUBTFUL] == drafts.key_of(session)


def settle_doubt(session) -> None:
    """Whoever is here said that the filing is theirs."""
    session.pop(DOUBTFUL, None)


def under(session) -> PinUsed:
    """With which PIN the case that is open here was opened; what is not known shows least."""
    return PinUsed(session.get(OPENED, {}).get("under", PinUsed.HEARD))


def remember_drawn(session, drawn: str) -> None:
    """Let this session show a new PIN for another 30 minutes, to be noted: it follows from what was drawn."""
    session[DRAWN] = {"key": drawn, "until": time.time() + SPAN}


def drawn(session) -> str | None:
    """What the new PIN follows from that is to be noted here."""
    return _value(session, DRAWN, "key")


def remember_own(session) -> None:
    """The new PIN was noted, and opens the whole case from here on, under a new session key."""
    session.pop(DRAWN, None)
    session[OPENED] = session[OPENED] | {"under": str(PinUsed.OWN)}
    renew(session)


def spoken_code(session) -> str:
    """The telephone code of the case that is open in this session."""
    return session.get(OPENED, {}).get("spoken", "")


def opened(session) -> int | None:
    """The id of the case open in this session; None when it was left, or after 30 quiet minutes."""
    return _value(session, OPENED, "case")


def ticket(case: Case, own: bool = False) -> str:
    """What a form about this case carries, so that its text still belongs to it when the half hour is over.

    It opens nothing: what comes with it is kept in the session, and shown when receipt and PIN open the case.
    It holds which office has the case, told to nobody: not even that it is another one than before.
    """
    return _SIGNER.sign(" ".join([case.number, _OWN if own else _HEARD, _office(case, get_random_string(8))]))


def case_of(ticket: str) -> Case | None:
    """The case of a ticket not older than a day; None for anything else."""
    try:
        said = _SIGNER.unsign(ticket, max_age=drafts.LIFETIME)
    except BadSignature:
        return None
    return Case.objects.filter(number=said.partition(" ")[0]).first()


def is_own(ticket: str) -> bool:
    """Whether a ticket that ``case_of`` knows was given out with a PIN of one's own."""
    return ticket.split(" ")[1:2] == [_OWN]


def is_of_office(ticket: str, case: Case) -> bool:
    """Whether the office that has the case now had it when a ticket that ``case_of`` knows was given out."""
    office = ticket.partition(":")[0].split(" ")[-1]
    return constant_time_compare(office, _office(case, office.partition(".")[0]))


def _office(case: Case, nonce: str) -> str:
    return f"{nonce}.{salted_hmac('complaints.office', f'{nonce} {case.pk} {case.unit_id}').hexdigest()[:32]}"


def leave(session) -> None:
    """Forget whatever this session could show of a person: the next one at this screen sees nothing."""
    drafts.discard_all(session)
    for name in (FILED, OPENED, LAST, DRAWN, DOUBTFUL):
        session.pop(name, None)
    renew(session)


def _value(session, name: str, key: str):
    entry = session.get(name)
    if not entry:
        return None
    if entry["until"] < time.time():
        session.pop(name, None)
        return None
    return entry[key]
