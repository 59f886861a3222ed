"""Which columns a list has, or a file of notices, and under which headings they are seen.

``data/layouts.csv`` is the table an expert checks, and an official may extend; what of a file of notices has
other headings, or none in a list, stands in ``data/notice_layouts.csv``. Columns that are not named
there (accounts, addresses, telephones, illness, members' names) are never read further: what we do not keep
cannot leak. Members' ID numbers are looked at during the check, for households that share a person and for
sheets with a row for each person (``persons``), and not kept. Of a ledger of single payments the reason
becomes a class (``relief_reasons``), and a row that nobody has approved is no payment.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from disclosure.intake.parsing import text_of
from protection.data_tables import DataTable

_UNIT = re.compile(r"\((元|元/月|人|户)\)")


#: What is read of a list: a place or a cell that ``validation`` knows by this name.
FieldName = Literal[
    "holder_name", "id_number", "household", "people", "amount", "reason", "province", "city", "county",
    "township", "village", "place", "since", "category", "approval", "members", "relation",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Field:
    """One row of the table: a column of the lists of these programmes, in the order of the file.

    ``key`` is its name in code, ``headings`` what it is seen under, the most usual first: two of them in one
    file are a doubt. ``fallback`` are headings that are read, the first that is there, when none of those is.
    ``needed``: without it the editor is asked which column it is; ``may_lack``: who is asked may say that
    the file has none, and then nothing is made up (``Batch.lacks``).
    """

    programmes: tuple[str, ...]
    key: FieldName
    headings: tuple[str, ...]
    fallback: tuple[str, ...] = ()
    needed: bool
    may_lack: bool = False


DATA = Path(__file__).parents[1] / "data"
TABLE = DataTable(DATA / "layouts.csv", Field, key=("programmes", "key"))
NOTICE_TABLE = DataTable(DATA / "notice_layouts.csv", Field, key=("programmes", "key"))
#: What of a list's columns a notice says too.
_OF_NOTICES = frozenset({
    "holder_name", "id_number", "people", "amount", "province", "city", "county", "township",
    "village", "place", "members", "relation",
})  # fmt: skip


@cache
def layouts() -> dict[str, tuple[Field, ...]]:
    """Return the columns of each programme by its code; a programme that is not there cannot be imported.

    Not before somebody asks: a slip of the pen in the table is for ``manage.py check`` to tell.
    """
    found: dict[str, tuple[Field, ...]] = {}
    for row in TABLE.rows:
        for programme in row.programmes:
            found[programme] = (*found.get(programme, ()), row)
    return found


def notice_layout(programme_code: str, *, pays: bool, village_known: bool) -> tuple[Field, ...]:
    """The columns of a file of notices, of which one that ``pays`` nothing has no yuan; KeyError without a
    layout.
    """
    own = [row for row in NOTICE_TABLE.rows if programme_code in row.programmes]
    wanted = _OF_NOTICES - {row.key for row in own}
    of_list = (f for f in layout_for(programme_code, village_known=village_known) if f.key in wanted)
    return tuple(field for field in (*of_list, *own) if pays or field.key != "amount")


def normal(heading: Any) -> str:
    """A heading as it is compared: plain forms, no space, no unit in brackets."""
    return _UNIT.sub("", "".join(unicodedata.normalize("NFKC", text_of(heading)).split()))


def layout_for(
    programme_code: str, *, village_known: bool, lacking: Collection[str] = ()
) -> tuple[Field, ...]:
    """The columns of a programme's list; KeyError without one.

    ``village_known``: the batch itself is of one village, so the file need not name it. ``lacking``: columns
    of which its editor said that the file has none.
    """
    fields = layouts()[programme_code]
    free = {field.key for field in fields if field.may_lack and field.key in lacking}
    free |= {"village"} if village_known else set()
    return tuple(replace(field, needed=False) if field.key in free else field for field in fields)
