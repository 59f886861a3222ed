"""Who signs beside the first: 举报人：巩宝山（138…）、瞿明华, 1.巩宝山 2.瞿明华, or one below another.

After ``、`` or a telephone stands another of those who sign. After a comma, a space or in the next line one
does where names are all there is until the sentence ends: what is told there of others goes on. What numbers
and describes them is passed over (``signers``).
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from complaints.identity import signers
from complaints.identity.contacts import without_contacts
from complaints.identity.last_lines import HAN, KIN, is_name
from complaints.texts import words

_NAME = f"(?:{HAN}{{2,6}}(?:[·•・‧]{HAN}{{2,6}}){{1,3}}|{HAN}{{2,4}})"
#: To the next name: marks and spaces, also where a telephone was.
_NEXT = re.compile(
    rf"(?P<gap>[、,;/ \t\n]{{1,80}}(?:[和与及][ \t]{{0,4}})??|[和与及](?:{KIN})?)"
    rf"(?P<who>{_NAME})(?=[\s,。.;!、()/0-9]|等|\Z)"
)
_ALONE = re.compile(f"(?:{_NAME}|[0-9年月日号./-]{{1,12}}|等|)")
#: Where no ``、`` says that it is a name: 向你反映.
_LONGEST = 3
_MOST = 30
_REST = 80
_SENTENCE_END = re.compile("[。!;\n]")
#: 我和韦德旺、覃桂香一起写
_TOGETHER = re.compile(
    rf"(?<![让叫逼要])[我俺咱][和与跟同](?P<names>{HAN}{{2,3}}?(?:[、和与及]{HAN}{{2,3}}?){{0,8}})(?:一起|一同|共同|联名|一块儿?)"
    "(?:写|举报|反映|签(?![字名]?的?[领收拿取办分])|联名|上访|来信|申诉|投诉|检举|控告)"
)
_ONE = re.compile(f"{HAN}{{2,3}}?(?=[、和与及]|$)")


class ReadForm(NamedTuple):
    """The form of a text, the same without how to reach people, and without what describes them, too."""

    form: str
    reached: str
    plain: str


def read(form: str) -> ReadForm:
    """Return the form of a text as its signers are looked for in it."""
    reached = without_contacts(form)
    return ReadForm(form, reached, signers.plain(reached))


def spans(read: ReadForm, at: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the names that sign after the one that ends at a place of a text."""
    for _ in range(_MOST):
        found = _NEXT.match(read.plain, at)
        if not found or not _signs(read, found):
            return
        yield found.span("who")
        at = found.end("who")


def together(form: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the names of those with whom the writer says that they write."""
    for found in _TOGETHER.finditer(form):
        at = found.start("names")
        for one in _ONE.finditer(found["names"]):
            if is_name(one.group()):
                yield at + one.start(), at + one.end()


def _signs(read: ReadForm, found: re.Match[str]) -> bool:
    who, gap = found["who"], found["gap"].strip(" \t")
    if not is_name(who):
        return False
    if "\n" not in gap and gap[:1] in tuple("、和与及/"):
        return True
    if len(who) > _LONGEST and who[:2] not in words.surnames() and not re.search("[·•・‧]", who):
        return False
    if _office().match(read.reached, found.end("who")):
        return False
    start, end = found.span("gap")
    is_after_number = read.form[start:end] != read.reached[start:end]
    rest = read.plain[found.end("who") : found.end("who") + _REST]
    return (is_after_number and "\n" not in gap) or _are_names(rest)


def _are_names(rest: str) -> bool:
    """Whether names are all that follows in the sentence or line."""
    told = _SENTENCE_END.split(rest, maxsplit=1)[0]
    return all(
        _ALONE.fullmatch(part) and (not part[:1].isalpha() or is_name(part) or part == "等")
        for part in re.split("[、,/ \t]+", told)
    )


@cache
def _office() -> re.Pattern[str]:
    """An office, and no more, after a name that is told of (孙继财，村会计)."""
    return re.compile(
        rf"[,( \t]{{1,3}}{HAN}{{0,3}}?(?:{words.either(words.office_titles())})(?=[,。;)\s]|\Z)"
    )
