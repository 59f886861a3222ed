"""How people call somebody whose family name they know: 孙科, 老孙头, 姓孙的, 孙某.

Found are the places in a text where a family name would end. Whose it is, is asked afterwards.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pypinyin import phrases_dict

from complaints.texts import words
from complaints.texts.borders import ends_at, has_title, starts_at
from complaints.texts.name_spellings import BORDER, MASK, Spelling, is_han, sound
from protection.data_tables import DataTable

_OFFICE = re.compile("民政[办所局站]?")
#: Where in a text a calling of somebody by their name begins that ends at a point; None for another's.
Begins = Callable[[str, int, Spelling], int | None]


@dataclass(frozen=True)
class Described:
    """A family name, and the words by which people tell how it is written: 双口 for 吕."""

    surname: str
    words: tuple[str, ...]


#: An official can read and change it.
DESCRIBED = DataTable(
    Path(__file__).parents[1] / "data" / "words" / "described.csv", Described, key=("surname",)
)


class Calling(NamedTuple):
    """A family name ends at ``point``, the whole calling at ``end``; ``sort`` says by what it is known.

    ``office`` by a title, ``vague`` by 某 or a hidden name, ``kin`` by a word for relatives or neighbours,
    or by a family name of two characters alone, which is rare enough; ``given``: what ends is a given name,
    强子; ``described``: a family name as people tell how it is written, 双口.
    """

    point: int
    end: int
    sort: str
    #: Whether the name ends there for sure; the verbs after it are without number: 老段停了我的低保.
    ended: bool = True


def callings(text: str) -> Iterator[Calling]:
    """Yield the callings in a text (``name_spellings.searchable``)."""
    for found in words.title_at().finditer(text):
        title = words.title_met(found)
        end = found.start() + len(title.word)
        ended = not title.border or ends_at(text, end)
        if found.start():
            yield Calling(found.start(), end, title.sort, ended)
        if not ended:
            continue
        if title.sort == "office" and end < len(text) and not is_han(text[end + 1 : end + 2] or MASK):
            yield Calling(end + 1, end + 1, "office")  # 主任孙
    for found in _OFFICE.finditer(text):
        if text[found.end() : found.end() + 1] in words.surnames() and ends_at(text, found.end() + 1):
            yield Calling(found.end() + 1, found.end() + 1, "office")  # 民政孙
    for found in _described_at().finditer(text):
        yield Calling(found.end(), found.end(), "described")
    yield from _misspelt(text)
    for found in _place_of().finditer(text):
        yield Calling(found.start(), found.start(), "kin")
    for at, mark in enumerate(text):
        if mark == "姓" and at and text[at - 1] in words.surnames() and has_title(text, at + 1):
            yield Calling(at, at + 1, "office")  # 孙姓干部
        elif mark == "姓" and text[at - 1 : at] not in ("我", "俺", "人", "百"):
            ends = (at + 1 + size for size in (1, 2))
            yield from (Calling(end, end, "kin") for end in ends if end <= len(text))
        elif mark in "小老阿" and at + 1 < len(text):
            yield Calling(at + 2, at + 2, "kin", ends_at(text, at + 2))
            if text[at + 1 : at + 3] in _long_surnames():
                yield Calling(at + 3, at + 3, "kin", ends_at(text, at + 3))  # 老欧阳停了我的低保
        elif mark == "大" and ends_at(text, at + 2) and starts_at(text, at):
            yield Calling(at + 2, at + 2, "kin")  # 大秦
        elif mark == "家" and at and _is_household(text, at):
            yield Calling(at, at + 1, "kin")  # 秦家
        elif at and ((mark in "子儿" and text[at - 1] != mark) or mark == text[at - 1]):
            yield Calling(at, at + 1, "given", ends_at(text, at + 1))
        elif text[at : at + 2] in _long_surnames() and ends_at(text, at + 2):
            yield from _by_a_long_name(text, at)
        elif mark == MASK and at and text[at - 1] != MASK:
            yield Calling(at, at + 1, "vague")


def _by_a_long_name(text: str, at: int) -> Iterator[Calling]:
    """欧阳 alone, or 老欧阳; a household, 欧阳家, is somebody's by more than that."""
    if text[at + 2 : at + 3] != "家" and (starts_at(text, at) or text[at - 1] in "小老阿"):
        yield Calling(at + 2, at + 2, "kin")
    elif any(text.endswith(title, 0, at) for title in words.office_titles(anywhere=True)):
        yield Calling(at + 2, at + 2, "office")  # 主任欧阳


