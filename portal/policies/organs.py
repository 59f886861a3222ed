"""Names of organs: one of them, several under a joint letterhead, and those that stand before a title.

The endings by which a name is known are a table, ``data/organ_endings.csv``.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from protection.data_tables import DataTable

NAME = re.compile(r"[\u4e00-\u9fff（）()·]{2,40}")
LETTERHEAD = re.compile(r"(?<![\s　])[\s　]*+(?:文\s*件|（通知）)$")
GROUPS = re.compile(r"[、，,　\t]+|\s{2,}")
PARTS = re.compile(r"\s+")
RELATIVE = re.compile(
    r"^[省市区县州旗](?!属)(?:委|政府|人民政府|人大|民政|财政|[\u4e00-\u9fff]{2,8}[局厅委办]$)"
)
NO_ORGAN = re.compile(r"关于|根据|为了|印发|公布|通知|决定|第[一二三四五六七八九十百\d]+[章节条次届]")
BEFORE_TITLE = re.compile(r"^(?P<organs>.{2,120}?)(?:关于|印发|转发|批转|《)")
SHORT_COMMITTEE = re.compile(r"人大常委会$")


@dataclass(frozen=True)
class NameEnding:
    """One ending, with a name that has it."""

    ending: str
    example: str


ENDINGS = DataTable(Path(__file__).parent / "data" / "organ_endings.csv", NameEnding, key=("ending",))


@cache
def _endings() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(re.escape(row.ending) for row in ENDINGS.rows)})$")


def is_organ(name: str) -> bool:
    """Whether a text is the name of an organ and nothing else."""
    return bool(NAME.fullmatch(name) and _endings().search(name) and not NO_ORGAN.search(name))


def is_relative(name: str) -> bool:
    """Whether a name says what kind of organ, not whose: 市人民政府."""
    return bool(RELATIVE.match(name))


def full(name: str) -> str:
    """A name as it is written out: …人大常委会 is …人民代表大会常务委员会."""
    name = SHORT_COMMITTEE.sub("人民代表大会常务委员会", name.strip())
    return name.removeprefix("中华人民共和国") if name.endswith(("国务院", "部", "委员会", "署")) else name


def split(line: str) -> list[str]:
    """The organs that a line names, if it names nothing else; else an empty list.

    文件 at the end of a letterhead goes; a name spaced out over the line (民 政 部) is one.
    """
    bare = LETTERHEAD.sub("", line.strip())
    parts: list[str] = []
    # Where every character stands apart by the same space, the line is one name; else wide spaces part names.
    spaced = all(len(word) <= 1 for word in re.split(r"[\s　]+", bare)) and not (" " in bare and "　" in bare)
    for group in [bare] if spaced else filter(None, GROUPS.split(bare)):
        words = re.split(r"[\s　]+", group) if spaced else PARTS.split(group)
        parts += ["".join(words)] if all(len(word) == 1 for word in words) else words
    return [full(part) for part in parts] if parts and all(map(is_organ, parts)) else []


def before_title(title: str) -> list[str]:
    """The organs that a title begins with: 民政部 财政部关于… ."""
    found = BEFORE_TITLE.match(title)
    return split(found["organs"]) if found else []
