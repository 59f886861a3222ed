"""Taking out of a free text what would identify a person.

For texts that leave the circle of those who may know: the search index, exports, audit entries,
transfer letters.
"""

import re
from collections.abc import Iterable, Iterator

from protection.comparing import alike

MASK = "＊"

# What people put between the characters of a name or a number, seen or unseen; bullets of a Uyghur name too.
_MARKS = "[\\s·・•‧∙●.\\-－—_\u00ad\u200b-\u200f\u2060-\u2064\ufeff]"
_BETWEEN = re.compile(f"{_MARKS}*")
_GAP = f"{_MARKS}{{0,3}}"
_NOT_IN_NUMBER = "(?<![0-9])"


def _digits(count: str) -> str:
    return rf"(?:[0-9]{_GAP}){count}"


# A case number (division code, year, serial) identifies nobody, yet would be masked as a run of 16 digits.
# Only when nothing more follows: an ID number may be written 320722-2005-010112-34.
_MORE = rf"[0-9x]|{_GAP}[0-9]{{0,2}}[0-9x](?![0-9])"
_NO_CASE_NUMBER = rf"(?![0-9]{{6}}-20[0-9]{{2}}-[0-9]{{6}}(?!{_MORE}))"
# A run of 15 to 19 digits is an ID number (15 or 18) or a bank account (16 to 19); an X may end the former.
# A longer one is several of them one after another, of which no rest may stay.
_LONG_NUMBER = re.compile(rf"{_NOT_IN_NUMBER}{_NO_CASE_NUMBER}{_digits('{14,}')}[0-9x]")
_MOBILE = re.compile(rf"{_NOT_IN_NUMBER}(?:\+?86{_GAP})?1{_GAP}[3-9]{_GAP}{_digits('{8}')}[0-9]")
_LANDLINE = re.compile(rf"{_NOT_IN_NUMBER}\(?0[0-9]{{2,3}}\)?{_GAP}{_digits('{6,7}')}[0-9](?![0-9])")
# 幺三九零…: a number said digit by digit. Nothing else runs on so long without a 十 or 百.
_SPOKEN = re.compile(rf"(?:[〇○零一二三四五六七八九幺]{_GAP}){{10,}}[〇○零一二三四五六七八九幺]")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


def redact(text: str, known: Iterable[str] = ()) -> str:
    """Mask ID, bank and telephone numbers, e-mail addresses and every ``known`` value (a name, an address …).

    Each masked run becomes as many ＊ as it had characters, so that the reader sees something stood there.
    All of them are found spaced out, in full width and in traditional characters too. A known value of a
    single character is left: it would tear holes into every sentence.
    """
    written = alike(text)
    for pattern in (*_patterns(written, known), _EMAIL, _LONG_NUMBER, _MOBILE, _LANDLINE, _SPOKEN):
        written = pattern.sub(_stars, written)
    if MASK not in written:
        return text
    # A ＊ of the text itself has become * in the form of it, so these are ours.
    return "".join(MASK if form == MASK else mark for mark, form in zip(text, written, strict=True))


def _stars(found: re.Match[str]) -> str:
    return MASK * len(found.group())


def _patterns(written: str, known: Iterable[str]) -> Iterator[re.Pattern[str]]:
    """Patterns of the known values that could occur, the longest first: a part of an address is one too."""
    marks = set(written)
    for value in sorted({_BETWEEN.sub("", alike(value or "")) for value in known}, key=len, reverse=True):
        if len(value) > 1 and marks.issuperset(value):
            yield re.compile(_BETWEEN.pattern.join(map(re.escape, value)))
