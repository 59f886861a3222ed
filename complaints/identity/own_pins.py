"""A PIN of one's own, where the first one passed over a screen of staff.

Whoever takes a call down reads receipt and PIN out, and may keep them: the first PIN of such a case was
*heard*. It opens how far the case is and takes what is written, and shows nothing back. With the PIN that its
holder draws on the web, and that no staff sees, the whole case opens. All is read from the log, so receipts
from before count in the same way. See docs/decisions/0043-a-pin-that-was-heard.md.
"""

import secrets
from collections.abc import Sequence
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.utils import timezone

from complaints.acts import acts_that
from complaints.enums import Channel
from complaints.identity import receipts
from complaints.models import Case, CaseEvent, OwnPin
from protection import audit


class PinUsed(StrEnum):
    """With which PIN a case was opened: the first one of a filing from the web, a heard one, one's own."""

    FIRST = "first"
    HEARD = "heard"
    OWN = "own"


class PinTaken(Exception):
    """A PIN of one's own was chosen for this case before, by whomever."""


def was_heard(registered: CaseEvent) -> bool:
    """Whether staff saw the first PIN, by the event that registered the case: on the web nobody does."""
    return registered.actor_id is not None or registered.data.get("channel") != Channel.WEB


def under_heard(events: Sequence[CaseEvent]) -> frozenset[int]:
    """Return the ids of the events done with a heard PIN, of all events of a case in their order."""
    if not was_heard(events[0]):
        return frozenset()
    return frozenset(
        event.pk
        for event in events
        if event.kind in acts_that("by_pin") and event.actor_id is None and not event.data.get("own")
    )


def key_of(case: Case, pin: str) -> PinUsed:
    """Return what this PIN is to the case that it has opened."""
    if receipts.is_own(pin):
        return PinUsed.OWN
    return PinUsed.HEARD if was_heard(case.events.order_by("sequence")[0]) else PinUsed.FIRST


def chosen(case: Case) -> OwnPin | None:
    """The PIN of one's own that was chosen for the case, closed meanwhile or not."""
    return getattr(case, "own_pin", None)


def opens_all(case: Case, key: PinUsed) -> bool:
    """Whether this key opens the whole case now."""
    own = chosen(case)
    return key == PinUsed.FIRST or (key == PinUsed.OWN and own is not None and own.closed_at is None)


def draw() -> str:
    """Return what a new PIN is derived from; kept by the session until its holder has noted the PIN."""
    return secrets.token_urlsafe(32)


def is_drawn(typed: str, drawn: str) -> bool:
    """Whether somebody noted the PIN that was drawn."""
    return secrets.compare_digest(receipts.normal(typed).encode(), receipts.own_pin_for(drawn).encode())


def choose(case: Case, drawn: str) -> OwnPin:
    """Let the PIN that was drawn open the case from now on. Raises ``PinTaken``: a case has one, for ever.

    Nobody chooses a second one when the first was closed: it could be whoever kept the heard PIN again.
    """
    pin_hash = receipts.hash_pin(receipts.own_pin_for(drawn))  # slow, so before the lock
    try:
        with transaction.atomic():
            own = OwnPin.objects.create(case=case, pin_hash=pin_hash, chosen_at=timezone.now())
            audit.record("complaints.own_pin", case, user=None)
    except IntegrityError as taken:
        raise PinTaken from taken
    return own


def disown(case: Case) -> None:
    """Close the PIN of one's own: who holds the heard one says that they did not choose it."""
    with transaction.atomic():
        if OwnPin.objects.filter(case=case, closed_at=None).update(closed_at=timezone.now()):
            audit.record("complaints.close_own_pin", case, user=None)