def _misspelt(text: str) -> Iterator[Calling]:
    """A family name with a title by its sound: 孙主仁; what is a word of its own, 李通知, is none."""
    for at, mark in enumerate(text):
        title = text[at + 1 : at + 3]
        if mark in words.surnames() and len(title) == 2 and all(map(is_han, title)):
            heard = "".join(map(sound, title))
            if heard in _title_sounds() and title not in phrases_dict.phrases_dict:
                yield Calling(at + 1, at + 3, "office")


def calmed(text: str) -> str:
    """Return a text without its ordinary words, as callings are looked for in it; the length stays."""
    return words.ordinary().sub(_calmed, text)


def _calmed(found: re.Match[str]) -> str:
    """Nothing for an ordinary word, but for a title behind a family name, or a rank: 秦老师, 秦二嫂子."""
    word, before = found.group(), found.string[max(0, found.start() - 1) : found.start()]
    is_behind = before in words.surnames() or before in words.ranks()
    title = words.title_at().match(found.string, found.start()) if is_behind else None
    # 老公 is an ordinary word, 老公公 a title.
    return word if title and len(title.group(1)) >= len(word) else BORDER * len(word)


def ways(calling: Calling) -> tuple[Begins, ...]:
    """Return by what somebody may be called so: where it begins is asked of each of these."""
    return _WAYS.get(calling.sort, (family_before,))


@cache
def _described_at() -> re.Pattern[str]:
    return re.compile(words.either([word for row in DESCRIBED.rows for word in row.words]))


@cache
def _place_of() -> re.Pattern[str]:
    """A pattern of 那 behind somebody's family name where something lies with them: 材料在唐那."""
    names = words.either([each for each in words.surnames() if len(each) == 1])
    return re.compile(f"(?<=[在压放][{names.replace('|', '')}])那(?![个些样时天年次条种位么])")


@cache
def _long_surnames() -> frozenset[str]:
    """Family names of two characters."""
    return frozenset(each for each in words.surnames() if len(each) > 1)


@cache
def _title_sounds() -> frozenset[str]:
    spoken = words.office_titles()
    return frozenset("".join(map(sound, word)) for word in spoken if len(word) == 2 and is_han(word[0]))


def _is_household(text: str, at: int) -> bool:
    """Whether 家 stands behind a family name and nothing more, or before somebody of it: 欧阳家二叔."""
    found = words.title_at().match(text, at + 1)
    if found and words.title_met(found).sort == "kin" and not words.title_met(found).border:
        return True
    return ends_at(text, at + 1) and starts_at(text, at - 1)


def given_before(text: str, point: int, who: Spelling) -> int | None:
    """Return where the last character of the given name stands before a word for relatives: 财哥, 财叔."""
    start = point - 1
    last = who.given[-1:]
    if not last or not text.startswith(last, start):
        return None
    return start if starts_at(text, start) or text[start - 1] in "小老阿大" else None


def described_before(text: str, point: int, who: Spelling) -> int | None:
    """Return where it starts that a family name is told by its parts, which end at ``point``: 双口 for 吕."""
    found = described_families(text, point).get(who.family)
    return None if found is None else point - found


def described_families(text: str, point: int) -> dict[str, int]:
    """Return the family names told by their parts that end at ``point``, with how long that is said."""
    told = ((row.surname, word) for row in DESCRIBED.rows for word in row.words)
    return {name: len(word) for name, word in told if text.endswith(word, 0, point)}


def family_before(text: str, point: int, who: Spelling) -> int | None:
    """Return where the family name starts that ends at ``point``, also in Latin letters; None without it."""
    start = point - len(who.family)
    if start >= 0 and text.startswith(who.family, start):
        return start
    if text[point - 1 : point] == " ":
        point -= 1
    start = point
    while start and text[start - 1].isascii() and text[start - 1].isalpha():
        start -= 1
    run = text[start:point]
    if run and len(who.family) == 1 and (run in who.sounds[0] or run in {each[0] for each in who.sounds[0]}):
        return start
    return None


#: By what else than the family name as it is written.
_WAYS: dict[str, tuple[Begins, ...]] = {
    "kin": (given_before, family_before),
    "given": (given_before,),
    "described": (described_before,),
}
