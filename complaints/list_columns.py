"""What a case keeps of its events and clocks, so that lists find it by an index in the order they show.

The log of events decides; these columns repeat it, are written in the transaction of the act, and can be made
again at any time (``bring_in_line``; decision 0040).
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import Case as Choose
from django.db.models import OuterRef, Q, Subquery, Value, When

from complaints.acts import acts_that
from complaints.enums import OPEN_STATUSES, CaseStanding, EventKind
from complaints.models import Case, CaseClock, CaseEvent

FIELDS = ("due_first", "due_provisional", "latest_status", "standing")
#: Cases in one transaction.
PIECE = 1000


def standing_of(status: str, kind: str) -> CaseStanding:
    """Where a case stands whose latest event, apart from those by nobody, is of this kind and left it in this
    status.
    """
    if status in OPEN_STATUSES:
        return CaseStanding.OPEN
    return CaseStanding.WRITTEN if kind == EventKind.COMPLAINANT_WROTE else CaseStanding.ENDED


def due_first(clocks: Iterable[CaseClock]) -> tuple[date | None, bool | None]:
    """The day on which the first of those that run ends, and whether that is provisional."""
    running = [(clock.due_on, not clock.provisional) for clock in clocks if clock.stopped_on is None]
    day, certain = min(running, default=(None, None))
    return day, None if certain is None else not certain


def set_status(case: Case, event: CaseEvent) -> None:
    """Let the case say what its latest event says; it is not saved."""
    case.latest_status = event.status
    if event.actor_id is not None or event.kind not in acts_that("stays_listed"):
        case.standing = standing_of(event.status, event.kind)


def save_due(case: Case, clocks: Iterable[CaseClock]) -> bool:
    """Let the case say, and save, on which day its first clock ends; whether that is another day."""
    first = due_first(clocks)
    if (case.due_first, case.due_provisional) == first:
        return False
    case.due_first, case.due_provisional = first
    case.save(update_fields=["due_first", "due_provisional"])
    return True


def expected(events: Any, clocks: Any) -> dict[str, Subquery]:
    """What the columns should say, as expressions over a case; both are managers of the models."""
    latest = events.filter(pk=OuterRef("latest_event")).order_by()
    by_itself = Q(actor=None, kind__in=sorted(acts_that("stays_listed")))
    done = events.filter(case=OuterRef("pk")).exclude(by_itself).order_by("-sequence")
    running = clocks.filter(case=OuterRef("pk"), stopped_on=None).order_by("due_on", "-provisional")
    # What is handled together with another case is in no list of what is open, as what has ended.
    ended = When(kind=EventKind.COMPLAINANT_WROTE, then=Value(CaseStanding.WRITTEN))
    standing = Choose(
        When(status__in=OPEN_STATUSES, then=Value(CaseStanding.OPEN)),
        ended,
        default=Value(CaseStanding.ENDED),
        output_field=models.CharField(),
    )
    return {
        "due_first": Subquery(running.values("due_on")[:1]),
        "due_provisional": Subquery(running.values("provisional")[:1]),
        "latest_status": Subquery(latest.values("status")),
        "standing": Subquery(done.annotate(stands=standing).values("stands")[:1]),
    }


def pieces(cases: Any) -> Iterator[list[int]]:
    """The keys of all cases, so many at a time."""
    after = 0
    while keys := list(cases.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:PIECE]):
        yield keys
        after = keys[-1]


def bring_in_line(*, repair: bool = True) -> int:
    """Hold the columns of every case against its events and clocks; return how many said something else.

    Each piece is a transaction of its own, so that nobody waits for long.
    """
    return sum(_bring_in_line(keys, repair) for keys in pieces(Case.objects))


def _bring_in_line(keys: list[int], repair: bool) -> int:
    with transaction.atomic():
        if repair:
            list(Case.objects.filter(pk__in=keys).select_for_update(of=("self",)).values_list("pk"))
        should = {
            f"{name}_wanted": value for name, value in expected(CaseEvent.objects, CaseClock.objects).items()
        }
        rows = Case.objects.filter(pk__in=keys).annotate(**should).values("pk", *FIELDS, *should)
        wrong = [row for row in rows if any(row[name] != row[f"{name}_wanted"] for name in FIELDS)]
        for row in wrong if repair else ():
            Case.objects.filter(pk=row["pk"]).update(**{name: row[f"{name}_wanted"] for name in FIELDS})
    return len(wrong)
