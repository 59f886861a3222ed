"""Rows under a list that are no household: who made it, sums, remarks (制表人, 合计, 注：…).

``data/footers.csv`` is the table that an official may extend.
"""

from dataclasses import dataclass
from pathlib import Path

from protection.data_tables import DataTable


@dataclass(frozen=True)
class Footer:
    """A row of the table: what a cell of such a row begins with, and what stands somewhere after that."""

    begins: str
    then: str = ""


TABLE = DataTable(Path(__file__).parents[1] / "data" / "footers.csv", Footer, key=("begins", "then"))


def is_one(text: str) -> bool:
    """Whether a cell begins so, full-width forms made plain (``parsing.text_of``)."""
    return any(text.startswith(row.begins) and row.then in text[len(row.begins) :] for row in TABLE.rows)
