"""Extending the time: which clock becomes longer, by how much, and the date it gives (信访工作条例 34)."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from complaints.clocks import calendars, projection, standards
from complaints.clocks.clock import Due, Period
from complaints.enums import ClockKind, DayUnit
from complaints.history import History
from complaints.models import Case, CaseClock, ServiceStandard


@dataclass(frozen=True)
class Extension:
    """So many more days, counted in ``unit``, for one clock of a case."""

    clock: ClockKind
    days: int
    unit: DayUnit


def running_clock(case: Case) -> CaseClock | None:
    """The clock that an extension lengthens: the decision's, and no other (信访工作条例 34)."""
    running = (row for row in case.clocks.all() if row.clock == ClockKind.DECIDE and row.stopped_on is None)
    return next(running, None)


def longest(case: Case, today: date) -> ServiceStandard | None:
    """How long an extension of this case may be; None where it has none by its sort."""
    found = standards.limit(standards.Situation.of(case), ClockKind.EXTENSION, today)
    return found if found is not None and found.days else None


def pending(case: Case, history: History, today: date) -> Extension | None:
    """Return the extension that approving what was asked for would give; None where nothing is asked for."""
    asked = history.pending_extension()
    if asked is None:
        return None
    most = longest(case, today)
    unit = DayUnit(most.unit if most else DayUnit.NATURAL)
    return Extension(ClockKind.DECIDE, int(asked.data["days"]), unit)


def new_due(case: Case, history: History) -> Due | None:
    """Return the date that approving the pending extension today would give; None where none is pending."""
    extension = pending(case, history, timezone.localdate())
    if extension is None:
        return None
    run = projection.ClockCourse.of(case, history.events).run(extension.clock)
    if run is None:
        return None
    return replace(run, extension=Period(extension.days, extension.unit)).due(calendars.load())
