"""What is checked of a row: how grave each finding is, of which column it is told, and on what it rests.

``data/checks.csv`` is the table that an expert checks; the words of each stand in ``messages`` under the same
code. An error holds the row back, a warning goes to whoever reviews the list. A value that cannot be read, or
a row that another contradicts, is an error whatever the table says; of what ``intake.judging`` decides the
table says it, and its figure too.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from protection.data_tables import DataTable


@dataclass(frozen=True, kw_only=True)
class Check:
    """One row. ``column`` is a field of ``intake.layouts`` (none: the row), ``figure`` the limit of a check
    that has one, in its own unit; ``basis`` a law, a standard or a document, or 本系统规则 (house rule).
    """

    code: str
    severity: Literal["error", "warning"]
    column: str = ""
    figure: int = 0
    basis: str


TABLE = DataTable(Path(__file__).parent / "data" / "checks.csv", Check, key=("code",))


@cache
def by_code() -> dict[str, Check]:
    """Return the rows by their codes."""
    return {row.code: row for row in TABLE.rows}


def basis_of(code: str) -> str:
    """Return what a finding rests on; nothing for what is wrong with a file as a whole."""
    check = by_code().get(code)
    return check.basis if check else ""
