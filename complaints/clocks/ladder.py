"""Who has to look at a case before it is due, when it is, and after: one ladder, which is a table.

``data/ladder.csv`` says from how many working days on somebody looks: counted from the day on which the case
came to lie in nobody's hands, or before and after the day on which its first clock ends. Pure: the
caller brings the case's columns, the day and the calendar (``handling.climbing``).
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from complaints.clocks.clock import WorkCalendar, plus_working_days, working_days_left
from complaints.enums import CaseStatus, Rung
from protection.data_tables import DataTable


@dataclass(frozen=True)
class LadderRule:
    """One row: after so many working days, whose case it is to look after."""

    what: Literal["unscreened", "unassigned", "before", "due"]
    days: int
    rung: Rung
    why: str


TABLE = DataTable(Path(__file__).parents[1] / "data" / "ladder.csv", LadderRule, key=("what", "days"))
#: From below to above.
ORDER = tuple(Rung)


@dataclass(frozen=True)
class Standing:
    """What the ladder needs of a case. ``free_since``: the day since which it is in nobody's hands, or None;
    ``due``: the day on which its first running clock ends, or None.
    """

    is_open: bool
    status: str
    free_since: date | None
    due: date | None


def rung_of(case: Standing, today: date, calendar: WorkCalendar) -> Rung | None:
    """Return the highest rung that the case has reached; None for what nobody has to act on, or not yet."""
    if not case.is_open:
        return None
    reached = [row.rung for row in TABLE.rows if _is_reached(row, case, today, calendar)]
    return max(reached, key=ORDER.index, default=None)


def _is_reached(row: LadderRule, case: Standing, today: date, calendar: WorkCalendar) -> bool:
    if row.what in ("before", "due"):
        most = row.days if row.what == "before" else -row.days
        return case.due is not None and working_days_left(today, case.due, calendar) <= most
    waits = "unscreened" if case.status == CaseStatus.SCREENING else "unassigned"
    if row.what != waits or case.free_since is None:
        return False
    return today >= (plus_working_days(case.free_since, row.days, calendar) if row.days else case.free_since)
