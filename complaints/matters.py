"""What a case is mainly about, as far as it decides who reads it first: said by the citizen, raised by words.

Words only ever raise a matter, from assistance to conduct to money, and never lower it: what a frightened
person leaves out, or plays down, decides nothing against them. The words are a table that an official can
read and change (``data/raising_words.csv``): ``words`` raise by themselves, or where ``near`` names others,
only with one of these in the same few characters after them (收了…元).
"""

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from complaints.enums import Matter
from complaints.names import fold

#: The gravest last.
ORDER = ("", Matter.ASSISTANCE, Matter.LIST, Matter.OTHER, Matter.CONDUCT, Matter.MONEY)
#: Within so many characters after a word of giving or taking stands what was given.
NEAR = 8
_PATH = Path(__file__).parent / "data" / "raising_words.csv"


class Raising(NamedTuple):
    """Words that raise a matter to ``matter``, with one of ``near`` after them where that is not empty."""

    matter: str
    near: tuple[str, ...]
    words: tuple[str, ...]


@cache
def raising() -> tuple[Raising, ...]:
    """Return the table, read once a process; words are folded as texts are."""
    with _PATH.open(encoding="utf-8") as file:
        return tuple(
            Raising(row["matter"], _folded(row["near"]), _folded(row["words"]))
            for row in csv.DictReader(file)
        )


def raised(matter: str, texts: Iterable[str]) -> str:
    """Return the gravest of the matter as said and what the texts speak of.

    Each word is looked for once through each text, so the time grows with the texts and with nothing else.
    """
    found = [row.matter for text in map(fold, texts) for row in raising() if _speaks(text, row)]
    return max([matter, *found], key=ORDER.index)


def is_graver(matter: str, than: str) -> bool:
    """Whether the first weighs more than the second."""
    return ORDER.index(matter) > ORDER.index(than)


def _speaks(text: str, row: Raising) -> bool:
    return any(_stands(text, word, row.near) for word in row.words)


def _stands(text: str, word: str, near: tuple[str, ...]) -> bool:
    at = text.find(word)
    while at >= 0:
        after = text[at + len(word) : at + len(word) + NEAR]
        if not near or any(each in after for each in near):
            return True
        at = text.find(word, at + 1)
    return False


def _folded(words: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in words.split())
