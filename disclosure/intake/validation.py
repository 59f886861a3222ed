"""The check of each row of a list: what is read becomes a CheckedRow, what cannot be is a list of problems.

All problems of a row are told at once, so that a file is mended in one go. Conflicts between rows (two
households with one ID, one person in two households) refuse every row that takes part.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from disclosure.intake import parsing
from disclosure.intake.cell_faults import cell_fault, moved_fault
from disclosure.intake.columns import Places
from disclosure.intake.judging import Judging, RowAsRead
from disclosure.intake.tables import ListTable
from disclosure.intake.villages import PATH_FIELDS, VillageIndex
from disclosure.intake.warned import Warnings
from disclosure.problems import Problem, Unreadable
from disclosure.standards import AmountLimits


@dataclass(slots=True)
class CheckedRow:
    """One household as it will stand on the list. ``amount`` in yuan, a month or of a single payment,
    ``since`` the first of a month; ``category`` of a single payment is its reason. None: the list does not
    say it.
    """

    row: int
    sheet: str
    holder_name: str
    id_number: str
    people: int | None
    amount: Decimal | None
    category: str
    since: date | None
    adult_on: date | None
    region_code: str


@dataclass(slots=True)
class ListCheck:
    """The check of one file. Feed it each table's rows, then ask for the conflicts between rows.

    ``lacking``: columns that the file is known not to have. ``refused_rows`` counts rows, not reasons.
    Members' numbers live only in this object, for the comparison.
    """

    villages: VillageIndex
    month: date
    limits: AmountLimits
    lacking: frozenset[str] = frozenset()
    refused_rows: int = 0
    warnings: Warnings = field(default_factory=Warnings)
    # A person's number → where it was first seen; household rows are (sheet, row).
    _holders: dict[str, tuple[str, int]] = field(default_factory=dict)
    _members: dict[str, tuple[str, int]] = field(default_factory=dict)
    _conflicts: dict[tuple[str, int], list[Problem]] = field(default_factory=dict)
    _judging: Judging = field(default_factory=Judging)
    # How many live in a household, as the cells say it.
    _households: dict[str, int | None] = field(default_factory=dict)
    # Persons and their head from sheets that have nothing else: (sheet, row, heading, head, persons).
    _loose: list[tuple[str, int, str, str, list[str]]] = field(default_factory=list)
    # A village's cells as they stand in the file, which hundreds of rows repeat → its code.
    _codes: dict[tuple[Any, ...], str] = field(default_factory=dict)

    def rows(self, table: ListTable) -> Iterator[CheckedRow | list[Problem]]:
        """Check a table row by row, in the order of the file."""
        if table.only_members:
            self._keep_members(table)
            return
        places = Places.of(table)
        for number, cells in table.rows:
            checked, problems = self._row(table, places, number, cells)
            if problems:
                self.refused_rows += 1
                yield problems
            elif checked is not None:
                yield checked

    def conflicts(self) -> dict[tuple[str, int], list[Problem]]:
        """Accepted rows, by (sheet, row), that must be refused after all because of another row.

        Asked once, when all tables were read: sheets of members may stand before those of their households.
        """
        for sheet, number, heading, holder, persons in self._loose:
            here = self._holders.get(holder)
            if here is None:
                code = "member_without_household"
                self.warnings.add(Problem(code, number, heading, sheet, is_warning=True))
                continue
            for person in persons:
                there = self._holders.get(person) or self._members.setdefault(person, here)
                if there != here:
                    self._contradict(here, there, heading)
        self._loose.clear()
        return self._conflicts

    def _keep_members(self, table: ListTable) -> None:
        """Remember a sheet that has nothing but persons and the number of their head."""
        at = table.columns
        for number, cells in table.rows:
            holder, persons = (
                parsing.members_ids(cells[at[key]]) if at[key] < len(cells) else []
                for key in ("id_number", "members")
            )
            if holder:
                others = [person for person in persons if person != holder[0]]
                self._loose.append((table.sheet, number, table.headings["id_number"], holder[0], others))

    def _contradict(self, here: tuple[str, int], there: tuple[str, int], heading: str) -> None:
        """One person in two households, both of which are accepted so far."""
        for one, other in ((here, there), (there, here)):
            problem = Problem("person_in_two_households", one[1], heading, one[0], {"other": other[1]})
            self._conflicts.setdefault(one, []).append(problem)

    def _row(
        self, table: ListTable, places: Places, number: int, cells: list[Any]
    ) -> tuple[CheckedRow | None, list[Problem]]:
        if table.width and (fault := moved_fault(cells, table)):
            return None, [Problem(fault.code, number, sheet=table.sheet, params=fault.params)]
        cells = places.filled(cells)
        problems: list[Problem] = []
        # A single payment is to one person; its list counts nobody else.
        values: dict[str, Any] = {"people": 1, "amount": Decimal(0), "category": ""}
        values |= dict.fromkeys(self.lacking)
        for column in places.parsed:
            cell, key = cells[column.index], column.key
            try:
                values[key] = column.value(cell)
            except Unreadable as unreadable:
                values[key] = None
                problems.append(self._problem(table, number, key, cell_fault(cell) or unreadable))
        region_code = self._region(table, places, number, cells, problems)
        warnings = self._judge(table, places, number, cells, values, region_code, problems)
        id_number = values["id_number"]
        if id_number:
            self._compare_households(table, number, id_number, cells[places.members], problems)
        if problems or region_code is None:
            return None, problems
        for warning in warnings:
            self.warnings.add(warning)
        checked = CheckedRow(
            row=number,
            sheet=table.sheet,
            holder_name=values["holder_name"],
            id_number=id_number,
            people=values["people"],
            amount=values["amount"],
            category=values["reason"] if "reason" in values else values["category"],
            since=values["since"],
            adult_on=self._adult_on(id_number),
            region_code=region_code,
        )
        return checked, []

    def _judge(
        self,
        table: ListTable,
        places: Places,
        number: int,
        cells: list[Any],
        values: dict[str, Any],
        region_code: str | None,
        problems: list[Problem],
    ) -> list[Problem]:
        """Add what holds the row back to its problems; give what should be looked at."""
        people, number_cell = values["people"], cells[places.id_number]
        facts = RowAsRead(
            values["id_number"],
            people,
            values["amount"],
            values["since"],
            self.month,
            self.limits.pays_monthly,
            self.limits.pays_once,
            self.limits.most(region_code, people) if region_code and people else None,
            self._living(cells[places.household]),
            table.persons.get(number),
            # Nearly every cell has its eighteen characters and is asked this only.
            (not isinstance(number_cell, str) or len(number_cell) < 18)
            and parsing.has_15_digits(number_cell),
            number in table.repeated,
        )
        warnings = []
        is_whole = not (problems or self.lacking)
        for check, params in self._judging.of(facts) if is_whole else self._judging.of_part(facts):
            problem = self._problem(table, number, check.column, Unreadable(check.code, **params))
            if check.severity == "error":
                problems.append(problem)
            else:
                warnings.append(replace(problem, is_warning=True))
        return warnings

    def _living(self, cell: Any) -> int | None:
        """How many live in the household; the column is not published, so an empty cell harms nobody."""
        if not isinstance(cell, str):
            return _people_or_none(cell)
        if cell not in self._households:
            self._households[cell] = _people_or_none(cell)
        return self._households[cell]

    def _region(
        self, table: ListTable, places: Places, number: int, cells: list[Any], problems: list[Problem]
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
            faults = ((name, cell_fault(cells[at.get(name, -1)])) for name in (*PATH_FIELDS, "place"))
            key, fault = next(((name, fault) for name, fault in faults if fault), (key, unreadable))
            problems.append(self._problem(table, number, key, fault))
            return None
        if all(isinstance(cell, str) for cell in path):
            self._codes[path] = code
        return code

    def _compare_households(
        self, table: ListTable, number: int, id_number: str, members: Any, problems: list[Problem]
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

    def _adult_on(self, id_number: str) -> date | None:
        """When the holder comes of age, if after the month of the list: until then no name is shown."""
        adult_on = parsing.eighteenth_birthday(parsing.born_on(id_number))
        return adult_on if adult_on > self.month else None

    @staticmethod
    def _problem(
        table: ListTable, number: int, key: str, unreadable: Unreadable, sheet: str | None = None
    ) -> Problem:
        heading = table.headings.get(key, "")
        return Problem(
            unreadable.code, number, heading, table.sheet if sheet is None else sheet, unreadable.params
        )


def _people_or_none(cell: Any) -> int | None:
    try:
        return parsing.parse_people(cell)
    except Unreadable:
        return None
