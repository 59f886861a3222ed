"""Cases on the ladder (``clocks.ladder``): put there with each act, and every night for what time alone does.

A case stands on it from the minute in which it is filed, and leaves it in the transaction by which it ends or
is handled together with another one. ``check`` counts all again in another way, and says that it ran.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from complaints import list_columns
from complaints.clocks import calendars, ladder
from complaints.enums import CaseStanding, CaseStatus, Rung
from complaints.models import Case

#: What is read of a case.
COLUMNS = ("pk", "standing", "latest_status", "handler_id", "free_since", "received_at", "due_first", "rung")


def place(case: Case) -> None:
    """Put one case on its rung, or off the ladder; where that is another one, it is saved."""
    free = case.handler_id is None
    if free == (case.free_since is None):
        case.free_since = timezone.localdate(case.latest_event.at) if free else None
        Case.objects.filter(pk=case.pk).update(free_since=case.free_since)
    rung = ladder.rung_of(_standing(vars(case) | {"pk": case.pk}), timezone.localdate(), calendars.load())
    if rung != case.rung:
        case.rung = rung
        Case.objects.filter(pk=case.pk).update(rung=rung)


def climb(today: date | None = None) -> int:
    """Put every case on its rung of the day; return how many stood on another one. Safe to run twice."""
    moved = 0
    for wrong in _wrong(today or timezone.localdate()):
        by_rung: dict[Rung | None, list[int]] = {}
        for pk, rung in wrong:
            by_rung.setdefault(rung, []).append(pk)
        for rung, keys in by_rung.items():
            moved += Case.objects.filter(pk__in=keys).update(rung=rung)
    return moved


@dataclass(frozen=True)
class LadderChecked:
    """What a look at the whole ladder found: how many are open, stand on each rung, and stand wrongly."""

    open: int
    on_rung: dict[str, int]
    wrong: int


def check(today: date | None = None) -> LadderChecked:
    """Count what stands where, and hold every case against the table; nothing is written.

    ``wrong`` counts also what ended or was merged and is still on it, and what lies in nobody's hands and is
    not.
    """
    wrong = sum(len(piece) for piece in _wrong(today or timezone.localdate()))
    on_rung = Counter(Case.objects.filter(rung__isnull=False).values_list("rung", flat=True))
    gone = Case.objects.filter(rung__isnull=False).exclude(standing=CaseStanding.OPEN).count()
    lost = Case.objects.unassigned().filter(rung__isnull=True).count()
    return LadderChecked(
        Case.objects.open().count(),
        {str(rung): on_rung.get(str(rung), 0) for rung in Rung},
        max(wrong, gone + lost),
    )


def _wrong(today: date) -> Iterator[list[tuple[int, Rung | None]]]:
    """The keys of cases that stand on another rung than they should, with the right one, in pieces."""
    calendar = calendars.load()
    for keys in list_columns.pieces(Case.objects):
        rows = Case.objects.filter(pk__in=keys).values(*COLUMNS)
        should = ((row, ladder.rung_of(_standing(row), today, calendar)) for row in rows)
        yield [(row["pk"], rung) for row, rung in should if rung != row["rung"]]


def _standing(row: dict) -> ladder.Standing:
    free = row["handler_id"] is None
    since = row["free_since"] or timezone.localdate(row["received_at"])
    is_open = row["standing"] == CaseStanding.OPEN and row["latest_status"] != CaseStatus.MERGED
    return ladder.Standing(is_open, row["latest_status"] or "", since if free else None, row["due_first"])
