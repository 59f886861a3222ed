"""Who is reading a kept file, and until when they may be believed to: a worker can die at any moment.

A batch that is not checked yet says until when somebody must have taken it up, or shown that they still read
it (``Batch.reading_until``). When that has passed, whoever looks gives it to a worker again; after
MOST_READINGS workers died of it, it is told as a fault, with its file swept. ``Batch.readings`` counts those
who took it up, and only the last of them may store what it found.

A batch whose rows come from a request has no kept file: whoever made it has it in hand from the beginning,
and when they die it can only be swept (``storing.sweep``).
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from disclosure.enums import BatchState
from disclosure.models import Batch
from protection.heartbeat import HELD, SHOWN_EVERY, beating

READING = HELD
RENEWED_EVERY = SHOWN_EVERY
#: A reading that takes longer hangs.
MOST = timedelta(hours=2)
#: Until a worker takes it up: others may be in hand before.
WAITING = timedelta(minutes=15)
MOST_READINGS = 2


class HandLost(Exception):
    """The batch was withdrawn, or somebody else has it in hand by now."""


@dataclass(slots=True)
class ReadingLease:
    """One reader's claim on one batch."""

    batch_id: int
    number: int
    renewed_at: datetime = field(default_factory=timezone.now)

    def renew(self) -> None:
        """Say that the reading goes on; written at most every RENEWED_EVERY."""
        now = timezone.now()
        if now - self.renewed_at >= RENEWED_EVERY:
            self.renewed_at = now
            self._show()

    def shown(self) -> AbstractContextManager[None]:
        """Say so beside the block too, which may be silent for as long as a file takes to open."""
        return beating(f"list {self.batch_id}", self._show, every=RENEWED_EVERY, most=MOST)

    def _show(self) -> None:
        until = timezone.now() + READING
        _unread().filter(pk=self.batch_id, readings=self.number).update(reading_until=until)

    def locked(self) -> Batch | None:
        """The batch, locked until the transaction ends; None where it is no longer this reader's."""
        return _unread().select_for_update().filter(pk=self.batch_id, readings=self.number).first()

    @contextmanager
    def piece(self) -> Iterator[Batch]:
        """A short transaction, with the batch locked in it. Raises HandLost."""
        self.renew()
        with transaction.atomic():
            batch = self.locked()
            if batch is None:
                raise HandLost
            yield batch


def wait_for_reader(batch: Batch) -> None:
    """Let a batch wait for a worker; the caller holds the transaction."""
    batch.reading_until = timezone.now() + WAITING
    batch.save(update_fields=["reading_until", "file"])


def begin(batch: Batch) -> ReadingLease:
    """Save a new batch, in hand at once; the caller holds the transaction."""
    _take(batch)
    batch.save()
    return ReadingLease(batch.pk, batch.readings)


def acquire(batch_id: int) -> ReadingLease | None:
    """Take a batch up to read its kept file; None where there is nothing to read or somebody reads it."""
    with transaction.atomic():
        batch = _with_file().select_for_update().filter(pk=batch_id).first()
        now = timezone.now()
        if batch is None or (batch.is_in_hand and batch.reading_until and batch.reading_until > now):
            return None
        return _taken(batch)


def take_over(batch_id: int) -> ReadingLease | None:
    """Take a batch from somebody who left it behind; None where nobody did."""
    with transaction.atomic():
        batch = _left_behind().select_for_update().filter(pk=batch_id).first()
        return _taken(batch) if batch else None


def release(batch_id: int) -> Batch | None:
    """Take an abandoned batch from its reader, for the next to have it; None where it is in good hands."""
    with transaction.atomic():
        batch = abandoned().select_for_update().filter(pk=batch_id).first()
        if batch is not None:
            batch.is_in_hand = False
            batch.reading_until = timezone.now() + WAITING
            batch.save(update_fields=["is_in_hand", "reading_until"])
    return batch


def wait_for_answer(lease: ReadingLease, question: Any) -> Batch:
    """Give a batch out of hand until its editor has answered. Raises HandLost."""
    with lease.piece() as batch:
        batch.question, batch.asked_at = question, timezone.now()
        batch.is_in_hand, batch.reading_until = False, None
        batch.save(update_fields=["question", "asked_at", "is_in_hand", "reading_until"])
    return batch


def asked(batch_id: int) -> Batch | None:
    """A batch that waits for an answer, locked until the caller's transaction ends; None where none does."""
    return _asked().select_for_update().filter(pk=batch_id).first()


def unanswered(since: datetime) -> list[int]:
    """The batches that have waited for an answer since before then."""
    return list(_asked().filter(asked_at__lt=since).values_list("pk", flat=True))


def abandoned() -> QuerySet[Batch]:
    """The batches with a file whose reader died, or that nobody took up."""
    passed = Q(reading_until__isnull=True) | Q(reading_until__lt=timezone.now())
    return _with_file().filter(passed)


def left_behind() -> list[int]:
    """The batches without a file whose maker died while storing them."""
    return list(_left_behind().values_list("pk", flat=True))


def _taken(batch: Batch) -> ReadingLease:
    _take(batch)
    batch.save(update_fields=["readings", "is_in_hand", "reading_until"])
    return ReadingLease(batch.pk, batch.readings)


def _take(batch: Batch) -> None:
    batch.readings += 1
    batch.is_in_hand = True
    batch.reading_until = timezone.now() + READING


def _left_behind() -> QuerySet[Batch]:
    return _unread().filter(file="", is_in_hand=True, reading_until__lt=timezone.now())


def _with_file() -> QuerySet[Batch]:
    """Those whose file can be read: not while their editor is asked something about it."""
    return _unread().exclude(file="").filter(asked_at__isnull=True)


def _asked() -> QuerySet[Batch]:
    return _unread().filter(asked_at__isnull=False)


def _unread() -> QuerySet[Batch]:
    return Batch.objects.filter(checked_at__isnull=True, state=BatchState.DRAFT)
