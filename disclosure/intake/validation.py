"""The check of each row of a list: what is read becomes a CheckedRow, what cannot be is a list of problems.

All problems of a row are told at once, so that a file is mended in one go. Conflicts between rows (two
households with one ID, one person in two households) refuse every row that takes part.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from disclosure.intake import parsing
from disclosure.intake.file_worker.csv_text import DELIMITERS
from disclosure.intake.tables import Table
from disclosure.intake.villages import PATH_FIELDS, VillageIndex
from disclosure.problems import Problem, Unreadable
from disclosure.standards import Limits

_ERROR_TEXT = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|#+)", re.IGNORECASE)

#: What stands in these is a person's own; of all others, so many cells are remembered until the file is read.
PERSONAL = frozenset({"holder_name", "id_number", "reason"})
MOST_KNOWN = 5000
#: So many warnings are kept; of the others only how many there are.
MOST_WARNINGS = 500


@dataclass(slots=True)
class CheckedRow:
    """One household as it will stand on the list. ``amount`` in yuan, a month or of a single payment,
    ``since`` the first of a month; ``category`` of a single payment is its reason.
    """

    row: int
    sheet: str
    holder_name: str
    id_number: str
    people: int
    amount: Decimal
    category: str
    since: date
    adult_on: date | None
    region_code: str


@dataclass(frozen=True, slots=True)
class _Column:
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
class _Places:
    """Where the cells of a table's rows stand, looked up once a table and not once a row.

    A column that the table does not have is the empty cell behind all others (``filled``).
    """

    parsed: tuple[_Column, ...]
    path: tuple[int, ...]
    in_one: bool
    household: int
    members: int
    width: int

    @classmethod
    def of(cls, table: Table) -> "_Places":
        columns = table.columns
        in_one = "place" in columns and "village" not in columns
        return cls(
            tuple(_Column(key, columns.get(key, -1), parse) for key, parse in _parsers(table).items()),
            tuple(columns.get(key, -1) for key in (("place",) if in_one else PATH_FIELDS)),
            in_one,
            columns.get("household", -1),
            columns.get("members", -1),
            max(columns.values(), default=-1) + 1,
        )

    def filled(self, cells: list[Any]) -> list[Any]:
        """A row with as many cells as it should have, and an empty one behind them."""
        return [*cells, *[""] * (max(self.width - len(cells), 0) + 1)]


def _parsers(table: Table) -> dict[str, Callable[[Any], Any]]:
    """What reads the cells of a table, in the order in which their faults are told."""
    parsers: dict[str, Callable[[Any], Any]] = {
        "holder_name": parsing.parse_name,
        "id_number": parsing.parse_id_number,
    }
    if "people" in table.columns:
        parsers["people"] = parsing.parse_people
    if "amount" in table.columns:
        parsers["amount"] = parsing.parse_amount
    facts = {"since_1904": table.since_1904, "as_text": table.as_text}
    parsers["since"] = partial(parsing.parse_month, **facts)
    if "reason" in table.columns:
        return parsers | {"reason": parsing.parse_reason, "approval": parsing.check_approved}
    return parsers | {"category": parsing.parse_category}


@dataclass(slots=True)
class ListCheck:
    """The check of one file. Feed it each table's rows, then ask for the conflicts between rows.

    ``refused_rows`` counts rows, not reasons. Members' numbers live only in this object, for the comparison.
    """

    villages: VillageIndex
    month: date
    limits: Limits
    refused_rows: int = 0
    #: How much in accepted rows should be looked at, and the first of it.
    warned: int = 0
    warnings: list[Problem] = field(default_factory=list)
    # A person's number → where it was first seen; household rows are (sheet, row).
    _holders: dict[str, tuple[str, int]] = field(default_factory=dict)
    _members: dict[str, tuple[str, int]] = field(default_factory=dict)
    _conflicts: dict[tuple[str, int], list[Problem]] = field(default_factory=dict)
    # A village's cells as they stand in the file, which hundreds of rows repeat → its code.
    _codes: dict[tuple[Any, ...], str] = field(default_factory=dict)

    def rows(self, table: Table) -> Iterator[CheckedRow | list[Problem]]:
        """Check a table row by row, in the order of the file."""
        places = _Places.of(table)
        for number, cells in table.rows:
            checked, problems = self._row(table, places, number, cells)
            if problems:
                self.refused_rows += 1
                yield problems
            elif checked is not None:
                yield checked

    def conflicts(self) -> dict[tuple[str, int], list[Problem]]:
        """Accepted rows, by (sheet, row), that must be refused after all because of another row."""
        return self._conflicts

    def _row(
        self, table: Table, places: _Places, number: int, cells: list[Any]
    ) -> tuple[CheckedRow | None, list[Problem]]:
        if table.width and (moved := _moved(cells, table)):
            return None, [Problem(moved.code, number, sheet=table.sheet, params=moved.params)]
        cells = places.filled(cells)
        problems: list[Problem] = []
        # A single payment is to one person; its list counts nobody else.
        values: dict[str, Any] = {"people": 1, "amount": Decimal(0), "category": ""}
        for column in places.parsed:
            cell, key = cells[column.index], column.key
            try:
                values[key] = column.value(cell)
            except Unreadable as unreadable:
                values[key] = None
                problems.append(self._problem(table, number, key, _cell_fault(cell) or unreadable))
        region_code = self._region(table, places, number, cells, problems)
        since, people, id_number = values["since"], values["people"], values["id_number"]
        if since and since > self.month:
            late = Unreadable("since_after_month", value=f"{since:%Y-%m}", month=f"{self.month:%Y-%m}")
            problems.append(self._problem(table, number, "since", late))
        if people and "household" in table.columns:
            self._compare_people(table, number, people, cells[places.household], problems)
        if id_number:
            self._compare_households(table, number, id_number, cells[places.members], problems)
        if problems or region_code is None:
            return None, problems
        self._compare_amount(table, number, values["amount"], people, region_code)
        if since < parsing.born_on(id_number).replace(day=1):
            # The day of birth stays where it is: what is told of a row is stored.
            self._warn(table, number, "since", Unreadable("since_before_birth", value=f"{since:%Y-%m}"))
        return (
            CheckedRow(
                row=number,
                sheet=table.sheet,
                holder_name=values["holder_name"],
                id_number=id_number,
                people=people,
                amount=values["amount"],
                category=values["reason"] if "reason" in values else values["category"],
                since=since,
                adult_on=self._adult_on(id_number),
                region_code=region_code,
            ),
            [],
        )

    def _region(
        self, table: Table, places: _Places, number: int, cells: list[Any], problems: list[Problem]
    ) -> str | None:
        path = tuple([cells[index] for index in places.path])
        try:
            if (known := self._codes.get(path)) is not None:
                return known
        except TypeError:  # a cell without a value is no text, and no key
            pass
        try:
            texts = [parsing.text_of(cell) for cell in path]
            if places.in_one:
                code = self.villages.village_in_one(texts[0])
            else:
                code = self.villages.village(tuple(texts))
        except Unreadable as unreadable:
            key = "village" if "village" in table.columns else "place"
            at = table.columns
            faults = ((name, _cell_fault(cells[at.get(name, -1)])) for name in (*PATH_FIELDS, "place"))
            key, fault = next(((name, fault) for name, fault in faults if fault), (key, unreadable))
            problems.append(self._problem(table, number, key, fault))
            return None
        if all(isinstance(cell, str) for cell in path):
            self._codes[path] = code
        return code

    def _compare_people(
        self, table: Table, number: int, people: int, household: Any, problems: list[Problem]
    ) -> None:
        """Fewer may be covered than live in the household (单人保), never more."""
        try:
            living = parsing.parse_people(household)
        except Unreadable:
            return  # the column is not published, so an empty cell in it harms nobody
        if people > living:
            more = Unreadable("people_more_than_household", people=people, household=living)
            problems.append(self._problem(table, number, "people", more))

    def _compare_households(
        self, table: Table, number: int, id_number: str, members: Any, problems: list[Problem]
    ) -> None:
        """One person in two households of a list: neither row can be right as it stands."""
        here = (table.sheet, number)
        others = [n for n in parsing.members_ids(members) if n != id_number] if members else []
        for person, as_holder in ((id_number, True), *((other, False) for other in others)):
            there = self._holders.get(person) or self._members.get(person)
            if there is None:
                (self._holders if as_holder else self._members)[person] = here
            elif there != here:
                code = "id_twice" if as_holder and person in self._holders else "person_in_two_households"
                column = "id_number" if as_holder or "members" not in table.columns else "members"
                problems.append(self._problem(table, number, column, Unreadable(code, other=there[1])))
                self._conflicts.setdefault(there, []).append(
                    self._problem(table, there[1], "id_number", Unreadable(code, other=number), there[0])
                )

    def _compare_amount(
        self, table: Table, number: int, amount: Decimal, people: int, region_code: str
    ) -> None:
        """More than the standard gives can be right, and is looked at: a slip of the pen pays ten times."""
        most = self.limits.most(region_code, people) if amount else None
        if most is not None and amount > most:
            params = {"amount": str(amount), "people": people, "most": str(most.quantize(Decimal("0.01")))}
            self._warn(table, number, "amount", Unreadable("amount_over_standard", **params))

    def _warn(self, table: Table, number: int, key: str, unreadable: Unreadable) -> None:
        self.warned += 1
        if len(self.warnings) < MOST_WARNINGS:
            problem = self._problem(table, number, key, unreadable)
            self.warnings.append(replace(problem, is_warning=True))

    def _adult_on(self, id_number: str) -> date | None:
        """When the holder comes of age, if after the month of the list: until then no name is shown."""
        adult_on = parsing.eighteenth_birthday(parsing.born_on(id_number))
        return adult_on if adult_on > self.month else None

    @staticmethod
    def _problem(
        table: Table, number: int, key: str, unreadable: Unreadable, sheet: str | None = None
    ) -> Problem:
        heading = table.headings.get(key, "")
        return Problem(
            unreadable.code, number, heading, table.sheet if sheet is None else sheet, unreadable.params
        )


def _cell_fault(value: Any) -> Unreadable | None:
    """What is wrong with a cell that holds no value: an error of Excel's, or a formula nobody calculated.

    In a text file an error stands as its words.
    """
    shown = value["value"] if isinstance(value, dict) else value.strip() if isinstance(value, str) else ""
    known = bool(_ERROR_TEXT.fullmatch(shown))
    if isinstance(value, dict):
        # A file may call anything an error; what is told of it is kept.
        return Unreadable(value["fault"], value=shown if known else "#")
    return Unreadable("cell_error", value=shown) if known else None


def _moved(cells: list[Any], table: Table) -> Unreadable | None:
    """Whether separators too many, or of another kind, moved the cells of a row of a text file."""
    width = table.width or 0
    if len(cells) > width:
        return Unreadable("row_too_wide", cells=len(cells), headings=width, mark=shown_mark(table.delimiter))
    if len(cells) <= width // 2:
        for mark in DELIMITERS:
            if mark != table.delimiter and sum(str(cell).count(mark) for cell in cells) >= max(2, width // 2):
                return Unreadable(
                    "row_delimiter", found=shown_mark(mark), expected=shown_mark(table.delimiter)
                )
    return None


def shown_mark(mark: str) -> str:
    """A separator as it is named to people."""
    return "Tab" if mark == "\t" else mark
