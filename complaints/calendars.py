"""The working calendar as a table: filled from the State Council's yearly notices, edited by administrators.

Only days that differ from Monday to Friday, and named holidays, have a row. A year is *known* once it has
any row; the notice for the next year comes about November, and until then its dates are provisional.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import chinese_calendar

from complaints.clock import WorkCalendar
from complaints.models import CalendarDay

#: The first year that is loaded: nothing older than this is counted any more.
FIRST_YEAR = 2020


@dataclass(frozen=True)
class TableCalendar:
    """The rows of ``CalendarDay`` in memory; a ``clock.WorkCalendar``."""

    days: dict[date, tuple[bool, str]] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether people work: as the notice says, else Monday to Friday."""
        listed = self.days.get(day)
        return day.weekday() < 5 if listed is None else listed[0]

    def knows(self, day: date) -> bool:
        """Whether the notice of the day's year is loaded."""
        return day.year in self.years

    def note(self, day: date) -> str:
        """The holiday's name, or an empty string."""
        return self.days.get(day, (True, ""))[1]


def load() -> WorkCalendar:
    """Read the table: one query, some 35 rows a year."""
    return from_rows(CalendarDay.objects.values_list("date", "is_working", "note"))


def from_rows(rows: Iterable[tuple[date, bool, str]]) -> TableCalendar:
    """Build a calendar from (date, is_working, note)."""
    days = {day: (working, note) for day, working, note in rows}
    return TableCalendar(days, frozenset(day.year for day in days))


def published(year: int) -> list[tuple[date, bool, str]]:
    """Return the rows of one year as chinesecalendar has them; empty when it has no notice for the year."""
    names = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
    off = [(day, False, names[name]) for day, name in chinese_calendar.holidays.items() if day.year == year]
    on = [
        (day, True, f"{names[name]}调休")
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
    CalendarDay.objects.bulk_create(
        CalendarDay(date=day, is_working=working, note=note)
        for year in added
        for day, working, note in published(year)
    )
    return added
