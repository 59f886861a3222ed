"""The working calendar as a table: filled from the State Council's yearly notices, edited by administrators.

Only days that differ from Monday to Friday, and named holidays, have a row. A year is *known* once it is said
that its notice is loaded (``CalendarYear``), whatever days it has; the notice for the next year comes about
November, and until then its dates are provisional.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import chinese_calendar
from django.db.models import BooleanField, CharField, DateField, IntegerField, QuerySet, Value
from django.utils.translation import gettext as _

from complaints.clocks.clock import WorkCalendar
from complaints.models import CalendarDay, CalendarYear, CaseClock
from protection import once

#: The first year that is loaded: nothing older than this is counted any more.
FIRST_YEAR = 2020
#: The holidays of a year have eleven days since 2014, thirteen since 2025 (全国年节及纪念日放假办法 2).
FEWEST_DAYS_OFF = 11
#: From Monday to Friday. The notices of twenty years name at most 23; the rest are for storms and the like.
MOST_WEEKDAYS_OFF = 40
#: Where the years that come with the software are from.
SOURCE = "chinesecalendar"


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
        """Whether the notice of the day's year is loaded, all of it."""
        return day.year in self.years

    def note(self, day: date) -> str:
        """The holiday's name, or an empty string."""
        listed = self.days.get(day)
        return listed.note if listed else ""


def load(days: QuerySet[CalendarDay] | None = None) -> WorkCalendar:
    """Read the table, or some days of it, and which years are loaded: one query, some 35 rows a year."""
    return _whole() if days is None else _read(days)


@once.a_request
def _whole() -> WorkCalendar:
    return _read(CalendarDay.objects.all())


def _read(days: QuerySet[CalendarDay]) -> WorkCalendar:
    listed = days.order_by()
    no_year = Value(None, output_field=IntegerField())
    no_day = [Value(None, output_field=kind) for kind in (DateField(), BooleanField(), CharField())]
    years = CalendarYear.objects.order_by().values_list(*no_day, "year")
    rows = list(listed.values_list(*ListedDay._fields, no_year).union(years, all=True))
    return of_days(
        (ListedDay(*day) for *day, year in rows if year is None),
        [year for *_day, year in rows if year is not None],
    )


def of_days(days: Iterable[ListedDay], years: Iterable[int]) -> TableCalendar:
    """Build a calendar from the days that notices name and the years whose notice is loaded."""
    return TableCalendar({day.date: day for day in days}, frozenset(years))


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


def has_run(day: date, today: date) -> bool:
    """Whether the day is over and a clock ran through it: then it stays as it was counted."""
    return day < today and CaseClock.objects.filter(starts_on__lt=day, due_on__gte=day).exists()


def fault(day: date, is_working: bool, today: date) -> str:
    """Return what stands against entering a day, or changing it, like this; empty when nothing does."""
    if has_run(day, today):
        return _("Deadlines have been counted through this day, and what was promised stays.")
    days_off = CalendarDay.objects.filter(date__year=day.year, is_working=False).exclude(date=day)
    others = sum(other.weekday() < 5 for other in days_off.values_list("date", flat=True))
    if not is_working and day.weekday() < 5 and others >= MOST_WEEKDAYS_OFF:
        return _("%(year)s has %(count)s weekdays off already, more than any notice names.") % {
            "year": day.year,
            "count": others,
        }
    return ""


def fill() -> list[int]:
    """Load every published year whose notice is not loaded; return the years that were added.

    A loaded year is left alone: an administrator may have corrected it. In a year that is not, the days that
    somebody entered stay as they are, and the rest of the notice is added to them.
    """
    loaded = set(CalendarYear.objects.values_list("year", flat=True))
    last = max(day.year for day in chinese_calendar.holidays)
    added = [year for year in range(FIRST_YEAR, last + 1) if year not in loaded and published(year)]
    days = [CalendarDay(**day._asdict()) for year in added for day in published(year)]
    CalendarDay.objects.bulk_create(days, ignore_conflicts=True)
    CalendarYear.objects.bulk_create(CalendarYear(year=year, notice=SOURCE) for year in added)
    return added
