"""Clocks as a projection: what the events of a case say about its deadlines.

The table ``CaseClock`` can be thrown away and made again; ``refresh`` does so for one case in the
transaction of the act, ``recompute`` for many after the calendar or a standard changed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from complaints import list_columns
from complaints.acts import acts_that
from complaints.clocks import calendars, situations, standards
from complaints.clocks.clock import Due, Pause, Period, WorkCalendar, due
from complaints.clocks.situations import Happened
from complaints.clocks.standards import Situation
from complaints.enums import RUNNING_CLOCKS, ClockKind, DayUnit, EventKind
from complaints.models import Case, CaseClock, CaseEvent, ServiceStandard
from complaints.signals import case_changed

#: Clocks that start once on a case: what would start them anew lets them go on to the same date (信访工作条例
#: 34: neither reopening nor another answer gives the office more time).
ONCE = frozenset({ClockKind.DECIDE})
#: Clocks of the unit that was given the case: whoever has it next has one of their own (信访工作条例 23).
OF_THE_UNIT = frozenset({ClockKind.INFORM_AGAIN, ClockKind.RETURN})


@dataclass(frozen=True)
class Run:
    """One run of a clock: from a starting event to the first stopping one (None while it runs)."""

    standard: ServiceStandard
    starts_on: date
    stopped_on: date | None
    extension: Period | None
    stopped_by: str = ""
    pauses: tuple[Pause, ...] = ()

    def due(self, calendar: WorkCalendar) -> Due:
        """The deadline of this run."""
        return due(
            self.starts_on, self.standard.days, self.standard.unit, calendar, self.extension, self.pauses
        )


@dataclass(frozen=True)
class ClockCourse:
    """What happened to a case, in which situation it was then, and all standards there are."""

    events: Sequence[Happened]
    situations: Sequence[Situation]
    rows: Sequence[ServiceStandard]

    @classmethod
    def of(
        cls,
        case: Case,
        events: Sequence[Happened] | None = None,
        rows: Sequence[ServiceStandard] | None = None,
    ) -> "ClockCourse":
        """Read that of a case; ``events`` are all of them in their order, for who has read them already."""
        happened = list(case.events.order_by("sequence")) if events is None else events
        known = standards.load() if rows is None else rows
        return cls(happened, situations.along(case, happened, known), known)

    def run(self, clock: ClockKind | str) -> Run | None:
        """Return the latest run of a clock, or None when it never started.

        While it runs, no further event restarts it: neither a comment nor a second acceptance moves the
        date. It ends with the first stopping event; a starting event after that begins a new run, or where
        the clock starts once on a case (``ONCE``), lets the run go on as if it had not ended. Where a unit
        takes back what it passed on, its time to tell the complainant goes on as if it had not.
        """
        clock, run = ClockKind(clock), None
        for event, situation in zip(self.events, self.situations, strict=True):
            day = timezone.localdate(event.at)
            is_given = clock not in OF_THE_UNIT or situations.is_passed_on(event)
            if run is not None and run.stopped_on is None:
                run = _continued(run, event, day, clock)
                if clock not in OF_THE_UNIT or not is_given:
                    continue
            elif run is not None and _is_taken_back(run, event):
                run = replace(run, stopped_on=None, stopped_by="")
                continue
            standard = standards.applicable(self.rows, situation, clock, day)
            if standard is not None and is_given and standard.starts(event.kind):
                begun = Run(standard, day, None, None)
                run = replace(run, stopped_on=None, stopped_by="") if run and clock in ONCE else begun
        return run

    def due(self, clock: ClockKind | str, calendar: WorkCalendar) -> Due | None:
        """Return how the date of a clock was counted, day by day; None when the clock never started."""
        run = self.run(clock)
        return None if run is None else run.due(calendar)


def _continued(run: Run, event: Happened, day: date, clock: ClockKind) -> Run:
    leaves = clock in OF_THE_UNIT and "from" in event.data
    if leaves or run.standard.stops(event.kind) or event.kind == EventKind.MERGE:
        return replace(run, stopped_on=day, stopped_by=event.kind)
    if event.kind == EventKind.APPROVE_EXTENSION and event.data.get("clock", ClockKind.DECIDE) == clock:
        period = Period(int(event.data["days"]), event.data.get("day_unit", DayUnit.NATURAL))
        return replace(run, extension=period)
    return _paused(run, event, day) if clock == ClockKind.REVIEW else run


def _paused(run: Run, event: Happened, day: date) -> Run:
    """From the day after a hearing was called until it is held the count stands still (信访工作条例 36); it
    goes on by itself, also where nobody writes down that it was held, or is not.
    """
    if event.kind == EventKind.CALL_HEARING and event.data.get("pauses"):
        held = date.fromisoformat(event.data["hearing_on"])
        return replace(run, pauses=(*run.pauses, Pause(day + timedelta(days=1), held)))
    if event.kind == EventKind.END_HEARING and run.pauses:
        *before, last = run.pauses
        return replace(run, pauses=(*before, replace(last, last=min(last.last, day))))
    return run


def _is_taken_back(run: Run, event: Happened) -> bool:
    """Whether what had stopped the run is undone: passed on, referred, or handled together with another."""
    if run.stopped_by == EventKind.MERGE:
        return event.kind in acts_that("goes_alone")
    if run.stopped_by == EventKind.REFER:
        return event.kind == EventKind.GIVE_BACK
    return run.stopped_by == EventKind.TRANSFER and event.kind == EventKind.TAKE_BACK


def project(case: Case, course: ClockCourse, calendar: WorkCalendar) -> list[CaseClock]:
    """Return the clocks that follow from what happened, unsaved."""
    clocks = []
    for clock in RUNNING_CLOCKS:
        run = course.run(clock)
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


def refresh(
    case: Case,
    events: Sequence[CaseEvent] | None = None,
    rows: Sequence[ServiceStandard] | None = None,
    calendar: WorkCalendar | None = None,
    *,
    recounted: bool = False,
) -> bool:
    """Bring the clocks of one case in line with its events; return whether any of them changed.

    ``recounted``: nothing happened to the case, so a date that moves was moved by the calendar.
    """
    wanted = project(
        case, ClockCourse.of(case, events, rows), calendars.load() if calendar is None else calendar
    )
    stored = {row.clock: row for row in CaseClock.objects.filter(case=case)}
    changed = False
    for row in wanted:
        old = stored.pop(row.clock, None)
        if old is not None and _facts(old) == _facts(row):
            continue
        row.pk = old.pk if old else None
        row.moved_from = _moved_from(old, row, recounted=recounted)
        row.save()
        changed = True
    if stored:  # clocks that the events no longer speak of
        CaseClock.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()
        changed = True
    changed |= list_columns.save_due(case, wanted)
    return changed


def _moved_from(old: CaseClock | None, row: CaseClock, *, recounted: bool) -> date | None:
    """The date that was promised before, where the run is the same and only its end is another."""
    if old is None or (old.standard_id, old.starts_on) != (row.standard_id, row.starts_on):
        return None
    if old.due_on == row.due_on:
        return old.moved_from
    return old.due_on if recounted else None


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
            if refresh(case, rows=rows, calendar=calendar, recounted=True):
                changed += 1
                case_changed.send(sender=Case, case=case)
    return changed
