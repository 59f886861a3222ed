"""What stands around names where several sign, and tells none of them: 1. ① （一组） ，男，68岁 手印 （代）.

``plain`` puts spaces in its place, so that a list of signers reads as names and what separates them, for all
who look for names: behind a word (``joint``), and in the last lines (``last_lines``).
"""

import re
from functools import cache

from complaints.identity import own_words
from complaints.texts.name_spellings import HAN_RANGES

#: Rare ones too: a name that is written with them tells most.
HAN = f"[{HAN_RANGES}]"
_COUNT = "[0-9一二三四五六七八九十]{1,3}"
#: 手印, 签字按手印
BY_HAND = "[签按捺手指盖名字章印押和及并]{2,8}"
_SAID = (
    f"[男女]|{HAN}{{1,5}}族|(?:现?年|今年)?{_COUNT}周?岁|{_COUNT}[组队社](?:村民|居民|社员)?"
    "|手印|指印|签字|签名|盖章|捺印|按印|代签?|代按|代笔"
)
_IN_BRACKETS = f"{_SAID}|{HAN}{{0,8}}{_COUNT}?[组队社村屯庄]|{BY_HAND}|[0-9]{{2}}|本人|亲笔"
_ENDS_ITEM = r"(?=[\s,;、/.。()]|\Z)"
_NUMBERING = re.compile(
    rf"(?<![0-9])(?:[(]{_COUNT}[)]|(?:[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}}(?=[ \t]?[、.)]))"
    r"[ \t]{0,2}[.、):]?)[ \t]{0,3}"
    rf"(?={HAN}{{2,4}}(?:[\s,;、/.。()0-9]|\Z))"
)
_PRINTED = re.compile(rf"(?<=[ \t(,、;])(?:手印|指印|捺印|按印|签字|签名|盖章|代签?|代按){_ENDS_ITEM}")
#: Before a word for signing, where the writers do: 我们十一户, 东风村村民; 领款, 会计 are others.
_MOST_LEAD = 14


def plain(form: str) -> str:
    """Return the form of a text with spaces where it describes or numbers who signs; the length stays."""
    return _NUMBERING.sub(_spaces, _described().sub(_spaces, form))


def is_by_hand(line: str) -> bool:
    """Whether a line with a name says that it was signed: 韦德胜 手印."""
    return _PRINTED.search(line) is not None


def is_writers_lead(lead: str, tail: str = "") -> bool:
    """Whether it is the writers who sign, by what stands before and after the word for it."""
    return _lead().fullmatch(lead) is not None and _tail().fullmatch(tail) is not None


@cache
def announced() -> re.Pattern[str]:
    """A word for signing with a colon: 村民签字：, 我们十一户联名：, 全体签名如下：."""
    return re.compile(
        rf"(?:^|\n|[。!;,])[ \t]{{0,30}}(?P<lead>[\u4e00-\u9fa50-9()]{{0,{_MOST_LEAD}}}?)"
        rf"(?P<label>{own_words.either('several')})"
        rf"(?P<tail>[\u4e00-\u9fa5()]{{0,8}}?)[ \t]{{0,8}}:"
    )


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found.group())


@cache
def _described() -> re.Pattern[str]:
    within = f"(?:{_IN_BRACKETS}|{own_words.either('closing')})"
    return re.compile(
        rf"[(][ \t]{{0,4}}{within}(?:[、,; \t]{{1,3}}{within}){{0,4}}[ \t]{{0,4}}[)]"
        rf"|[,、; \t]{{1,8}}(?:{_SAID}){_ENDS_ITEM}"
    )


@cache
def _lead() -> re.Pattern[str]:
    words = own_words.either("all", "closing", "own", "label")
    return re.compile(
        rf"(?:{words}|[0-9一二三四五六七八九十百]{{1,4}}[余多]?[户人名位家]|{HAN}{{1,6}}[村屯庄]|{HAN}{{0,2}}{_COUNT}[组队社]|村民小组|等)*"
    )


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(
        rf"(?:的|{own_words.either('closing', 'all')}|[人者]|名单|如下|[(]{BY_HAND}[)]|{BY_HAND})*"
    )
