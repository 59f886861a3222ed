"""Extending the time: which clock becomes longer, by how much, and the date it gives (信访工作条例 34)."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from complaints.clocks import calendars, projection, standards
from complaints.clocks.clock import Due, Period
from complaints.enums import ClockKind, DayUnit
from complaints.history import History
from complaints.models import Case, CaseClock


@dataclass(frozen=True)
class Extension:
    """So many more days, counted in ``unit``, for one clock of a case."""

    clock: ClockKind
    days: int
    unit: DayUnit


def running_clock(case: Case) -> CaseClock | None:
    """The clock that an extension lengthens: the review's when one is going on, else the decision's."""
    running = {row.clock: row for row in case.clocks.all() if row.stopped_on is None}
    return running.get(ClockKind.REVIEW) or running.get(ClockKind.DECIDE)


def pending(case: Case, history: History, today: date) -> Extension | None:
    """Return the extension that approving what was asked for would give; None where nothing is asked for."""
    asked, clock = history.pending_extension(), running_clock(case)
    if asked is None:
        return None
    longest = standards.limit(case.kind, ClockKind.EXTENSION, today)
    return Extension(
        clock=ClockKind(clock.clock if clock else ClockKind.DECIDE),
        days=int(asked.data["days"]),
        unit=DayUnit(longest.unit if longest else DayUnit.NATURAL),
    )


def new_due(case: Case, history: History) -> Due | None:
    """Return the date that approving the pending extension today would give; None where none is pending."""
    extension = pending(case, history, timezone.localdate())
    if extension is None:
        return None
    run = projection.run_of(history.events, case.kind, extension.clock, standards.load())
    if run is None:
        return None
    return replace(run, extension=Period(extension.days, extension.unit)).due(calendars.load())
