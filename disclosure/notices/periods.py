"""For how long a notice is shown, and by when an objection is decided: ``data/notice_periods.csv``, pure.

Day 0 is the day on which it is put up, the count starts the next day, and a last day on which nobody works
moves to the next on which somebody does: until then somebody can be told of an objection. The calendar is
given as ``WorkingDayCounter``.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from disclosure.enums import Again, NoticeDayUnit, NoticeKind
from disclosure.working_days import WorkingDayCounter
from organizations import codes
from protection.data_tables import DataTable

ONE_DAY = timedelta(days=1)
#: So many days, and how they are counted.
Period = tuple[int, str]


@dataclass(frozen=True)
class PeriodRule:
    """One row. ``place`` is a division code where a county has a rule of its own, empty for everywhere else.

    ``is_due``: such notices are shown at all. ``again`` says for how long after an objection was decided.
    What starts with 本系统规则 stands in no law: a house rule.
    """

    programme: str
    kind: NoticeKind
    is_due: bool
    days: int
    unit: NoticeDayUnit
    basis: str
    decided_within: int
    decided_unit: NoticeDayUnit
    decided_basis: str
    again: Again
    again_basis: str
    place: str = ""


RULES = DataTable(
    Path(__file__).parents[1] / "data" / "notice_periods.csv", PeriodRule, key=("programme", "kind", "place")
)


@dataclass(frozen=True, slots=True)
class Last:
    """The last day of a period, and whether it is provisional: the calendar of its year is not out yet."""

    day: date
    is_provisional: bool


def rule(programme: str, kind: str, place: str) -> PeriodRule | None:
    """The rule for notices of a programme in a place: the nearest place that has one of its own decides.

    None where such notices are not shown.
    """
    around = codes.ancestors_of(place, include_self=True)
    rows = [row for row in RULES.rows if (row.programme, row.kind) == (programme, kind)]
    nearest = max(
        (row for row in rows if not row.place or row.place in around),
        key=lambda row: len(row.place),
        default=None,
    )
    return nearest if nearest and nearest.is_due else None


def last_day(start: date, days: int, unit: str, count: WorkingDayCounter) -> Last:
    """The last day of so many days after ``start``, which is day 0; at least one."""
    if days < 1:
        raise ValueError("a period has at least one day")
    if unit == NoticeDayUnit.WORKING:
        return Last(*count(start, days))
    # The first working day after the day before it is the day itself, unless it is a day off.
    return Last(*count(start + timedelta(days=days) - ONE_DAY, 1))


def shown_until(
    start: date, by: PeriodRule, at_least: int, count: WorkingDayCounter, own: Period | None = None
) -> Last:
    """The last day of a notice that is put up on ``start``: by the rule, after ``at_least`` natural days (a
    programme's own setting), or by the place's ``own`` period, whichever is latest.
    """
    periods = [(by.days, by.unit), (at_least, NoticeDayUnit.NATURAL), *([own] if own else [])]
    found = [last_day(start, days, unit, count) for days, unit in periods]
    return max(found, key=lambda last: last.day)


def days_left(held_on: date, until: date, unit: str, count: WorkingDayCounter) -> int:
    """How many days of a period were left on the day on which it was held; at least one."""
    if unit == NoticeDayUnit.NATURAL:
        return max(1, (until - held_on).days)
    days = 1
    while count(held_on, days)[0] < until:
        days += 1
    return days


def shown_again_until(
    start: date, by: PeriodRule, left: int, at_least: int, count: WorkingDayCounter, own: Period | None = None
) -> Last:
    """The last day after an objection was decided: of all days anew, or of the ``left`` ones."""
    if by.again == Again.ANEW:
        return shown_until(start, by, at_least, count, own)
    return last_day(start, left, by.unit, count)
