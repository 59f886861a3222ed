"""What an editor is asked about the columns of a file whose headings cannot all be told.

A question shows each heading with a few values from under it, so that whoever made the file knows the column
again. It is kept with the batch, encrypted, until it is answered; what looks like a number of a person is
masked all the same.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from disclosure.intake.layouts import Field
from disclosure.intake.parsing import text_of

SAMPLES = 3
#: So many rows below the headings are looked through for them.
SAMPLED_ROWS = 60
SHOWN = 24
MOST_COLUMNS = 80
#: Numbers of persons, telephones, accounts: as many digits, with what stands between them.
_NUMBER = re.compile(r"\d[\d -]{5,60}[\dXx]")
_LONG_NUMBER = re.compile(r"\d{7}")


@dataclass(frozen=True, slots=True)
class AskedColumn:
    """One column: its heading as it is remembered and as it is shown, some values, the field that it is
    taken for ("" for none).
    """

    heading: str
    shown: str
    letter: str
    samples: tuple[str, ...]
    field: str


@dataclass(frozen=True, slots=True)
class ColumnQuestion:
    """The columns of one sheet; ``row`` is where its headings stand."""

    sheet: str
    row: int
    columns: tuple[AskedColumn, ...]

    def as_json(self) -> dict[str, Any]:
        """As it is kept with the batch."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Any) -> "ColumnQuestion":
        """The question that was kept."""
        columns = [{**column, "samples": tuple(column["samples"])} for column in kept["columns"]]
        return cls(kept["sheet"], kept["row"], tuple(AskedColumn(**column) for column in columns))

    def can_be_answered(self, fields: Iterable[Field]) -> bool:
        """Whether the sheet has as many columns left as fields are missing that no list may lack."""
        taken = {column.field for column in self.columns if column.field}
        left = sum(1 for column in self.columns if not column.field)
        return left >= sum(1 for field in missing(fields, taken) if not field.may_lack)


def missing(fields: Iterable[Field], told: Iterable[str]) -> list[Field]:
    """Return the fields that a list needs and that none of those told is, or says in its place."""
    told = set(told)
    if {"id_number", "members"} <= told and not told & OF_A_LIST:
        return []  # a sheet of members
    return [
        field
        for field in fields
        if field.needed and field.key not in told and TOLD_BY.get(field.key) not in told
    ]


#: What a sheet of a household's members has none of.
OF_A_LIST = frozenset({"since", "amount", "people", "village", "place"})
#: What says the same as a needed column: sheets of persons are counted.
TOLD_BY = {"village": "place", "people": "relation"}


def keys_of(headings: list[str], letters: list[str]) -> list[str]:
    """Under what each heading is remembered: itself, the second of its kind with its turn, none by letter."""
    met: dict[str, int] = {}
    keys = []
    for heading, letter in zip(headings, letters, strict=True):
        met[heading] = met.get(heading, 0) + 1
        turn = f"#{met[heading]}" if met[heading] > 1 else ""
        # A heading with somebody's number in it is a row of the list, and is not remembered.
        keys.append(f"{heading[:56]}{turn}" if heading and not _LONG_NUMBER.search(heading) else f"#{letter}")
    return keys


def samples(rows: Iterable[list[Any]], index: int) -> tuple[str, ...]:
    """Some different values of a column, shortened and without anybody's number."""
    found: dict[str, None] = {}
    for cells in rows:
        text = text_of(cells[index])[: 3 * SHOWN] if index < len(cells) else ""
        if text:
            found[masked(text)[:SHOWN]] = None
        if len(found) == SAMPLES:
            break
    return tuple(found)


def masked(text: str) -> str:
    """A value with its long numbers starred but for two digits at each end."""
    return _NUMBER.sub(lambda number: f"{number[0][:2]}{'*' * (len(number[0]) - 4)}{number[0][-2:]}", text)
