"""Text as it can be stored, searched and put into any file: without characters that nobody sees.

A control character breaks a workbook, one that turns the direction shows a reader other words than those
stored, and one of no width inside a name lets the name past every comparison.
"""

import unicodedata

#: Line breaks and tabs are text; all other characters of these categories are not.
_KEPT = "\n\r\t"
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
#: Shown as nothing although they count as letters or signs: Hangul fillers, the Mongolian and Braille blanks.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2800")
_NO_CHARACTERS = "\ufffe\uffff"  # no XML file may hold them


def plain(text: str) -> str:
    """Take control, direction and zero-width characters out of ``text``."""
    if text.isprintable() and _FILLERS.isdisjoint(text):  # nearly always, and none of those is
        return text
    return "".join(
        character
        for character in text
        if character in _KEPT
        or not (
            unicodedata.category(character) in _UNSEEN or character in _NO_CHARACTERS or character in _FILLERS
        )
    )


def is_filler(mark: str) -> bool:
    """Whether it is a letter or a sign that is shown as nothing."""
    return mark in _FILLERS


def seen(text: str) -> str:
    """Return what is seen of a name, in one width, without marks that only dress a character."""
    kept = unicodedata.normalize("NFKC", text or "")
    return "".join(
        mark for mark in kept if mark not in _FILLERS and unicodedata.category(mark)[0] not in "CM"
    )
