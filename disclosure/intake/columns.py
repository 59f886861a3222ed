"""Where the cells of a list's rows stand, and what reads each of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from disclosure.intake import parsing
from disclosure.intake.tables import ListTable
from disclosure.intake.villages import PATH_FIELDS

#: What stands in these is a person's own; of all others, so many cells are remembered until the file is read.
PERSONAL = frozenset({"holder_name", "id_number", "reason"})
MOST_KNOWN = 5000


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is parsed. What nearly every row repeats (a number of people, an amount, a month) is
    parsed once.
    """

    key: str
    index: int
    parse: Callable[[Any], Any]
    known: dict[str, Any] = field(default_factory=dict)

    def value(self, cell: Any) -> Any:
        """What stands in a cell. Raises Unreadable."""
        if self.key in PERSONAL or not isinstance(cell, str):
            return self.parse(cell)
        if cell in self.known:
            return self.known[cell]
        value = self.parse(cell)
        if len(self.known) < MOST_KNOWN:
            self.known[cell] = value
        return value


@dataclass(frozen=True, slots=True)
class Places:
    """Where the cells of a table's rows stand, looked up once a table and not once a row.

    A column that the table does not have is the empty cell behind all others (``filled``).
    """

    parsed: tuple[Column, ...]
    path: tuple[int, ...]
    in_one: bool
    id_number: int
    household: int
    members: int
    width: int

    @classmethod
    def of(cls, table: ListTable) -> "Places":
        columns = table.columns
        in_one = "place" in columns and "village" not in columns
        return cls(
            tuple(Column(key, columns.get(key, -1), parse) for key, parse in _parsers(table).items()),
            tuple(columns.get(key, -1) for key in (("place",) if in_one else PATH_FIELDS)),
            in_one,
            columns["id_number"],
            columns.get("household", -1),
            columns.get("members", -1),
            max(columns.values(), default=-1) + 1,
        )

    def filled(self, cells: list[Any]) -> list[Any]:
        """A row with as many cells as it should have, and an empty one behind them."""
        return [*cells, *[""] * (max(self.width - len(cells), 0) + 1)]


def _parsers(table: ListTable) -> dict[str, Callable[[Any], Any]]:
    """What reads the cells of a table, in the order in which their faults are told."""
    parsers: dict[str, Callable[[Any], Any]] = {
        "holder_name": parsing.parse_name,
        "id_number": parsing.parse_id_number,
    }
    if "people" in table.columns:
        parsers["people"] = parsing.parse_people
    if "amount" in table.columns:
        parsers["amount"] = parsing.parse_amount
    if "since" in table.columns:
        facts = {"since_1904": table.since_1904, "as_text": table.as_text}
        parsers["since"] = partial(parsing.parse_month, **facts)
    if "reason" in table.columns:
        return parsers | {"reason": parsing.parse_reason, "approval": parsing.check_approved}
    return parsers | {"category": parsing.parse_category}
