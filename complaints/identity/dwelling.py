"""Where writers say where they live, of whom nothing is known: 地址：…12号, 我现住…5栋302.

A house that is told of others is evidence (公示里住3栋501室的那户) and stays: so each word asks whose it is
(``own_words``). In doubt it goes. The form of a text is that of ``protection.comparing.alike``.
"""

import re
from collections.abc import Iterator
from functools import cache

from complaints.identity import own_words
from complaints.identity.houses import is_told_as_day
from protection import numerals

_NUMBER = f"(?<![{numerals.MARKS}])[{numerals.MARKS}]{{1,5}}"
_PART = f"{_NUMBER}(?:号楼|号院|号|栋|幢|座|单元|室|楼|层|弄|巷)"
#: 3-2-501, and no date.
_DASHED = rf"(?<![{numerals.MARKS}-])[0-9]{{1,3}}(?:\s?[-—–_#/]\s?[0-9]{{1,4}}){{1,3}}(?![{numerals.MARKS}-])"
_DOOR = rf"{_PART}(?:\s?{_PART}){{0,4}}(?:\s?[0-9]{{3,4}}(?![0-9]))?|{_DASHED}"
#: What ends a place that houses are numbered in; without it 我家低保是12号停的 tells a day.
_IN_PLACE = re.compile(
    r"(?:[村庄组队屯社区路街道巷弄里园苑湾沟河岗坊营寨铺桥头院堡坡店集镇乡楼栋]|第)\s{0,4}$"
)
_MAY_BE_DAY = re.compile(f"[{numerals.MARKS}]{{1,5}}号")
_STOREY = re.compile(f"[{numerals.MARKS}]{{1,5}}[楼层]")
_OFFICE = re.compile("民政|政府|办公|委员?会|村委|[纪市县]委|局|信访|大厅|中心|窗口")


def spans(form: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end) of the doors of the writer's house in the form of a text, without the village, and
    the address as far as it is told with it.
    """
    at = 0
    while found := _announced().search(form, at):
        if _is_door(form, found) and _is_own(form, found):
            yield *found.span("door"), found["between"] + found["door"]
            at = found.end()
        else:
            at = found.end("word")
    for found in _plate().finditer(form):
        if _is_own(form, found):
            yield *found.span("door"), found["door"]


@cache
def _announced() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<word>{own_words.either(*own_words.PLACES)})(?P<joined>[在是于为:\s]{{0,4}})"
        rf"(?P<between>[^,。;\n]{{0,24}}?)(?P<door>{_DOOR})"
    )


@cache
def _plate() -> re.Pattern[str]:
    """A number without a word that counts doors, after a plate: 门牌25."""
    return re.compile(
        rf"(?P<word>{own_words.either('plate')})(?P<joined>[是为:\s]{{0,4}})(?P<between>)"
        rf"(?P<door>{_NUMBER})(?!\s?[{numerals.MARKS}年月块元户人个次])"
    )


def _is_door(form: str, found: re.Match[str]) -> bool:
    door, between = found["door"], found["between"]
    if _STOREY.fullmatch(door) or is_told_as_day(form, *found.span("door")):
        return False
    is_announced = ":" in found["joined"] or own_words.sort_of(found["word"]) in ("home", "plate")
    is_bare = _MAY_BE_DAY.fullmatch(door) is not None
    return is_announced or not is_bare or _IN_PLACE.search(between) is not None


def _is_own(form: str, found: re.Match[str]) -> bool:
    """Whether the writer lives there, and nobody of whom the text tells."""
    at, sort = found.start("word"), own_words.sort_of(found["word"])
    if own_words.is_of_another(form, at):
        return False
    if sort == "home":
        return not own_words.is_not_own(form, at)
    if own_words.is_after_writer(form, at):
        return True
    if sort == "post":
        return own_words.opens_clause(form, at) and not _OFFICE.search(found["between"])
    if sort in ("place", "plate"):
        return own_words.opens_clause(form, at) and not own_words.is_not_own(form, at)
    if own_words.opens_line(form, at):
        return bool(found["between"])
    return own_words.opens_clause(form, at) and own_words.is_writers_sentence(form, at)
