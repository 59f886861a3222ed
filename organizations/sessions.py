"""A person's open sessions: what they may know of each, and ending them.

All that the list shows stands in the session itself and goes with it. When one was last used follows from
when it will end, so nothing more is written than Django writes. An ended session is gone from the database:
the next request that shows its key is nobody's.
"""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from organizations import notices
from organizations.devices import Device, read
from organizations.models import Session, User
from organizations.session_store import DONE, LOGIN, SINCE, STATE, SessionStore, stored
from protection import audit

#: Of whom all sessions were ended while a request is worked on (see ``gather_ended``).
_ended: ContextVar[set[int] | None] = ContextVar("ended", default=None)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One session as its person reads it."""

    uid: uuid.UUID
    began: datetime
    used: datetime
    device: Device
    network: str
    proofs: tuple[str, ...]
    is_complete: bool
    is_this: bool


def longest() -> timedelta:
    """How long a session of staff lasts at most, however busy it is kept."""
    return timedelta(hours=settings.STAFF_SESSION_HOURS)


def begun(user_agent: str, network: str) -> dict[str, Any]:
    """Return what a session keeps of its beginning, by the password; ``network`` is shortened already."""
    return {
        "uid": str(uuid.uuid4()),
        "at": time.time(),
        "device": list(read(user_agent)),
        "network": network,
        "proofs": ["password"],
    }


def proven(session, how: str) -> None:
    """Note in a session at hand by what else its person has proven who they are."""
    if LOGIN in session and how not in session[LOGIN]["proofs"]:
        session[LOGIN] = {**session[LOGIN], "proofs": [*session[LOGIN]["proofs"], how]}


def open_ones(user: User, this_key: str | None) -> list[OpenSession]:
    """Return the open sessions of a person, the one with ``this_key`` first, then the newest; one query."""
    this, store, now = stored(this_key or ""), SessionStore(), timezone.now()
    found = []
    for row in Session.objects.filter(user=user, expire_date__gt=now):
        data = store.decode(row.session_data)
        login = data.get(LOGIN)
        if login and now.timestamp() - data.get(SINCE, now.timestamp()) < longest().total_seconds():
            found.append(_shown(row, login, data.get(STATE) == DONE, row.session_key == this))
    return sorted(found, key=lambda one: (not one.is_this, -one.began.timestamp()))


def how_many(user: User) -> int:
    """Return how many open sessions a person has: all that an administrator learns of them."""
    return len(open_ones(user, None))


@transaction.atomic
def end(user: User, uid: uuid.UUID) -> bool:
    """End one session of a person, who asked for it; say whether there was one."""
    if not _gone(Session.objects.filter(user=user, uid=uid)):
        return False
    audit.record("organizations.end_session", user, user=user)
    return True


@transaction.atomic
def end_others(user: User, this_key: str | None) -> int:
    """End all sessions of a person but the one with ``this_key``, at their wish; return how many."""
    number = _gone(Session.objects.filter(user=user).exclude(session_key=stored(this_key or "")))
    if number:
        audit.record("organizations.end_session", user, user=user, number=number)
    return number


@transaction.atomic
def end_all(person: User, why: str, *, user: User | None = None, reason: str = "") -> int:
    """End all sessions of a person and return how many, with an entry that says why (a short code).

    Who changed something of their own stays logged in: ``middleware`` stores their session anew, under
    another key. Of what opens the account the person is told by mail.
    """
    notices.tell(person, why)
    number = _gone(Session.objects.filter(user=person))
    if number or reason:
        audit.record("organizations.end_sessions", person, user=user, reason=reason, number=number, why=why)
    ended = _ended.get()
    if ended is not None:
        ended.add(person.pk)
    return number


@contextmanager
def gather_ended() -> Iterator[set[int]]:
    """Gather the keys of people all of whose sessions end within the block."""
    ended: set[int] = set()
    token = _ended.set(ended)
    try:
        yield ended
    finally:
        _ended.reset(token)


def _gone(rows) -> int:
    now = timezone.now()
    number = rows.filter(expire_date__gt=now).count()
    rows.delete()
    return number


def _shown(row: Session, login: dict[str, Any], is_complete: bool, is_this: bool) -> OpenSession:
    used = row.expire_date - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return OpenSession(
        uid=uuid.UUID(login["uid"]),
        began=datetime.fromtimestamp(login["at"], tz=timezone.get_current_timezone()),
        used=used,
        device=Device(*login["device"]),
        network=login["network"],
        proofs=tuple(login["proofs"]),
        is_complete=is_complete,
        is_this=is_this,
    )
