"""The words by which writers say who they are and where they live, where nothing is known of them.

They are a table that an official can read and change (``data/words/own_announced.csv``). What each sort is:

``home``     where somebody lives stands after it; the writer, where it is not said to be another
``place``, ``plate``  the same, where part of a sentence begins with it or the writer is before: 我的地址
``lives``    what somebody does who lives there; the writer, where the sentence is of the writer
``post``     before where an answer shall go
``own``, ``beside``  the writer, and what may stand between the writer and such a word: 我|现在|住在
``label``    the name of who writes stands after it, wherever; ``opening``: where a line begins with it;
``reach``    a number stands after it by which, beside a name in the last lines, the writer is reached
``closing``  where the name ends the line, too: many are called so, 村民：
``another``  what is told after it is told of somebody else, until the writer is spoken of again
``several``  several sign after it, where a colon follows: 联名：; ``all`` may stand before it: 全体
``asks``     how a letter ends above its signers: 请查一查
``not_own``  right before one of the sort ``home``, beside the titles of office: it is another's
``says``     somebody says what follows, whom ``speaker`` may tell; ``own`` the writer (``quoted``)
``paper``    alone in its line, a paper that somebody else signed; ``papers``: how the text of one begins
``turns``    a sentence of the writer that goes on so comes to somebody else
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from complaints.texts import words
from complaints.texts.name_spellings import HAN_RANGES
from protection.data_tables import DataTable

Sort = Literal[
    "home", "place", "plate", "lives", "post", "own", "beside", "label", "opening", "closing", "another",
    "not_own", "turns", "reach", "several", "all", "asks",
    "says", "speaker", "paper", "papers",
]  # fmt: skip


@dataclass(frozen=True)
class OwnAnnounced:
    """A word, and what it announces or is beside."""

    word: str
    sort: Sort


TABLE = DataTable(
    Path(__file__).parents[1] / "data" / "words" / "own_announced.csv", OwnAnnounced, key=("word", "sort")
)
#: Those after which a house stands.
PLACES: tuple[Sort, ...] = ("home", "place", "plate", "lives", "post")
#: So far before a word it is looked whose it is.
_BLOCK = 120
_SPACES = r"[ \t]{0,4}"
_MOST_BESIDE = 4
_MOST_INDENT = 40
_SENTENCE = re.compile("[。!?;]|\n[ \\t]{0,30}\n")


def own_words(*sorts: Sort) -> list[str]:
    """Return the words of these sorts one by one."""
    return [row.word for row in TABLE.rows if row.sort in sorts]


def sort_of(word: str) -> Sort:
    """Return what a word announces after which a house stands."""
    return _sorts()[word]


@cache
def _sorts() -> dict[str, Sort]:
    return {row.word: row.sort for row in TABLE.rows if row.sort in PLACES}


@cache
def either(*sorts: Sort) -> str:
    """The words of these sorts, as the source of a pattern, longer ones first."""
    return f"(?:{words.either(own_words(*sorts))})"


@cache
def spaced(*sorts: Sort) -> str:
    """The same where a form was filled in: 姓　　名."""
    found = sorted(own_words(*sorts), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(_SPACES.join(word) for word in found)})"


def is_of_another(form: str, at: int) -> bool:
    """Whether what stands at a place of the form of a text is told of somebody else: 被举报人：孙继财，住址….

    Until the sentence ends, or the writer is spoken of again.
    """
    start = sentence_start(form, at)
    told_of = [found.lastgroup for found in _told_of().finditer(form, start, at)]
    return told_of[-1:] == ["another"]


def sentence_start(form: str, at: int) -> int:
    """Return where the sentence begins that holds a place, or so far before it as is looked."""
    return max([0, at - _BLOCK, *(end.end() for end in _SENTENCE.finditer(form, max(0, at - _BLOCK), at))])


def is_after_writer(form: str, at: int) -> bool:
    """Whether the writer is said right before a place of the form of a text: 我现在|住在, 本人的|地址."""
    return _after_writer().search(form, max(0, at - 24), at) is not None


def opens_clause(form: str, at: int) -> bool:
    """Whether a part of a sentence begins at a place of the form of a text, but for what may stand beside."""
    return _opens().search(form, max(0, at - 24), at) is not None


def opens_line(form: str, at: int) -> bool:
    """Whether nothing stands before a place in its line."""
    start = max(0, at - _MOST_INDENT)
    before = form[start:at].rstrip(" \t")
    return before.endswith("\n") or not (before or start)


def is_not_own(form: str, at: int) -> bool:
    """Whether somebody else, or an office, is said right before: 会计|家住, 民政办|地址."""
    return _not_own().search(form, max(0, at - 8), at) is not None


def is_writers_sentence(form: str, at: int) -> bool:
    """Whether the part of a sentence before a place names the writer, and nothing since then turns to others:
    举报人：柳如眉，女，58岁，|住; 我叫柳如眉，|家在.
    """
    start = max(0, at - _BLOCK)
    sentence = _SENTENCE.split(form[start:at])[-1]
    for clause in reversed(re.split("[,、\n]", sentence)):
        named = _writes().match(clause.strip())
        said = clause.strip()[named.end() :] if named else clause
        if _turns().search(said):
            return False
        if named:
            return True
    return False


@cache
def _told_of() -> re.Pattern[str]:
    return re.compile(f"(?P<another>{either('another')})|(?P<own>{either('own', 'label', 'opening')})")


@cache
def _after_writer() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{either('own')}|(?<!被){either('label')})(?:{either('beside')}|\s){{0,{_MOST_BESIDE}}}$"
    )


@cache
def _opens() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[^\w]|(?<=[^\w]))(?:{either('beside')}|\s){{0,{_MOST_BESIDE}}}$")


@cache
def _not_own() -> re.Pattern[str]:
    others = [*own_words("not_own"), *words.office_titles()]
    return re.compile(f"(?:{words.either(others)})的?$")


@cache
def _writes() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{either('label')}|{either('opening')})(?:姓名)?[是为:\s]"
        rf"|{either('label')}"
        rf"|{either('own')}(?:名?叫|是(?!被|让|跟|和)|姓|今年|现年|[0-9]|男|女|一个人|一人|单身|老两口|的?名字)"
        rf"|(?:本人|我)(?=[{HAN_RANGES}]{{2,4}}$)"
    )


@cache
def _turns() -> re.Pattern[str]:
    return re.compile(words.either([*own_words("another", "turns"), *words.office_titles()]))
