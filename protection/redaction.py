"""Taking out of a free text what would identify a person.

For texts that leave the circle of those who may know: the search index, exports, audit entries,
transfer letters.
"""

import re
from collections.abc import Iterable

from protection.writing import alike

MASK = "＊"

# Digits may be spaced or hyphenated, as people write them, and full-width, as Chinese keyboards give them.
_GAP = r"[\s\-－—·.]?"
_DIGIT = r"[0-9０-９]"
_NOT_IN_NUMBER = rf"(?<!{_DIGIT})"


def _digits(count: str) -> str:
    return rf"(?:{_DIGIT}{_GAP}){count}"


# A case number (division code, year, serial) identifies nobody, yet would be masked as a run of 16 digits.
# Only when nothing more follows: an ID number may be written 320722-2005-010112-34.
_MORE = rf"[0-9０-９xXｘＸ]|{_GAP}{_DIGIT}{{0,2}}[0-9０-９xXｘＸ](?!{_DIGIT})"
_NO_CASE_NUMBER = rf"(?![0-9]{{6}}-20[0-9]{{2}}-[0-9]{{6}}(?!{_MORE}))"
# A run of 15 to 19 digits is an ID number (15 or 18) or a bank account (16 to 19); an X may end the former.
# A longer one is several of them one after another, of which no rest may stay.
_LONG_NUMBER = re.compile(rf"{_NOT_IN_NUMBER}{_NO_CASE_NUMBER}{_digits('{14,}')}[0-9０-９xXｘＸ]")
_MOBILE = re.compile(
    rf"{_NOT_IN_NUMBER}(?:[+＋]?[8８][6６]{_GAP})?[1１]{_GAP}[3-9３-９]{_GAP}{_digits('{8}')}{_DIGIT}"
)
_LANDLINE = re.compile(rf"{_NOT_IN_NUMBER}[0０]{_DIGIT}{{2,3}}{_GAP}{_DIGIT}{{7,8}}(?!{_DIGIT})")
# What people put between the characters of a name or a number, seen or unseen.
_BETWEEN = re.compile("[\\s·・.\\-－—_\u00ad\u200b-\u200f\u2060-\u2064\ufeff]*")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


def redact(text: str, known: Iterable[str] = ()) -> str:
    """Mask ID, bank and telephone numbers, e-mail addresses and every ``known`` value (a name, an address …).

    Each masked run becomes as many ＊ as it had characters, so that the reader sees something stood there.
    A known value is found spaced out, in full width and in traditional characters too. One of a single
    character is left: it would tear holes into every sentence.
    """
    text = _without(text, known)
    for pattern in (_EMAIL, _LONG_NUMBER, _MOBILE, _LANDLINE):
        text = pattern.sub(_stars, text)
    return text


def _without(text: str, known: Iterable[str]) -> str:
    """Mask the known values, the longest first: a part of an address is an address too."""
    written = alike(text)
    marks = set(written)
    for value in sorted({_BETWEEN.sub("", alike(value or "")) for value in known}, key=len, reverse=True):
        if len(value) < 2 or not marks.issuperset(value):
            continue
        spaced = _BETWEEN.pattern.join(map(re.escape, value))
        for found in re.finditer(spaced, written):
            start, end = found.span()
            stars = MASK * (end - start)
            text = text[:start] + stars + text[end:]
            written = written[:start] + stars + written[end:]
    return text


def _stars(match: re.Match[str]) -> str:
    return MASK * len(match.group())
