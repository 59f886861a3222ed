"""How working days are counted: by the calendar that a room above keeps, asked for by a hook."""

from collections.abc import Callable
from datetime import date, timedelta

from wagtail import hooks

#: A room that keeps a calendar answers with a function that loads it and returns a ``WorkingDayCounter``.
HOOK = "working_day_counter"

#: A day and a number of working days → the day so many later, and whether it is provisional.
WorkingDayCounter = Callable[[date, int], tuple[date, bool]]

FIRST_WEEKEND_DAY = 5


def working_day_counter() -> WorkingDayCounter:
    """The calendar that the rooms above keep; without one, Monday to Friday and every date provisional."""
    for load in hooks.get_hooks(HOOK):
        return load()
    return _monday_to_friday


def _monday_to_friday(day: date, days: int) -> tuple[date, bool]:
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < FIRST_WEEKEND_DAY
    return day, True
