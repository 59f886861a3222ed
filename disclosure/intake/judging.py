"""What is looked at in a row whose values could all be read: a small pure function for each check.

Each gets the facts of the row and the figure of its line in ``data/checks.csv``, and gives what its message
is filled with, or None where nothing is to be said. Whether that holds the row back, the table says.
Parameters never hold a name, a day of birth or an ID number but masked.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from disclosure import checks
from disclosure.intake.parsing import CENT, born_on
from disclosure.names import mask_id_number

Finding = dict[str, Any] | None


@dataclass(slots=True)
class RowAsRead:
    """One row as it was read. ``amount`` in yuan, ``most`` what the standards give a household of this size
    at most (None: no standard is known), ``living`` how many live in the household, ``persons`` of how many
    rows a sheet of persons made it; ``had_15_digits``: its ID number did. What could not be read is None.
    """

    id_number: str
    people: int
    amount: Decimal
    since: date
    month: date
    pays_monthly: bool = False
    pays_once: bool = False
    most: Decimal | None = None
    living: int | None = None
    persons: int | None = None
    had_15_digits: bool = False
    is_repeated: bool = False


def _since_after_month(row: RowAsRead, _figure: int) -> Finding:
    if row.since > row.month:
        return {"value": f"{row.since:%Y-%m}", "month": f"{row.month:%Y-%m}"}
    return None


def _people_more_than_household(row: RowAsRead, _figure: int) -> Finding:
    """Fewer may be covered than live in the household (单人保), never more."""
    if row.living is not None and row.people > row.living:
        return {"people": row.people, "household": row.living}
    return None


def _people_more_than_listed(row: RowAsRead, _figure: int) -> Finding:
    if row.persons is not None and row.people > row.persons:
        return {"people": row.people, "persons": row.persons}
    return None


def _id_15(row: RowAsRead, _figure: int) -> Finding:
    return {"value": mask_id_number(row.id_number)} if row.had_15_digits else None


def _amount_over_standard(row: RowAsRead, _figure: int) -> Finding:
    """More than the standard gives can be right, and is looked at: a slip of the pen pays ten times."""
    if row.amount and row.most is not None and row.amount > row.most:
        return {"amount": str(row.amount), "people": row.people, "most": str(row.most.quantize(CENT))}
    return None


def _amount_implausible(row: RowAsRead, figure: int) -> Finding:
    if row.pays_monthly and row.most is None and row.amount > figure * row.people:
        return {"amount": str(row.amount), "people": row.people, "most": figure}
    return None


def _payment_implausible(row: RowAsRead, figure: int) -> Finding:
    return {"amount": str(row.amount), "most": figure} if row.pays_once and row.amount > figure else None


def _amount_repeated(row: RowAsRead, _figure: int) -> Finding:
    return {"amount": str(row.amount), "persons": row.persons} if row.is_repeated else None


def _since_before_birth(row: RowAsRead, _figure: int) -> Finding:
    # The day of birth stays where it is: what is told of a row is stored.
    born = born_on(row.id_number).replace(day=1)
    return {"value": f"{row.since:%Y-%m}"} if row.since < born else None


@dataclass(frozen=True, slots=True)
class Judge:
    """A check's function, and which facts it needs: without them something else was told of the row."""

    finds: Callable[[RowAsRead, int], Finding]
    needs: tuple[str, ...]


#: In the order in which findings are told.
JUDGES: dict[str, Judge] = {
    "since_after_month": Judge(_since_after_month, ("since",)),
    "people_more_than_household": Judge(_people_more_than_household, ("people",)),
    "people_more_than_listed": Judge(_people_more_than_listed, ("people",)),
    "id_15": Judge(_id_15, ("id_number",)),
    "amount_over_standard": Judge(_amount_over_standard, ("amount", "people")),
    "amount_implausible": Judge(_amount_implausible, ("amount", "people")),
    "payment_implausible": Judge(_payment_implausible, ("amount",)),
    "amount_repeated": Judge(_amount_repeated, ("amount",)),
    "since_before_birth": Judge(_since_before_birth, ("since", "id_number")),
}


class Judging:
    """All judges with their lines of the table, looked up once a file."""

    def __init__(self) -> None:
        known = checks.by_code()
        self._judges = [(known[code], judge, known[code].figure) for code, judge in JUDGES.items()]

    def of(self, row: RowAsRead) -> list[tuple[checks.Check, dict[str, Any]]]:
        """Give each check that has something to say of a row, and what its message is filled with."""
        return _found(row, self._judges)

    def of_part(self, row: RowAsRead) -> list[tuple[checks.Check, dict[str, Any]]]:
        """The same of a row with values that could not be read, which are None."""
        able = (
            each for each in self._judges if all(getattr(row, name) is not None for name in each[1].needs)
        )
        return _found(row, able)


def _found(
    row: RowAsRead, judges: Iterable[tuple[checks.Check, Judge, int]]
) -> list[tuple[checks.Check, dict[str, Any]]]:
    return [
        (check, found) for check, judge, figure in judges if (found := judge.finds(row, figure)) is not None
    ]
