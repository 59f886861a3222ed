"""Ids of messengers and numbers of papers, found after the words that announce them: 微信号, 加我V, 医保卡号.

The words are data (``data/announcing.csv``): which of them take a name in letters, which one in figures, and
what may stand between such a word and the id.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from protection.comparing import alike
from protection.data_tables import DataTable

#: So many words and marks at the most stand between the word and the id.
_MOST_BETWEEN = 8
#: In one, or a word and figures: 微信 wds 1965, and no amount.
_LETTERS = (
    r"(?:[a-z][a-z_-]{1,11}\s[0-9]{2,11}(?![0-9]|\s?[元块万千百十人个户次条年月日])|[a-z][a-z0-9_-]{4,19})"
)
#: What is followed by a unit of money is an amount, and two ways of the same figures are not tried.
_NO_SUM = r"(?![0-9〇零一二三四五六七八九]|\s?(?:元(?!旦)|[块万千百十]))"
_SPOKEN = "[〇零洞幺一二三四五六七八九拐勾]{5,15}"
#: In groups as cards are printed, or figure by figure; two years are neither.
_GROUPED = (
    "(?!(?:19|20)[0-9]{2}[ -](?:19|20)[0-9]{2})[1-9][0-9]{1,4}(?:[ -][0-9]{3,5}){1,4}"
    "|[1-9](?:[ -][0-9]){4,14}"
)
_FIGURES = f"(?:[1-9][0-9]{{4,14}}|{_SPOKEN}|{_GROUPED}){_NO_SUM}"
#: After the bare name of an app only what can be nothing else: a day and a number of viewers can.
_NO_DAY = "(?!(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9](?![0-9]))"
_NO_COUNT = r"(?![0-9]|\s?[元块万千百十人个户次条粉年月日])"
_LONG = f"(?:(?=[a-z_-]{{1,19}}[0-9])[a-z][a-z0-9_-]{{5,19}}|{_NO_DAY}[1-9][0-9]{{6,14}}{_NO_COUNT})"
PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
#: 苏低保07220123: the place and the kind of paper before its number.
_OFFICES_MARK = rf"(?:{PROVINCE}[低特残军优][保困供疾人待]|[a-z\u4e00-\u9fa5])"
_IDS = {
    "letters": _LETTERS,
    "figures": _FIGURES,
    "either": f"(?:{_LETTERS}|{_FIGURES})",
    "long": _LONG,
    "paper": rf"(?={_OFFICES_MARK}?[a-z-]{{0,12}}[0-9]){_OFFICES_MARK}?"
    r"[0-9a-z-]{5,24}(?![0-9a-z-]|\s?(?:元|块|万))",
    "lettered": f"(?:[a-z]{{1,3}}|{PROVINCE})[- ]?[0-9](?:[- ]?[0-9]){{4,22}}",
    "plate": rf"[\u4e00-\u9fa5]{{2,4}}\s?(?:[a-z][·•.\s-]?)?{_NO_DAY}[0-9]{{4,8}}(?![0-9元])",
}


@dataclass(frozen=True)
class Announcing:
    """A word, and what is an id after it; or a word that stands between such a word and the id.

    ``long`` are names of apps that are mostly no id's, ``paper`` words of a number of any shape, ``lettered``
    papers whose number begins with letters or a province, ``plate`` what a town's plate stands after.
    """

    word: str
    takes: Literal["letters", "figures", "either", "long", "paper", "lettered", "plate", "between"]
    why: str = ""


TABLE = DataTable(Path(__file__).parent / "data" / "announcing.csv", Announcing, key=("word", "takes"))


def spans(form: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each announced id in the form of a text (``protection.comparing.alike``)."""
    for pattern in _patterns():
        yield from (found.span("id") for found in pattern.finditer(form))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    # wx goes on in wxid_8k2j.
    word = f"{_any_of(row.word for row in TABLE.rows if row.takes == 'between')}(?<![a-z](?=[a-z_]))"
    between = rf"(?:[\s\ufe0f]|{word}){{0,{_MOST_BETWEEN}}}"
    # 微信wechat announces twice, and is nobody's id.
    id_alone = f"(?!{word}(?![a-z0-9_-]))"
    return tuple(
        re.compile(f"{_announcing(kind)}{between}{id_alone}(?P<id>{id_})") for kind, id_ in _IDS.items()
    )


def _announcing(kind: str) -> str:
    return _any_of(row.word for row in TABLE.rows if row.takes == kind)


def _any_of(words: Iterable[str]) -> str:
    """One of the words, the longest first, spaced out or not; Latin letters not within another word."""
    found = sorted({alike(word) for word in words}, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(_spaced, found))})"


def _spaced(word: str) -> str:
    begins_inside = "(?<![a-z])" if word[0].isascii() and word[0].isalpha() else ""
    if word.startswith("证"):
        begins_inside = "(?<!凭)"  # 凭证号 is of a payment
    return begins_inside + r"\s?".join(map(re.escape, word))
