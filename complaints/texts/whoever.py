"""Whether texts speak of whoever has the case, at whatever office, by no name: 办案的, 经办人, 接我信的.

Which office that is depends on where the case lies, so nobody is removed by these words. The level above the
office that has it reads it then, and that office no longer (``later_messages``); the words are a table that
an official can read and change (``data/words/whoever.csv``).

When a case comes in nobody has it yet, and 办案的 are those who look into money (``inspecting``). But who had
an earlier letter may sit where this one would be read (``had_an_earlier``). What each sort of word is:

``has``     whoever has the case; at filing only where one of ``before`` stands before it: 上次查我那件事的
``letter``  the same, of a letter, so that at filing an earlier one is meant: 看信的
``earlier`` at filing alone, what became of an earlier letter: 信刚寄出
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from complaints.texts import leaking, words
from complaints.texts.names import fold
from complaints.texts.sentences import sentences_of
from protection.data_tables import DataTable


@dataclass(frozen=True)
class Whoever:
    """A word for whoever has the case, or had an earlier one; for the sorts see above."""

    word: str
    sort: Literal["has", "letter", "earlier", "before"]


TABLE = DataTable(Path(__file__).parents[1] / "data" / "words" / "whoever.csv", Whoever, key=("word",))
#: So far behind 上次 may stand who had it then: 上次来我家问话的.
_SINCE = 8
_CLAUSES = re.compile("[，,：:、；;]")


def is_spoken_of(texts: Iterable[str]) -> bool:
    """Whether something is said of whoever has the case, and not only thanks; or that what they were told
    came to others.
    """
    return any(
        _words().search(fold(sentence)) or leaking.is_told([fold(part) for part in _CLAUSES.split(sentence)])
        for sentence in without_thanks(texts)
    )


def words_for_it() -> re.Pattern[str]:
    """The pattern of the words for whoever has the case."""
    return _words()


def had_an_earlier(texts: Iterable[str], *, of_the_group: bool = False) -> bool:
    """Whether something is said, in a case that comes in, of whoever had an earlier one, beside thanks.

    ``of_the_group``: which would read it. 去年查案的人来过 says nothing against it, nor that it had a letter;
    of its people other words tell (``inspecting``).
    """
    earlier = _words("letter", "earlier") if of_the_group else _of_an_earlier()
    return any(earlier.search(fold(sentence)) for sentence in without_thanks(texts))


def without_thanks(texts: Iterable[str]) -> list[str]:
    """Return the sentences without what is thanks and nothing else: 谢谢办案的同志.

    Most messages thank somebody, so a clause is left out only where no word of it says more. One of somebody
    called 谢, or of somebody who is not thanked, does.
    """
    return [
        "，".join(clause for clause in _CLAUSES.split(sentence) if not _is_thanks(clause))
        for sentence in sentences_of(texts)
    ]


def _is_thanks(clause: str) -> bool:
    return _thanks().fullmatch(fold(clause)) is not None


@cache
def _thanks() -> re.Pattern[str]:
    """Each group is bounded, so that nothing runs away."""
    return re.compile(
        "(?:非常|十分|万分|真的?|很|先|再次|也|还|我们?|全家|向){0,3}"
        "(?:谢谢|多谢|感谢|致谢|谢过|谢)"
        "(?:您们?|你们?|他们|她们|大家|各位|这位|那位|贵局|政府|国家){0,3}"
        f"(?:(?:{_words().pattern})的?)?"
        "(?:工作人员|同志|领导|老师|人员|人|们){0,3}的?"
        "(?:耐心|帮助|帮忙|关心|关照|支持|理解|解答|答复|回复|辛苦){0,3}了?"
    )


@cache
def _of_an_earlier() -> re.Pattern[str]:
    return re.compile(
        f"{_words('letter', 'earlier').pattern}"
        f"|(?:{_words('before').pattern}).{{0,{_SINCE}}}?(?:{_words('has').pattern})"
    )


@cache
def _words(*sorts: str) -> re.Pattern[str]:
    """The words of these sorts, by themselves those for whoever has it."""
    return re.compile(
        words.either([row.word for row in TABLE.rows if row.sort in (sorts or ("has", "letter"))])
    )
