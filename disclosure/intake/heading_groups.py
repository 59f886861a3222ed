"""What stands over a heading: the group that a row above it names, and whether it says what is under it.

合计 alone says nothing: under 户数明细 it is a number of households, under 保障金额 what each gets. And what
stands under 上月 is not of this list, whatever its heading.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from disclosure.intake.parsing import text_of
from protection.data_tables import DataTable

#: A title spans the table, a group a part of it.
TITLE_SHARE = 0.75
#: What stands over a table and is no group: 单位：元, 2026年10月.
_REMARK = re.compile(r"[:：]|^\d{4}年|^第?\d+页")
#: A sum that does not say of what, without its unit.
UNCLEAR = frozenset({"合计"})
#: What a group may end with beside what it is of.
_EMPTY = ("基本信息", "信息", "基本情况", "情况", "资料")
#: The columns whose meaning hangs on a group; a name is a name wherever it stands.
DOUBTED = ("people", "amount")

Merges = list[tuple[int, int, int, int]]


@dataclass(frozen=True)
class GroupWord:
    """One row: a group whose word has this part holds amounts, numbers of something, or what is of another
    time than the list.
    """

    part: str
    says: Literal["amount", "count", "other"]
    why: str = ""


TABLE = DataTable(Path(__file__).parents[1] / "data" / "heading_groups.csv", GroupWord, key=("part",))


def over(number: int, cells: list[Any], merges: Merges, width: int) -> dict[int, str]:
    """Give the group over each column, from the row above the headings: its number and its cells.

    ``width``: the columns of the headings. How far a group reaches, merged cells say; where nothing is
    merged, up to the next word beside it.
    """
    words = [text_of(cell) for cell in cells]
    across = {
        left: right for top, left, bottom, right in merges if top == bottom == number - 1 and right > left
    }
    found: dict[int, str] = {}
    word, until = "", -1
    for column in range(width):
        if here := words[column] if column < len(words) else "":
            word, until = here, across.get(column, column if across else width)
        elif column > until:
            word = ""
        if word and not _REMARK.search(word):
            found[column] = word
    is_title = len(set(found.values())) == 1 and (0 in found or len(found) >= TITLE_SHARE * width)
    return {} if is_title else found


def is_title(words: list[str], across: list[tuple[int, int]], width: int) -> bool:
    """Whether a row above has one word that spans the table, as titles do; ``across``: its merged cells."""
    said = [index for index, word in enumerate(words) if word]
    if len(said) != 1:
        return False
    merged = next((right - left + 1 for left, right in across if left == said[0]), 1)
    return said[0] == 0 or merged >= TITLE_SHARE * width


def bare(group: str) -> str:
    """A group without the words that add nothing: 户主信息 over 姓名 is 户主姓名."""
    return next((group.removesuffix(word) for word in _EMPTY if group.endswith(word)), group)


def may_drop(group: str, below: str) -> bool:
    """Whether a word under a group may be read by itself."""
    says = {row.says for row in TABLE.rows if row.part in group}
    return says == {"amount"} if below in UNCLEAR else not {"other", "count"} & says


def in_doubt(shown: str, group: str) -> bool:
    """Whether a heading under a group may be something other than its own words say."""
    says = {row.says for row in TABLE.rows if row.part in group}
    return "other" in says or (shown in UNCLEAR and says != {"amount"})
