"""Sheets with a row for each person: brought to a row for each household, by the number of its head.

A sheet is such a one where it says how each person stands to the head (与户主关系), or where rows below each
other have one head and different members. What the head's own row says counts for the household. A sheet that
has nothing but members is no list; its numbers are only compared (``tables.Table.only_members``).
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from itertools import islice
from typing import Any

from disclosure.intake import parsing
from disclosure.intake.tables import ListTable
from disclosure.problems import Unreadable

Row = tuple[int, list[Any]]

#: So many rows are looked through for those of one household; beyond, they stand below each other.
LOOKED_THROUGH = 20_000
HEADS = frozenset({"本人", "户主", "本人(户主)", "户主本人", "申请人"})
#: A cell with a longer text holds several persons, and its row is a household's.
_ONE_NUMBER = 20
#: What the head's row need not say where another row of the household does.
KEPT = (
    *("holder_name", "household", "people", "since", "category"),
    *("province", "city", "county", "township", "village", "place"),
)
#: A heading with one of these says that each person gets the amount, or that the household does.
EACH, TOGETHER = ("人均", "个人", "每人", "人月"), ("户", "家庭")


def by_household(table: ListTable) -> ListTable:
    """The table with a row for each household; one that has them already is given as it is."""
    at = table.columns
    if table.only_members or not {"members", "relation"} & at.keys():
        return table
    joined = replace(table, columns={**at}, headings={**table.headings})
    width = max(at.values()) + 1
    for extra, key in enumerate(key for key in ("people", "members") if key not in at):
        joined.columns[key] = width + extra
        joined.headings[key] = table.headings.get("relation", "")
    join = _Join(table, joined, width)
    joined.rows = map(join.one, _groups(table))
    return joined


class _Join:
    """Makes one row of those of a household; its number is that of the head's row."""

    def __init__(self, table: ListTable, joined: ListTable, width: int) -> None:
        self._at, self._joined, self._width = table.columns, joined, width
        self._says = table.headings.get("amount", "")

    def one(self, rows: list[Row]) -> Row:
        at = self._at
        if len(rows) == 1 and "relation" not in at:
            return rows[0]
        number, head = next((row for row in rows if _is_head(row[1], at)), rows[0])
        cells = [*head, *[""] * (self._width - len(head))][: self._width]
        for key in ("id_number", *KEPT):
            # What is merged over a household's rows stands in the first of them only.
            if key in at and not parsing.text_of(cells[at[key]]):
                cells[at[key]] = next((cell for _, row in rows if (cell := _at(row, at[key])) != ""), "")
        if "amount" in at:
            cells[at["amount"]] = self._amount(number, [_at(row, at["amount"]) for _, row in rows])
        self._joined.persons[number] = len(rows)
        person = at.get("members", at["id_number"])
        members = "、".join(parsing.text_of(_at(row, person)) for _, row in rows)
        cells += [""] * (max(self._joined.columns.values()) + 1 - len(cells))
        if "people" not in at:
            cells[self._joined.columns["people"]] = len(rows)
        cells[self._joined.columns["members"]] = members
        return number, cells

    def _amount(self, number: int, amounts: list[Any]) -> Any:
        """What a household gets: what stands once, or in each row alike; else the sum of its persons."""
        said = [amount for amount in amounts if parsing.text_of(amount)]
        if not said:
            return ""
        try:
            values = [parsing.parse_amount(amount) for amount in said]
        except Unreadable:
            return next(amount for amount in said if not _is_amount(amount))
        is_each = any(word in self._says for word in EACH)
        if len(set(values)) > 1 or is_each:
            return str(sum(values, Decimal(0)))
        if len(values) > 1 and not self._says.startswith(TOGETHER):
            self._joined.repeated.add(number)
        return said[0]


def _groups(table: ListTable) -> Iterator[list[Row]]:
    if "relation" not in table.columns:
        yield from _below_each_other(table)
    elif "members" not in table.columns:
        yield from _begun_by_heads(table)
    else:
        rows = iter(table.rows)
        while some := list(islice(rows, LOOKED_THROUGH)):
            yield from _alike(some, table.columns["id_number"])


def _alike(rows: Iterable[Row], at: int) -> Iterator[list[Row]]:
    """The rows of each head wherever they stand; a row without one is merged with the row above."""
    found: dict[str, list[Row]] = {}
    head = ""
    for row in rows:
        head = parsing.text_of(row[1][at] if at < len(row[1]) else "").upper() or head
        found.setdefault(head, []).append(row)
    yield from found.values()


def _begun_by_heads(table: ListTable) -> Iterator[list[Row]]:
    """A list of persons without the number of their head: each head is followed by those of the household."""
    rows: list[Row] = []
    for row in table.rows:
        if rows and _is_head(row[1], table.columns):
            yield rows
            rows = []
        rows.append(row)
    if rows:
        yield rows


def _below_each_other(table: ListTable) -> Iterator[list[Row]]:
    """Rows with one head and a member each, another every time; two that name the same person stay two."""
    holder, member = table.columns["id_number"], table.columns["members"]
    rows: list[Row] = []
    head: Any = ""
    persons: set[str] = set()
    for row in table.rows:
        cells = row[1]
        person = cells[member] if member < len(cells) else ""
        is_one = isinstance(person, str) and 0 < len(person) <= _ONE_NUMBER
        if is_one and rows and head == _at(cells, holder) and persons and person not in persons:
            rows.append(row)
        else:
            if rows:
                yield rows
            rows, head, persons = [row], _at(cells, holder), set()
        if is_one:
            persons.add(person)
    if rows:
        yield rows


def _is_head(cells: list[Any], at: dict[str, int]) -> bool:
    if "relation" in at:
        return parsing.text_of(_at(cells, at["relation"])).replace(" ", "") in HEADS
    return parsing.text_of(_at(cells, at["members"])) == parsing.text_of(_at(cells, at["id_number"]))


def _is_amount(value: Any) -> bool:
    with suppress(Unreadable):
        parsing.parse_amount(value)
        return True
    return False


def _at(cells: list[Any], index: int) -> Any:
    return cells[index] if index < len(cells) else ""
