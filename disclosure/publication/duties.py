"""Which place must publish which programme's list, and by when: ``data/duties.csv``.

A list is owed by every county (县级民政部门, 民办函〔2019〕52号) for every month, and is due so many working
days after the end of the month that it is about: a list of a month is made at the latest on its last day.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from wagtail import hooks

from organizations import codes
from protection.data_tables import DataTable

#: A room that keeps a calendar answers with a function that loads it and returns a ``Counter``.
HOOK = "working_day_counter"

#: A day and a number of working days → the day so many later, and whether it is provisional.
Counter = Callable[[date, int], tuple[date, bool]]

FIRST_WEEKEND_DAY = 5


@dataclass(frozen=True)
class Duty:
    """What is owed of one programme. ``days`` are working days; ``not_in`` names the places (by division
    code) where the programme does not exist. ``basis`` is the law, ``note`` what an official should know.
    """

    programme: str
    is_due: bool
    days: int
    basis: str = ""
    note: str = ""
    not_in: tuple[str, ...] = ()

    def holds_in(self, code: str) -> bool:
        """Whether a place owes the list."""
        return self.is_due and not any(codes.contains(place, code) for place in self.not_in)


DUTIES = DataTable(Path(__file__).parents[1] / "data" / "duties.csv", Duty, key=("programme",))


def of(programme: str) -> Duty | None:
    """What is owed of a programme; None for one that the table does not name."""
    return next((duty for duty in DUTIES.rows if duty.programme == programme), None)


def counter() -> Counter:
    """The calendar that the rooms above keep; without one, Monday to Friday and every date provisional."""
    for load in hooks.get_hooks(HOOK):
        return load()
    return _plain_week


def due_on(month: date, days: int, count: Counter) -> tuple[date, bool]:
    """The day by which a month's list is due, and whether it is provisional."""
    return count(following(month) - timedelta(days=1), days)


def following(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def _plain_week(day: date, days: int) -> tuple[date, bool]:
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < FIRST_WEEKEND_DAY
    return day, True
