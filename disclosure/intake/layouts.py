"""Which columns a list has, and under which headings they are seen.

``data/layouts.csv`` is the table an expert checks, and an official may extend. Columns that are not named
there (accounts, addresses, telephones, illness, members' names) are never read further: what we do not keep
cannot leak. Members' ID numbers are looked at during the check, for households that share a person, and not
kept. Of a ledger of single payments the reason becomes a class (``relief_reasons``), and a row that nobody
has approved is no payment.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from disclosure.intake.parsing import text_of
from protection.data_tables import DataTable

_UNIT = re.compile(r"\((元|元/月|人|户)\)")


#: What is read of a list: a place or a cell that ``validation`` knows by this name.
FieldName = Literal[
    "holder_name", "id_number", "household", "people", "amount", "reason", "province", "city", "county",
    "township", "village", "place", "since", "category", "approval", "members",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name in code and the headings it is seen under, the most usual first.

    ``fallback``: headings read when the first ones are not there. ``needed``: without it the file is refused.
    """

    key: str
    headings: tuple[str, ...]
    fallback: tuple[str, ...] = ()
    needed: bool = True


@dataclass(frozen=True, kw_only=True)
class Column:
    """One row of the table: a column of the lists of these programmes, in the order of the file."""

    programmes: tuple[str, ...]
    field: FieldName
    headings: tuple[str, ...]
    fallback: tuple[str, ...] = ()
    needed: bool


TABLE = DataTable(Path(__file__).parents[1] / "data" / "layouts.csv", Column, key=("programmes", "field"))


def _by_programme(rows: Iterable[Column]) -> dict[str, tuple[Field, ...]]:
    found: dict[str, list[Field]] = {}
    for row in rows:
        for programme in row.programmes:
            field = Field(row.field, row.headings, row.fallback, row.needed)
            found.setdefault(programme, []).append(field)
    return {programme: tuple(fields) for programme, fields in found.items()}


#: Programme code → its columns. A programme without a layout cannot be imported.
LAYOUTS = _by_programme(TABLE.rows)


def normal(heading: Any) -> str:
    """A heading as it is compared: plain forms, no space, no unit in brackets."""
    return _UNIT.sub("", "".join(unicodedata.normalize("NFKC", text_of(heading)).split()))


def layout_for(programme_code: str, *, village_known: bool) -> tuple[Field, ...]:
    """The columns of a programme's list; KeyError without one.

    ``village_known``: the batch itself is of one village, so the file need not name it.
    """
    fields = LAYOUTS[programme_code]
    if not village_known:
        return fields
    return tuple(
        Field(field.key, field.headings, field.fallback, needed=False) if field.key == "village" else field
        for field in fields
    )
