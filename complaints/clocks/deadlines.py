"""A clock as people read it: a word, a date and a tone; what a colour says stands in words too."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.clocks.clock import WorkCalendar, plus_working_days, working_days_left
from complaints.models import Case, CaseClock

#: With so many working days left a clock counts as due soon.
SOON = 3


@dataclass(frozen=True)
class Deadline:
    """What is shown of a clock: ``tone`` is late, soon, fine or done."""

    clock: CaseClock
    words: str
    tone: str
    days_left: int

    @property
    def day(self) -> str:
        """The date, with its year only when that is another one."""
        return short_date(self.clock.due_on)


def short_date(day: date) -> str:
    """Return a date as it is said: 11月22日, with the year where it is another one."""
    this_year = day.year == timezone.localdate().year
    return date_format(day, "MONTH_DAY_FORMAT" if this_year else "DATE_FORMAT")


def read(clock: CaseClock, today: date, calendar: WorkCalendar) -> Deadline:
    """Return a clock in words as of ``today`` (Asia/Shanghai); what is left counts in working days."""
    if clock.stopped_on:
        in_time = clock.stopped_on <= clock.due_on
        return Deadline(
            clock, _("Done in time") if in_time else _("Done late"), "done" if in_time else "late", 0
        )
    left = working_days_left(today, clock.due_on, calendar)
    if left < 0:
        words = ngettext("%(days)d working day late", "%(days)d working days late", -left) % {"days": -left}
        return Deadline(clock, words, "late", left)
    if left == 0:
        return Deadline(clock, _("Due today"), "soon", 0)
    words = ngettext("%(days)d working day left", "%(days)d working days left", left) % {"days": left}
    return Deadline(clock, words, "soon" if left <= SOON else "fine", left)


def next_due(clocks: Iterable[CaseClock], today: date, calendar: WorkCalendar) -> Deadline | None:
    """Return the clock that ends first of those that run, or None when none does."""
    running = [clock for clock in clocks if clock.stopped_on is None]
    return read(min(running, key=lambda clock: clock.due_on), today, calendar) if running else None


def first_of(case: Case, today: date, calendar: WorkCalendar) -> Deadline | None:
    """Return the same as ``next_due`` from what the case keeps for lists, without reading its clocks."""
    return (
        read(CaseClock(due_on=case.due_first, provisional=bool(case.due_provisional)), today, calendar)
        if case.due_first
        else None
    )


def soon_until(today: date, calendar: WorkCalendar) -> date:
    """The last day that counts as due soon."""
    return plus_working_days(today, SOON, calendar)
