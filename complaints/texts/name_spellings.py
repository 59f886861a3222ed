"""One name in the spellings that people give it: homophones, a wrong or hidden character, Latin letters.

孙继财 is also 孙继才, 孙*财, 孙某财, S继财, sun jicai, SJC. What is compared is one name of somebody in
office with one place in a text, so the work is bounded by the length of the text; no pattern can run away.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from pypinyin import pinyin_dict

from complaints.texts.names import fold
from complaints.texts.words import surnames
from protection.comparing import simplified_forms

#: Stands for one character, or several, that the writer hides.
MASK = "*"
#: Stands where a sentence, or a part of one, ends.
BORDER = "|"
#: What hides a character.
MASKS = "*×xX✕✖〇○●◯□■▲△※"
_JOINERS = frozenset(" -·・.•‧_/~—'’\t")
#: Chinese characters, rare ones too, as a class of a pattern has them; ``is_han`` asks the same of one.
HAN_RANGES = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_DIGITS = frozenset("0123456789")
_NO_MARKS = str.maketrans("", "", f"{MASK}{BORDER} 0123456789")
_UMLAUTS = str.maketrans(dict.fromkeys("üǖǘǚǜ", "v"))


class Spelling(NamedTuple):
    """A name taken apart. ``sounds`` are the toneless readings of each of its characters."""

    whole: str
    family: str
    given: str
    sounds: tuple[frozenset[str], ...]


class NameMatch(NamedTuple):
    """A name found in a text: where it ends, and how each character was met.

    ``codes`` has a letter a character: ``e`` the same, ``s`` one of the same sound, ``l`` its sound in Latin
    letters, ``i`` its initial, ``m`` hidden, ``w`` another character.
    """

    end: int
    codes: str


@lru_cache(maxsize=1 << 15)
def spelling(name: str) -> Spelling:
    """Return the forms of the name of somebody in office. Never called with a complainant's words."""
    whole = fold(name)
    long = len(whole) > 2 and whole[:2] in surnames()
    cut = 2 if long else 1
    return Spelling(whole, whole[:cut], whole[cut:], tuple(sounds(mark) for mark in whole))


@cache
def sounds(mark: str) -> frozenset[str]:
    """Return the toneless readings of one character, ``lü`` as ``lv``; a letter sounds like itself."""
    readings = pinyin_dict.pinyin_dict.get(ord(mark), "")
    return frozenset(_toneless(reading) for reading in readings.split(",") if reading) or frozenset({mark})


@cache
def as_spoken(mark: str) -> frozenset[str]:
    """The readings of a character as most dialects have them, in which who writes by ear takes 男 for 兰."""
    return frozenset(_without_dialect(reading) for reading in sounds(mark))


def _without_dialect(reading: str) -> str:
    initial = reading.replace("h", "", 1) if reading[:2] in ("zh", "ch", "sh") else reading
    initial = f"n{initial[1:]}" if initial.startswith("l") else initial
    return initial.removesuffix("g") if initial.endswith(("ing", "eng")) else initial


@cache
def sound(mark: str) -> str:
    """Return the usual reading of one character: the same for two characters that are usually homophones."""
    return _toneless(pinyin_dict.pinyin_dict.get(ord(mark), mark).split(",")[0])


@cache
def spoken(mark: str) -> str:
    """Return that reading as most dialects have it (``as_spoken``)."""
    return _without_dialect(sound(mark))


@cache
def _toneless(reading: str) -> str:
    parts = unicodedata.normalize("NFD", reading)
    # The diaeresis is no tone: lǚ is lv.
    letters = ("v" if mark == "\u0308" else mark for mark in parts)
    return "".join(mark for mark in letters if mark.isalpha()).replace("uv", "v")


def is_han(mark: str) -> bool:
    """Whether the character is a Chinese one."""
    return (
        "\u4e00" <= mark <= "\u9fff" or "\u3400" <= mark <= "\u4dbf" or "\U00020000" <= mark <= "\U0003ffff"
    )


def is_letter(mark: str) -> bool:
    """Whether the character is a Latin letter."""
    return mark in _LETTERS


