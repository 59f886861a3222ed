"""The words by which people call offices and their people, read from the tables in ``data/words``.

An official can read and change them; they are read once a process. What each table means:

``titles``       what stands beside a family name: 主任, 科 (``border``: only where the name ends there), 姐
``offices``      words that mean the nearest office of a kind, where none is named by its place
``duties``       what somebody does, or where they sit: 管低保的, 驻村干部; means the office nearest
``after_places`` what follows a place's bare name where its office is meant: 和平政府
``surnames``     family names, of one character and of two
``ordinary``     ordinary words that look like a name or a title: 继续, 孙子, 由于
``relations``    what makes somebody the writer's own: 邻居, 我姐夫
``wrongs``       what makes a sentence about an office a grievance: 收钱, 刁难
``addressees``   what stands before an office that is asked for help, not complained about: 请, 希望
``texts``        which texts of which acts are read for whom they mean, and why (``reading``)
``borders``      characters that end a name before them, or begin one after them: 找, 收
"""

import csv
import re
from functools import cache
from importlib import resources
from typing import NamedTuple

from organizations.enums import Level, UnitKind


class OfficeWord(NamedTuple):
    """A word that means the nearest office of ``kind``, at ``level`` where it is given."""

    kind: UnitKind
    level: Level | None
    pattern: re.Pattern[str]


def rows(table: str) -> list[dict[str, str]]:
    """Return the rows of one table."""
    file = resources.files("complaints") / "data" / "words" / f"{table}.csv"
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


def _either(words: list[str]) -> str:
    """A pattern of literal words, longer ones first: no word can hide a longer one, and none runs away."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


@cache
def surnames() -> frozenset[str]:
    """Family names of one or two characters."""
    return frozenset(row["surname"] for row in rows("surnames"))


@cache
def ordinary() -> re.Pattern[str]:
    """Ordinary words that look like a name or a title."""
    return re.compile(_either([row["words"] for row in rows("ordinary")]))


@cache
def ordinary_words() -> frozenset[str]:
    """The same as a set."""
    return frozenset(row["words"] for row in rows("ordinary"))


@cache
def relations() -> re.Pattern[str]:
    """What makes somebody the writer's own, right before the name."""
    return re.compile(f"(?:{_either([row['words'] for row in rows('relations')])})$")


@cache
def wrongs() -> re.Pattern[str]:
    """What makes a sentence about an office a grievance."""
    return re.compile(_either([row["word"] for row in rows("wrongs")]))


class Title(NamedTuple):
    """A word beside a family name. ``border``: it counts only where the name ends after it."""

    word: str
    sort: str
    border: bool


@cache
def titles() -> dict[str, Title]:
    """Titles and kinship words by themselves."""
    return {row["word"]: Title(row["word"], row["sort"], bool(row["border"])) for row in rows("titles")}


@cache
def title_at() -> re.Pattern[str]:
    """A pattern that meets every place where a title begins, and keeps the longest there."""
    return re.compile(f"(?=({_either(list(titles()))}))")


@cache
def borders(side: str) -> frozenset[str]:
    """Characters that stand right before a name (``before``) or right after one (``after``)."""
    return frozenset(row["mark"] for row in rows("borders") if row["side"] == side)


@cache
def duties(*, clear: bool = False) -> list[tuple[UnitKind, re.Pattern[str]]]:
    """For each kind of office, what its people do; ``clear``: only what needs no grievance beside it."""
    by_kind: dict[str, list[str]] = {}
    for row in rows("duties"):
        if not (clear and row["with_wrong"]):
            by_kind.setdefault(row["kind"], []).append(row["words"])
    return [(UnitKind(kind), re.compile(_either(words))) for kind, words in by_kind.items()]


@cache
def offices() -> list[OfficeWord]:
    """Words that mean the nearest office of a kind, in the order in which they are tried."""
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for row in rows("offices"):
        grouped.setdefault((row["kind"], row["level"], row["not_after"]), []).append(row["words"])
    return [
        OfficeWord(UnitKind(kind), Level[level.upper()] if level else None, _office(not_after, words))
        for (kind, level, not_after), words in grouped.items()
    ]


def _office(not_after: str, words: list[str]) -> re.Pattern[str]:
    before = "^" if not_after == "start" else f"(?<![{not_after}])" if not_after else ""
    return re.compile(f"{before}(?:{_either(words)})")


@cache
def after_places(*, place_too: bool) -> dict[str, tuple[str, ...]]:
    """For each kind of office, what follows a place's name; ``place_too``: with 镇, which names the place."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(UnitKind.values, ())
    for row in rows("after_places"):
        if place_too or not row["place_only"]:
            found[row["kind"]] += (row["word"],)
    return found


@cache
def addressees() -> re.Pattern[str]:
    """What stands before an office that is asked for help, not complained about."""
    return re.compile(_either([row["words"] for row in rows("addressees")]))


@cache
def villagers() -> re.Pattern[str]:
    """Words for a village's own people and board."""
    return re.compile(_either(list(village_words())))


@cache
def village_words() -> frozenset[str]:
    """The same as a set."""
    return frozenset(row["words"] for row in rows("offices") if row["kind"] == UnitKind.VILLAGE_COMMITTEE)


@cache
def read_texts() -> dict[tuple[str, str], str]:
    """For an act and one of its texts how it is read: ``all``, ``others`` or ``no``."""
    return {(row["act"], row["field"]): row["read"] for row in rows("texts")}
