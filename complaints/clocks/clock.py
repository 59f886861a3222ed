"""Deadlines, pure: a day, a number of days and a calendar in; a date and its explanation out.

Rules (信访工作条例 23, 34; the State Council's yearly notice on holidays):

* day 0 is the day of the event, the count starts the next day;
* natural days count all days, and a deadline that falls on a day off moves to the next working day;
* working days follow the notice with its make-up weekends (调休);
* days on which the count stands still are none of the period, of whichever sort it is;
* where the notice of a year is not loaded yet, Saturdays and Sundays are taken as days off and the
  result is provisional.

All dates are days in Asia/Shanghai; turning a moment into its day is the caller's affair.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

ONE_DAY = timedelta(days=1)


class Count(StrEnum):
    """Why a day was counted or not."""

    START = "start"
    COUNTED = "counted"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    SHIFTED = "shifted"
    LANDED = "landed"
    PAUSED = "paused"


class WorkCalendar(Protocol):
    """What the clock asks of a calendar."""

    def is_working(self, day: date) -> bool:
        """Whether people work on this day."""

    def knows(self, day: date) -> bool:
        """Whether the notice of this day's year is loaded."""

    def note(self, day: date) -> str:
        """The holiday's name, or an empty string."""


class PlainWeek:
    """Monday to Friday, nothing known: what is left when no notice is loaded."""

    def is_working(self, day: date) -> bool:
        """Monday to Friday."""
        return day.weekday() < 5

    def knows(self, day: date) -> bool:
        """Never: every date that it gives is provisional."""
        return False

    def note(self, day: date) -> str:
        """No notes."""
        return ""


@dataclass(frozen=True)
class Period:
    """A length of time: so many natural or working days."""

    days: int
    unit: str


@dataclass(frozen=True)
class Pause:
    """Days on which a count stands still, the first and the last of them."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class ExplainedDay:
    """One day of the explanation: the day, its number in the count (None where not counted), and why."""

    day: date
    number: int | None
    why: Count
    note: str = ""


@dataclass(frozen=True)
class Due:
    """A deadline: the last day on which the act is in time."""

    date: date
    provisional: bool
    explanation: tuple[ExplainedDay, ...] = field(default=(), compare=False)


def due(
    start: date,
    days: int,
    unit: str,
    calendar: WorkCalendar,
    extension: Period | None = None,
    pauses: Sequence[Pause] = (),
) -> Due:
    """Return the deadline ``days`` (``natural`` or ``working``) after ``start``, which is day 0.

    Days in one of the ``pauses`` are not counted.

    An ``extension`` is counted on from the unmoved end of the first period, so that a weekend in
    between does not lengthen it. Raises ``ValueError`` for negative days or an unknown unit.
    """
    periods = [Period(days, unit)]
    if extension is not None:
        periods.append(extension)
    steps = [ExplainedDay(start, 0, Count.START)]
    day, number = start, 0
    for period in periods:
        for step in _walk(day, number, period, calendar, pauses):
            steps.append(step)
            day = step.day
            number = step.number if step.number is not None else number
    # A natural-day deadline on a day off moves to the next working day; a working-day one never lands on one.
    moved_from = day
    while not calendar.is_working(day) and day != start:
        day += ONE_DAY
        why = Count.LANDED if calendar.is_working(day) else Count.SHIFTED
        steps.append(ExplainedDay(day, None, why, calendar.note(day)))
    provisional = any(not calendar.knows(step.day) for step in _relevant(steps, periods, moved_from))
    return Due(day, provisional, tuple(steps))


def _walk(
    day: date, number: int, period: Period, calendar: WorkCalendar, pauses: Sequence[Pause]
) -> Iterator[ExplainedDay]:
    """Yield every day of one period after ``day``, counted or not."""
    if period.days < 0:
        raise ValueError("a period has no negative days")
    if period.unit not in {"natural", "working"}:
        raise ValueError(f"unknown unit {period.unit!r}")
    left = period.days
    while left:
        day += ONE_DAY
        if any(pause.holds(day) for pause in pauses):
            yield ExplainedDay(day, None, Count.PAUSED)
            continue
        counted = period.unit == "natural" or calendar.is_working(day)
        if counted:
            left -= 1
            number += 1
        yield ExplainedDay(
            day, number if counted else None, _why(day, counted, period, calendar), calendar.note(day)
        )


def _why(day: date, counted: bool, period: Period, calendar: WorkCalendar) -> Count:
    weekend = day.weekday() >= 5
    if counted:
        return Count.MAKE_UP if weekend and period.unit == "working" else Count.COUNTED
    # A plain weekend is no holiday, even inside a holiday's weeks, unless the notice names it.
    return Count.HOLIDAY if not weekend or calendar.note(day) else Count.WEEKEND


def _relevant(steps: list[ExplainedDay], periods: list[Period], last: date) -> list[ExplainedDay]:
    """The days whose nature could change the result: all for working days, the end for natural days."""
    if any(period.unit == "working" for period in periods):
        return steps[1:] or steps
    return [step for step in steps if step.day >= last]


def working_days_left(today: date, due_on: date, calendar: WorkCalendar) -> int:
    """Working days from ``today`` to ``due_on``: 0 on the day itself, negative when it has passed."""
    low, high, sign = (today, due_on, 1) if today <= due_on else (due_on, today, -1)
    count = 0
    while low < high:
        low += ONE_DAY
        count += calendar.is_working(low)
    # A deadline passed at a weekend is late all the same.
    return sign * count if sign > 0 else min(-1, -count)


def plus_working_days(start: date, days: int, calendar: WorkCalendar) -> date:
    """The day ``days`` working days after ``start``."""
    return due(start, days, "working", calendar).date
