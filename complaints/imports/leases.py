"""Who is reading a file of cases, and until when they may be believed to: as with lists
(``disclosure.intake.leases``), but that the next one goes on where the last one stopped.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from complaints.models import CaseImport
from disclosure.intake.leases import HandLost
from organizations import in_office
from protection.heartbeat import HELD, beating

#: Until a worker takes it up: others may be in hand before.
WAITING = timedelta(minutes=15)
#: A turn that takes longer hangs.
MOST = timedelta(hours=1)
#: So many may die of a file before it is given up.
MOST_DEATHS = 5


@dataclass(frozen=True, slots=True)
class ImportLease:
    """One reader's claim on one file."""

    import_id: int
    number: int

    def shown(self) -> AbstractContextManager[None]:
        """Show beside the block that the reading goes on."""
        return beating(f"cases {self.import_id}", self._show, most=MOST)

    def _show(self) -> None:
        CaseImport.objects.filter(pk=self.import_id, readings=self.number, finished_at=None).update(
            reading_until=timezone.now() + HELD
        )

    @contextmanager
    def piece(self) -> Iterator[CaseImport]:
        """A short transaction with the import locked in it, in which nobody comes into office. Raises
        HandLost.
        """
        with transaction.atomic():
            in_office.stays()
            held = CaseImport.objects.select_for_update().filter(
                pk=self.import_id, readings=self.number, finished_at=None
            )
            found = held.first()
            if found is None:
                raise HandLost
            yield found

    def leave(self) -> None:
        """End one's turn; whoever comes next goes on."""
        with self.piece() as found:
            found.is_in_hand, found.reading_until, found.died = False, timezone.now() + WAITING, 0
            found.save(update_fields=["is_in_hand", "reading_until", "died"])


def acquire(import_id: int) -> ImportLease | None:
    """Take a file up; None where there is nothing to read, or somebody reads it."""
    with transaction.atomic():
        found = CaseImport.objects.select_for_update().filter(pk=import_id, finished_at=None).first()
        now = timezone.now()
        if found is None or (found.is_in_hand and found.reading_until and found.reading_until > now):
            return None
        found.readings += 1
        found.is_in_hand, found.reading_until = True, now + HELD
        found.save(update_fields=["readings", "is_in_hand", "reading_until"])
        return ImportLease(found.pk, found.readings)


def abandoned() -> list[int]:
    """Return the imports whose reader died, or that nobody took up."""
    return list(_abandoned().values_list("pk", flat=True))


def release(import_id: int) -> CaseImport | None:
    """Take an abandoned import from its reader, for the next to have it; None where it is in good hands."""
    with transaction.atomic():
        found = _abandoned().select_for_update().filter(pk=import_id).first()
        if found is not None:
            found.died += found.is_in_hand
            found.is_in_hand, found.reading_until = False, timezone.now() + WAITING
            found.save(update_fields=["is_in_hand", "reading_until", "died"])
        return found


def _abandoned() -> QuerySet[CaseImport]:
    passed = Q(reading_until=None) | Q(reading_until__lt=timezone.now())
    return CaseImport.objects.filter(passed, finished_at=None)
