"""Text as it can be stored, searched and put into any file: without characters that nobody sees.

A control character breaks a workbook, one that turns the direction shows a reader other words than those
stored, and one of no width inside a name lets the name past every comparison.
"""

import unicodedata

#: Line breaks and tabs are text; all other characters of these categories are not.
_KEPT = "\n\r\t"
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_NO_CHARACTERS = "\ufffe\uffff"  # no XML file may hold them


def plain(text: str) -> str:
    """Take control, direction and zero-width characters out of ``text``."""
    if text.isprintable():  # nearly always, and none of those is
        return text
    return "".join(
        character
        for character in text
        if character in _KEPT
        or (unicodedata.category(character) not in _UNSEEN and character not in _NO_CHARACTERS)
    )
