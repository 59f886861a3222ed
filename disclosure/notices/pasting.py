"""Households that somebody typed or pasted, one a line: name, ID number, people and, where it pays, yuan;
where they are of several villages, the village behind them.

Between them tabs, as spreadsheets copy, or commas or blanks. Pure: what is wrong is told by line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from disclosure.intake import parsing
from disclosure.problems import Problem, Unreadable

MOST_LINES = 100
_BETWEEN = re.compile(r"[,，;； ]+")


@dataclass(frozen=True, slots=True)
class PastedHousehold:
    """One line, read; ``line`` counts from 1, ``village`` is as it was written, "" where nothing was."""

    line: int
    holder_name: str
    id_number: str
    people: int
    amount: Decimal | None
    village: str = ""


def read(
    text: str, *, has_amount: bool, has_villages: bool = False
) -> tuple[list[PastedHousehold], list[Problem]]:
    """The households of a text, and what is wrong with its lines, each with the line as its row."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    lines = [(number, line) for number, line in lines if line]
    if len(lines) > MOST_LINES:
        return [], [Problem("notice_lines", params={"lines": len(lines), "most": MOST_LINES})]
    found, problems = [], []
    first: dict[str, int] = {}
    for number, line in lines:
        try:
            household = _household(number, line, has_amount, has_villages)
        except Unreadable as error:
            problems.append(Problem(error.code, row=number, params=error.params))
            continue
        other = first.setdefault(household.id_number, number)
        if other != number:
            problems.append(Problem("id_twice", row=number, params={"other": other}))
        found.append(household)
    return found, problems


def written(household: PastedHousehold) -> str:
    """The line that is read as this household."""
    amount = "" if household.amount is None else f"{household.amount.normalize():f}"
    cells = (household.holder_name, household.id_number, str(household.people), amount, household.village)
    return "  ".join(filter(None, cells))


def _household(number: int, line: str, has_amount: bool, has_villages: bool) -> PastedHousehold:
    cells = list(_cells(line))
    # No place begins with a digit, and no number of people or yuan with anything else.
    village = cells.pop() if has_villages and len(cells) > 3 and not cells[-1][0].isdigit() else ""
    allowed = (4, 3) if has_amount else (3,)
    if len(cells) not in allowed:
        raise Unreadable("notice_cells", cells=len(cells), most=allowed[0])
    return PastedHousehold(
        number,
        parsing.parse_name(cells[0]),
        parsing.parse_id_number(cells[1]),
        parsing.parse_people(cells[2]),
        parsing.parse_amount(cells[3]) if len(cells) == 4 else None,
        village,
    )


def _cells(line: str) -> Iterator[str]:
    # What a spreadsheet copied has its own marks: there a comma belongs to a figure.
    cells = line.split("\t") if "\t" in line else _BETWEEN.split(line.replace("\u3000", " "))
    return (cell.strip() for cell in cells if cell.strip())
