"""In which situation a case was at each of its events: what it was about and which sort of unit had it.

A clock goes by the standard of the day on which it starts, for the case as it was then: what words raised
later, and who was given it since, moves no date that was promised.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from complaints.acts import acts_that
from complaints.clocks.standards import Situation
from complaints.enums import EventKind
from complaints.models import Case, ServiceStandard
from organizations.models import Unit

#: Under which the event that raised a matter keeps what it was before.
MATTER_WAS = "matter_was"


class Happened(Protocol):
    """What the clocks need of an event."""

    kind: str
    at: datetime
    data: dict


def moved_to(event: Happened) -> int | None:
    """The unit into whose hands the event put the case; None where it stayed."""
    if event.kind == EventKind.REGISTER:
        return event.data.get("unit")
    return event.data.get("to", event.data.get("unit")) if "from" in event.data else None


def is_passed_on(event: Happened) -> bool:
    """Whether the event put the case into another unit's hands."""
    return event.kind in acts_that("passed_on") and "from" in event.data


def along(case: Case, events: Sequence[Happened], rows: Iterable[ServiceStandard]) -> list[Situation]:
    """Return the situation after each event. One query where the case has moved."""
    units = holders(case, events)
    kinds = _kinds(case, set(units)) if any(row.held_by for row in rows) else {}
    return [
        Situation(case.kind, matter, kinds.get(holder, ""), case.channel)
        for matter, holder in zip(_matters(case, events), units, strict=True)
    ]


def holders(case: Case, events: Sequence[Happened]) -> list[int]:
    """Return the unit that had the case after each event."""
    moved = next((event for event in events if "from" in event.data), None)
    holder = moved.data["from"] if moved is not None else case.unit_id
    found = []
    for event in events:
        holder = moved_to(event) or holder
        found.append(holder)
    return found


def _matters(case: Case, events: Sequence[Happened]) -> list[str]:
    matter, found = case.matter, []
    for event in reversed(events):
        found.append(matter)
        matter = event.data.get(MATTER_WAS, matter)
    return found[::-1]


def _kinds(case: Case, units: set[int]) -> Mapping[int, str]:
    if units <= {case.unit_id}:
        return {case.unit_id: case.unit.kind}
    return dict(Unit.objects.filter(pk__in=units).order_by().values_list("pk", "kind"))
