"""Clocks as a projection: what the events of a case say about its deadlines.

The table ``CaseClock`` can be thrown away and made again; ``refresh`` does so for one case in the
transaction of the act, ``recompute`` for many after the calendar or a standard changed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.db import transaction
from django.utils import timezone

from complaints import list_columns
from complaints.clocks import calendars, standards
from complaints.clocks.clock import Due, Period, WorkCalendar, due
from complaints.enums import RUNNING_CLOCKS, ClockKind, DayUnit, EventKind
from complaints.models import Case, CaseClock, CaseEvent, ServiceStandard
from complaints.signals import case_changed


class Happened(Protocol):
    """What the projection needs of an event."""

    kind: str
    at: datetime
    data: dict


@dataclass(frozen=True)
class Run:
    """One run of a clock: from a starting event to the first stopping one (None while it runs)."""

    standard: ServiceStandard
    starts_on: date
    stopped_on: date | None
    extension: Period | None

    def due(self, calendar: WorkCalendar) -> Due:
        """The deadline of this run."""
        return due(self.starts_on, self.standard.days, self.standard.unit, calendar, self.extension)


def run_of(
    events: Iterable[Happened], kind: str, clock: ClockKind, rows: Sequence[ServiceStandard]
) -> Run | None:
    """Return the latest run of ``clock`` on a case of ``kind``, or None when it never started.

    While it runs, no further event restarts it: neither a comment nor a second acceptance moves the
    date. It ends with the first stopping event; only a starting event after that begins a new run.
    """
    run: Run | None = None
    for event in events:
        day = timezone.localdate(event.at)
        if run is not None and run.stopped_on is None:
            run = _continued(run, event, day, clock)
            continue
        standard = standards.applicable(rows, kind, clock, day)
        if standard is not None and standard.starts(event.kind):
            run = Run(standard, day, None, None)
    return run


def _continued(run: Run, event: Happened, day: date, clock: ClockKind) -> Run:
    if run.standard.stops(event.kind):
        return Run(run.standard, run.starts_on, day, run.extension)
    if event.kind == EventKind.APPROVE_EXTENSION and event.data.get("clock", ClockKind.DECIDE) == clock:
        period = Period(int(event.data["days"]), event.data.get("day_unit", DayUnit.NATURAL))
        return Run(run.standard, run.starts_on, None, period)
    return run


def project(
    case: Case, events: Sequence[Happened], rows: Sequence[ServiceStandard], calendar: WorkCalendar
) -> list[CaseClock]:
    """Return the clocks that follow from the events, unsaved."""
    clocks = []
    for clock in RUNNING_CLOCKS:
        run = run_of(events, case.kind, clock, rows)
        if run is None:
            continue
        deadline = run.due(calendar)
        clocks.append(
            CaseClock(
                case=case,
                clock=clock,
                standard=run.standard,
                starts_on=run.starts_on,
                due_on=deadline.date,
                provisional=deadline.provisional,
                stopped_on=run.stopped_on,
            )
        )
    return clocks


def explain(
    case: Case,
    clock: ClockKind | str,
    calendar: WorkCalendar | None = None,
    events: Sequence[Happened] | None = None,
    rows: Sequence[ServiceStandard] | None = None,
) -> Due | None:
    """Return how the date of a clock was counted, day by day; None when the clock never started.

    ``events`` are all of the case in their order, and ``rows`` all standards, for who has read them already.
    """
    happened: Iterable[Happened] = case.events.order_by("sequence") if events is None else events
    run = run_of(happened, case.kind, ClockKind(clock), standards.load() if rows is None else rows)
    return None if run is None else run.due(calendar or calendars.load())


def refresh(
    case: Case,
    events: Sequence[CaseEvent] | None = None,
    rows: Sequence[ServiceStandard] | None = None,
    calendar: WorkCalendar | None = None,
) -> bool:
    """Bring the clocks of one case in line with its events; return whether any of them changed."""
    events = list(case.events.order_by("sequence")) if events is None else events
    wanted = project(
        case,
        events,
        standards.load() if rows is None else rows,
        calendars.load() if calendar is None else calendar,
    )
    stored = {row.clock: row for row in CaseClock.objects.filter(case=case)}
    changed = False
    for row in wanted:
        old = stored.pop(row.clock, None)
        if old is not None and _facts(old) == _facts(row):
            continue
        row.pk = old.pk if old else None
        row.save()
        changed = True
    if stored:  # clocks that the events no longer speak of
        CaseClock.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()
        changed = True
    changed |= list_columns.save_due(case, wanted)
    return changed


def _facts(row: CaseClock) -> tuple:
    return (row.standard_id, row.starts_on, row.due_on, row.provisional, row.stopped_on)


def recompute(case_ids: Iterable[int] | None = None) -> int:
    """Bring the clocks of cases (default: all) in line; return how many cases changed.

    Each case is its own transaction, so that a long run never holds the table.
    """
    rows, calendar = standards.load(), calendars.load()
    ids = Case.objects.order_by("pk").values_list("pk", flat=True) if case_ids is None else case_ids
    changed = 0
    for pk in list(ids):
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=pk)
            if refresh(case, rows=rows, calendar=calendar):
                changed += 1
                case_changed.send(sender=Case, case=case)
    return changed
