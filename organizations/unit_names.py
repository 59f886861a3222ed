"""How offices are called: a name says what the office is, since texts are read for whom they mean by it.

One that stands in a story as other words do would take a case from the office, at one administrator's word.
The words of each kind are a table (data/).
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from organizations.enums import UnitKind
from protection.data_tables import DataTable


@dataclass(frozen=True)
class UnitWord:
    """A word that the name of a unit of this kind may hold."""

    kind: UnitKind
    word: str
    why: str


TABLE = DataTable(Path(__file__).parent / "data" / "unit_names.csv", UnitWord, key=("kind", "word"))


@cache
def words_of(kind: str) -> tuple[str, ...]:
    """Return the words of which the name of a unit of this kind holds one, in the order of the table."""
    return tuple(row.word for row in TABLE.rows if row.kind == kind)


def says_what_it_is(name: str, kind: str) -> bool:
    """Whether the name of a unit holds a word of its kind."""
    return any(word in name for word in words_of(kind))
