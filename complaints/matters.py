"""What a case is mainly about, as far as it decides who reads it first: said by the citizen, raised by words.

Words only ever raise a matter, from assistance to conduct to money, and never lower it: what a frightened
person leaves out, or plays down, decides nothing against them. The words are a table that an official can
read and change (``data/raising_words.csv``): ``words`` raise by themselves, or where ``near`` names others,
only with one of these in the same few characters after them (收了…元).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from complaints.enums import CaseKind, Matter
from complaints.kinds import Blame, kind_of
from complaints.texts.names import fold
from complaints.texts.phrases import stands_in
from protection.data_tables import DataTable

#: The gravest last.
ORDER = ("", Matter.ASSISTANCE, Matter.LIST, Matter.OTHER, Matter.CONDUCT, Matter.MONEY)


@dataclass(frozen=True, kw_only=True)
class Raising:
    """Words that raise a matter to ``matter``, with one of ``near`` after them where that is not empty."""

    matter: Matter
    near: tuple[str, ...] = ()
    words: tuple[str, ...]


TABLE = DataTable(Path(__file__).parent / "data" / "raising_words.csv", Raising, key=("words",))


@cache
def raising() -> tuple[Raising, ...]:
    """Return the table with its words folded as texts are."""
    return tuple(replace(row, near=_folded(row.near), words=_folded(row.words)) for row in TABLE.rows)


def raised(matter: str, texts: Iterable[str]) -> str:
    """Return the gravest of the matter as said and what the texts speak of.

    Each word is looked for once through each text, so the time grows with the texts and with nothing else.
    """
    found = [
        row.matter for text in map(fold, texts) for row in raising() if stands_in(text, row.words, row.near)
    ]
    return max([matter, *found], key=ORDER.index)


def is_about_conduct(kind: CaseKind | str, matter: Matter | str) -> bool:
    """Whether the whole is said against somebody: a report, or what is about conduct or money.

    So is a complaint of which nobody said what it is about; one about assistance or a list may blame nobody.
    """
    blame = kind_of(kind).blame
    if blame == Blame.ALWAYS or matter in (Matter.CONDUCT, Matter.MONEY):
        return True
    return blame == Blame.UNLESS_SAID and not matter


def matters_without_blame(kind: CaseKind | str) -> list[str]:
    """Return the matters in which a case of this kind is said against nobody: the same rule, for a query."""
    return [matter for matter in ORDER if not is_about_conduct(kind, matter)]


def is_graver(matter: str, than: str) -> bool:
    """Whether the first weighs more than the second."""
    return ORDER.index(matter) > ORDER.index(than)


def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(fold, words))
