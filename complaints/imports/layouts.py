"""Which columns the exports of other systems have, and what their words mean.

``data/case_layouts.csv`` and ``data/case_words.csv`` are tables that an official may extend. Columns that are
not named there (approvals, satisfaction, recordings) are not read.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from complaints.enums import CaseKind, Matter
from disclosure.intake.layouts import normal
from protection.data_tables import DataTable

_FOLDER = Path(__file__).parents[1] / "data"
ColumnName = Literal[
    "number", "received", "person", "phone", "anonymous", "type", "place", "title", "story", "answer",
    "answered",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class CaseColumn:
    """One column of one layout; ``headings`` are what it is seen under, the most usual first."""

    layout: str
    key: ColumnName
    headings: tuple[str, ...]
    needed: bool


@dataclass(frozen=True, kw_only=True)
class CaseWord:
    """What a word in a column means: a kind of case with its matter, that somebody is anonymous, or that it
    is no name. Without a word it is what counts where nothing, or nothing known, is said.
    """

    column: Literal["type", "anonymous", "person"]
    word: str = ""
    kind: CaseKind | Literal[""] = ""
    matter: Matter | Literal[""] = ""
    why: str


COLUMNS = DataTable(_FOLDER / "case_layouts.csv", CaseColumn, key=("layout", "key"))
WORDS = DataTable(_FOLDER / "case_words.csv", CaseWord, key=("column", "word"))


@cache
def layouts() -> dict[str, tuple[CaseColumn, ...]]:
    """Return the columns of each layout by its name."""
    found: dict[str, tuple[CaseColumn, ...]] = {}
    for row in COLUMNS.rows:
        found[row.layout] = (*found.get(row.layout, ()), row)
    return found


@cache
def meant_by(column: str) -> dict[str, CaseWord]:
    """Return what the words of a column mean, by the word as it is compared."""
    return {normal(row.word).casefold(): row for row in WORDS.rows if row.column == column}
