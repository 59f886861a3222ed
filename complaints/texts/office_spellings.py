"""The offices above in the spellings that people give their names: 市民正局, 纪捡组, 市民*局, jiwei.

A name of somebody is compared by its sound (``name_spellings``); an office's is a few fixed words, so these
are written right before a text is read for offices. Which characters of a word may be another of the same
sound, hidden, or in Latin letters says a table (``data/words/office_spellings.csv``): with one of them wrong
no other word may come out. For comparing only: what is shown and kept is as it was written.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pypinyin import pinyin_dict

from complaints.texts.name_spellings import MASKS, as_spoken, is_han, sounds
from complaints.texts.words import either
from protection.comparing import simplified_forms
from protection.data_tables import DataTable


@dataclass(frozen=True)
class Spelt:
    """A word for an office; the places of its characters of which one may be ``wrong``, counted from one;
    how else it is written; and between which characters it is another word.
    """

    word: str
    wrong: tuple[int, ...] = ()
    also: tuple[str, ...] = ()
    not_after: str = ""
    not_before: str = ""


TABLE = DataTable(Path(__file__).parents[1] / "data" / "words" / "office_spellings.csv", Spelt, key=("word",))


def rightly(texts: Iterable[str]) -> list[str]:
    """Return the texts with the words for offices as they are usually written, simplified and half-width."""
    return [_rightly(text) for text in texts]


def _rightly(text: str) -> str:
    written = unicodedata.normalize("NFKC", text).translate(simplified_forms()).casefold()
    return _pattern().sub(lambda found: TABLE.rows[(found.lastindex or 1) - 1].word, written)


@cache
def _pattern() -> re.Pattern[str]:
    """A group a row, in their order. Nothing in it repeats but a few masks, so that it can not run away.

    It is asked at each character of a story: where none of the words begins, one look tells so.
    """
    firsts = "".join(sorted(set().union(*map(_firsts, TABLE.rows))))
    return re.compile(f"(?=[{re.escape(firsts)}])(?:{'|'.join(f'({_row(row)})' for row in TABLE.rows)})")


def _firsts(row: Spelt) -> set[str]:
    """With which characters the row may begin."""
    begins = {row.word[0]} if any(at > 1 for at in row.wrong) else set()
    if 1 in row.wrong:
        begins |= {*_of_sound(row.word[0]), *MASKS, *(each[0] for each in sounds(row.word[0]))}
    return begins | {each[0] for each in row.also}


def _row(row: Spelt) -> str:
    ways = [f"{row.word[: at - 1]}{_instead_of(row.word[at - 1])}{row.word[at:]}" for at in row.wrong] + [
        f"(?<![a-z]){each}(?![a-z])" if each[0].isascii() else each for each in map(re.escape, row.also)
    ]
    before = f"(?<![{row.not_after}])" if row.not_after else ""
    after = f"(?![{row.not_before}])" if row.not_before else ""
    return f"{before}(?:{'|'.join(ways)}){after}"


def _instead_of(mark: str) -> str:
    """A pattern of what may stand for a character: one of its sound, a mask or two, Latin letters."""
    alike = "".join(_of_sound(mark))
    latin = sorted(sounds(mark), key=len, reverse=True)
    initials = "".join(sorted({each[0] for each in latin}))
    return f"(?:[{alike}]|[{re.escape(MASKS)}]{{1,2}}|{either(latin)}|[{initials}])"


@cache
def _of_sound(mark: str) -> list[str]:
    heard = as_spoken(mark)
    others = filter(is_han, map(chr, pinyin_dict.pinyin_dict))
    return [other for other in others if heard & as_spoken(other) and other != mark]