def is_word(mark: str) -> bool:
    """Whether the character can be part of a name: a Chinese one or a letter."""
    return mark in _LETTERS or is_han(mark)


def searchable(text: str) -> str:
    """Return the text as it is searched: simplified, half-width, lower case, without what only separates.

    孙 继-财 is 孙继财; Latin words keep one blank between them; what hides a character is ``MASK``; all other
    punctuation is ``BORDER``.
    """
    out: list[str] = []
    is_apart = False
    # Taken apart, so that a tone over a letter drops out as a mark: sūn; ü is written v.
    composed = unicodedata.normalize("NFKC", text).translate(simplified_forms()).casefold()
    folded = unicodedata.normalize("NFKD", composed.translate(_UMLAUTS))
    for mark in folded.replace("ı", "i"):
        kept = _kept_as(mark)
        if not kept:
            is_apart = is_apart or _separates(mark)
            continue
        if is_apart and out and out[-1] in _LETTERS and kept in _LETTERS:
            out.append(" ")
        is_apart = False
        # An x right after a Chinese character hides one: 孙x, 孙xx.
        if kept == "x" and out and (is_han(out[-1]) or out[-1] == MASK):
            kept = MASK
        out.append(kept)
    return _without_lone_masks("".join(out))


def _separates(mark: str) -> bool:
    return mark in _JOINERS or mark.isspace()


def _kept_as(mark: str) -> str:
    """What stands for a character in a searched text: nothing for one that separates or is unseen."""
    if mark in "\n\r":
        return BORDER
    if _separates(mark) or unicodedata.category(mark)[0] in "CM":
        return ""
    if is_han(mark) or mark in _LETTERS or mark in _DIGITS:
        return mark
    return MASK if mark in MASKS else BORDER


def _without_lone_masks(text: str) -> str:
    """A star that hides nothing, since no name stands before it, ends a sentence."""
    before = BORDER + text
    return "".join(
        BORDER if mark == MASK and before[at] != MASK and not is_word(before[at]) else mark
        for at, mark in enumerate(text)
    )


def squeezed(text: str) -> str:
    """Return a ``searchable`` text without what could stand between the characters of a name: 孙，继，财."""
    return text.translate(_NO_MARKS)


def meet(text: str, start: int, marks: str, heard: tuple[frozenset[str], ...]) -> NameMatch | None:
    """Compare ``text`` from ``start`` with the characters; None where a character has no counterpart."""
    if start and text[start] in _LETTERS and text[start - 1] in _LETTERS:
        return None
    at, codes = start, ""
    for mark, readings in zip(marks, heard, strict=True):
        if at < len(text) and text[at] == " ":
            at += 1
        if at >= len(text):
            return None
        met = _meet_one(text, at, mark, readings, first=not codes)
        if met is None:
            return None
        codes += met.codes
        at = met.end
    if at < len(text) and text[at - 1] in _LETTERS and text[at] in _LETTERS:
        return None
    return NameMatch(at, codes)


def _meet_one(text: str, at: int, mark: str, readings: frozenset[str], *, first: bool) -> NameMatch | None:
    """Compare what stands at one place with one character; 某 hides it unless it is the first."""
    here = text[at]
    if here == mark:
        return NameMatch(at + 1, "e")
    if here == MASK or (here == "某" and not first):
        return NameMatch(at + 1, "m")
    if here in _LETTERS:
        whole = [len(reading) for reading in readings if text.startswith(reading, at)]
        if whole:
            return NameMatch(at + max(whole), "l")
        return NameMatch(at + 1, "i") if any(reading[0] == here for reading in readings) else None
    if is_han(here):
        return NameMatch(at + 1, "s" if as_spoken(mark) & as_spoken(here) else "w")
    return None


def whole_names(text: str, start: int, who: Spelling) -> Iterator[NameMatch]:
    """Yield how the whole name is met at this place: in its own order, and in Latin letters the other way."""
    found = meet(text, start, who.whole, who.sounds)
    if found:
        yield found
    if text[start] in _LETTERS and who.given:
        cut = len(who.family)
        turned = meet(text, start, who.given + who.family, who.sounds[cut:] + who.sounds[:cut])
        if turned and set(turned.codes) == {"l"}:
            yield turned
