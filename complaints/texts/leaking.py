"""Whether a sentence tells that what somebody was given or told came to others: 我说的话第二天会计全知道.

That is a wrong of whom it was given to, whatever else is said of them. The words are a table that an official
can read and change (``data/words/leaking.csv``). What each sort is:

``given``  beside whoever was given something or asked: 把录音给了…, …问了我
``mine``   what the writer gave or said
``soon``   how soon after it others knew
``knows``  that they do, or what they do who know it
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from complaints.texts import words
from complaints.texts.names import GAP
from protection.data_tables import DataTable


@dataclass(frozen=True)
class Leaking:
    """A word of what is told of something that came to others; for the sorts see above."""

    word: str
    sort: Literal["given", "mine", "soon", "knows"]


TABLE = DataTable(Path(__file__).parents[1] / "data" / "words" / "leaking.csv", Leaking, key=("word", "sort"))
#: So many characters may stand between what was said, or when, and that others know it.
_FAR = 16
#: 请不要把我的名字告诉会计
_WISHED = re.compile("不[要能得准许]|别|请|希望|莫|勿|怕")
_BEFORE = 8


def is_told(clauses: Sequence[str]) -> bool:
    """Whether clauses, folded, tell that what the writer said came to others; with no day it has to be said
    what it was.
    """
    return _is_said(GAP.join(clauses), "mine")


def is_told_of(clause: str, following: Sequence[str]) -> bool:
    """Whether a clause, folded, tells that those whom it names were given something or asked, and it or the
    next ones that others knew soon.
    """
    if not _sort("given").search(clause):
        return False
    said = GAP.join([clause, *following])
    return any(_is_said(said, sort) for sort in ("mine", "soon"))


def _is_said(said: str, sort: str) -> bool:
    return any(
        not _WISHED.search(said, max(0, found.start() - _BEFORE), found.start())
        for found in _tells(sort).finditer(said)
    )


@cache
def _tells(sort: str) -> re.Pattern[str]:
    """The writer may know it, and wish or fear that others do: 第二天我就知道, 我说的请不要让村里知道."""
    between = f"(?!{GAP}?[我俺咱])(?:(?!不[要能让会是]|没|请|别)[^怕莫勿未想求]){{0,{_FAR}}}?"
    return re.compile(f"(?:{_sort(sort).pattern}){between}(?:{_sort('knows').pattern})")


@cache
def _sort(sort: str) -> re.Pattern[str]:
    return re.compile(words.either([row.word for row in TABLE.rows if row.sort == sort]))
