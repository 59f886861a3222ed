"""The working calendar as a table: filled from the State Council's yearly notices, edited by administrators.

Only days that differ from Monday to Friday, and named holidays, have a row. A year is *known* once it has
any row; the notice for the next year comes about November, and until then its dates are provisional.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import chinese_calendar
from django.db.models import QuerySet

from complaints.clock import WorkCalendar
from complaints.models import CalendarDay

#: The first year that is loaded: nothing older than this is counted any more.
FIRST_YEAR = 2020


class ListedDay(NamedTuple):
    """A day that a notice names: whether people work on it, and the holiday's name."""

    date: date
    is_working: bool
    note: str


@dataclass(frozen=True)
class TableCalendar:
    """The rows of ``CalendarDay`` in memory; a ``clock.WorkCalendar``."""

    days: dict[date, ListedDay] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether people work: as the notice says, else Monday to Friday."""
        listed = self.days.get(day)
        return day.weekday() < 5 if listed is None else listed.is_working

    def knows(self, day: date) -> bool:
        """Whether the notice of the day's year is loaded."""
        return day.year in self.years

    def note(self, day: date) -> str:
        """The holiday's name, or an empty string."""
        listed = self.days.get(day)
        return listed.note if listed else ""


def load(days: QuerySet[CalendarDay] | None = None) -> WorkCalendar:
    """Read the table, or some days of it: one query, some 35 rows a year."""
    rows = CalendarDay.objects.all() if days is None else days
    return of_days(map(ListedDay._make, rows.values_list(*ListedDay._fields)))


def of_days(days: Iterable[ListedDay]) -> TableCalendar:
    """Build a calendar from the days that the notices name."""
    listed = {day.date: day for day in days}
    return TableCalendar(listed, frozenset(day.year for day in listed))


def published(year: int) -> list[ListedDay]:
    """Return the days of one year as chinesecalendar has them; empty when it has no notice for the year."""
    names = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
    off = [
        ListedDay(day, False, names[name])
        for day, name in chinese_calendar.holidays.items()
        if day.year == year
    ]
    on = [
        ListedDay(day, True, f"{names[name]}调休")
        for day, name in chinese_calendar.workdays.items()
        if day.year == year
    ]
    return sorted(off + on)


def fill() -> list[int]:
    """Load every published year that the table does not have; return the years that were added.

    A year with rows is left alone: an administrator may have corrected it.
    """
    known = {day.year for day in CalendarDay.objects.values_list("date", flat=True)}
    last = max(day.year for day in chinese_calendar.holidays)
    added = [year for year in range(FIRST_YEAR, last + 1) if year not in known and published(year)]
    CalendarDay.objects.bulk_create(CalendarDay(**day._asdict()) for year in added for day in published(year))
    return added
