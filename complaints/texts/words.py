"""The words by which people call offices and their people: tables that an official can change.

``titles``       what stands beside a family name: 主任, 科 (``border``: only where the name ends there), 姐
``ranks``        what may stand before one of these: 二姐, 三表叔, 老主任
``offices``      words that mean the nearest office of a kind, where none is named by its place
``duties``       what somebody does, or where they sit: 管低保的, 驻村干部; means the office nearest
``after_places`` what follows a place's bare name where its office is meant: 和平政府
``surnames``     family names, of one character and of two
``rarer_surnames`` those that stand in ordinary words more often: traces are kept of them, nothing else
``ordinary``     ordinary words that look like a name or a title: 继续, 孙子, 由于
``relations``    what makes somebody the writer's own: 邻居, 我姐夫
``ties``         what binds two people, so that one may act for the other: 连襟, 战友
``close``        what those do together who should not be close, of whom it is a wrong: 一桌, 在会计家
``wrongs``       what makes a sentence about an office a grievance: 收钱, 刁难
``somebody``     what tells that somebody is meant whom no name tells: 他, 那个女的, 不敢, 木子 (for 李)
``handling``     what is said of whoever has the case: 来调查的人, 再告就, 换个人
``operators``    whoever takes calls and registers: 接电话的, 登记的那个; means all who do so around
``rude_at_calls`` what is held against them beside the wrongs, where staff took it down: 挂, 不耐烦
``office_spellings``        offices in other spellings (``complaints.texts.office_spellings``): 纪捡组, jiwei
``highest``      what names a city's bureau, ``inspecting`` the group (``complaints.texts.highest_words``)
``plain``        what a question about the rules is made of (``complaints.texts.plain``)
``higher``       marks of the county, and of what is above it: 科, 大楼, 上头 (``complaints.reach.levels``)
``addressees``   what stands by an office that is asked for help, not complained about: 请, …来查
``borders``      characters that end a name before them, or begin one after them: 找, 收
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from complaints.texts.word_rows import (
    AfterPlace,
    Border,
    Bounded,
    DutyWordRow,
    OfficeWordRow,
    Operator,
    PlainSort,
    PlainWord,
    Surname,
    Telling,
    Title,
    Turning,
    Word,
    Wrong,
)
from organizations.enums import Level, UnitKind
from protection.data_tables import DataTable

Row = TypeVar("Row")


def _table(name: str, row: type[Row], key: Sequence[str] = ("word",)) -> DataTable[Row]:
    return DataTable(Path(__file__).parents[1] / "data" / "words" / f"{name}.csv", row, key=key)


_TITLES = _table("titles", Title)
_RANKS = _table("ranks", Word)
_OFFICES = _table("offices", OfficeWordRow)
_DUTIES = _table("duties", DutyWordRow)
_AFTER_PLACES = _table("after_places", AfterPlace, key=("kind", "word"))
_SURNAMES = _table("surnames", Surname, key=("surname",))
_RARER_SURNAMES = _table("rarer_surnames", Surname, key=("surname",))
_ORDINARY = _table("ordinary", Word)
_RELATIONS = _table("relations", Word)
_TIES = _table("ties", Word)
_CLOSE = _table("close", Telling)
_WRONGS = _table("wrongs", Wrong)
_HANDLING = _table("handling", Word)
_ADDRESSEES = _table("addressees", Turning, key=("word", "side"))
_OPERATORS = _table("operators", Operator)
_RUDE_AT_CALLS = _table("rude_at_calls", Telling)
_HIGHER = _table("higher", Telling)
_PLAIN = _table("plain", PlainWord, key=("word", "sort"))
_SOMEBODY = _table("somebody", Telling)
_PRONOUNS = frozenset({"他", "她"})
_POLITE = frozenset({"领导", "同志", "先生", "女士", "小姐", "师傅", "老师", "医生", "老板"})
_BORDERS = _table("borders", Border, key=("mark", "side"))


class OfficeWord(NamedTuple):
    """Words that mean the nearest office of ``kind``, at ``level`` where it is given."""

    kind: UnitKind
    level: Level | None
    pattern: re.Pattern[str]


def _any_of(table: DataTable[Word]) -> re.Pattern[str]:
    return re.compile(either([row.word for row in table.rows]))


def telling(rows: Iterable[Bounded]) -> re.Pattern[str]:
    """A pattern of the rows' words, each met only where none of its ``not_after`` stands right before it."""
    grouped: dict[str, list[str]] = {}
    for row in rows:
        grouped.setdefault(row.not_after, []).append(row.word)
    return re.compile("|".join(f"(?:{_office(before, each).pattern})" for before, each in grouped.items()))


def either(words: list[str]) -> str:
    """A pattern of literal words, longer ones first: no word can hide a longer one, and none runs away."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


@cache
def surnames() -> frozenset[str]:
    """Family names of one or two characters."""
    return frozenset(row.surname for row in _SURNAMES.rows)


@cache
def all_surnames() -> frozenset[str]:
    """Those, and the rarer ones of one character: no story means somebody by these alone."""
    return surnames() | {row.surname for row in _RARER_SURNAMES.rows}


@cache
def ordinary() -> re.Pattern[str]:
    """Ordinary words that look like a name or a title."""
    return _any_of(_ORDINARY)


@cache
def ordinary_words() -> frozenset[str]:
    """These words one by one."""
    return frozenset(row.word for row in _ORDINARY.rows)


@cache
def relations() -> re.Pattern[str]:
    """What makes somebody the writer's own, right before the name."""
    return re.compile(f"(?:{either([row.word for row in _RELATIONS.rows])})$")


@cache
def ties() -> re.Pattern[str]:
    """What binds two people: in doubt somebody else is meant than who is named."""
    return _any_of(_TIES)


def ties_alone() -> list[str]:
    """These words one by one."""
    return [row.word for row in _TIES.rows]


@cache
def wrongs() -> re.Pattern[str]:
    """What makes a sentence about an office a grievance."""
    return telling(_WRONGS.rows)


@cache
def close() -> re.Pattern[str]:
    """What people do together who should not be close."""
    return telling(_CLOSE.rows)


@cache
def somebody(reported: bool = False) -> re.Pattern[str]:
    """What tells that somebody is meant, by no name; in ``reported`` speech a bare pronoun does not."""
    return telling(row for row in _SOMEBODY.rows if not (reported and row.word in _PRONOUNS))


@cache
def handling() -> re.Pattern[str]:
    """What is said of whoever has the case."""
    return _any_of(_HANDLING)


@cache
def titles() -> dict[str, Title]:
    """Titles and kinship words by themselves, without a rank."""
    return {row.word: row for row in _TITLES.rows if row.rank != "must"}


def title_of(word: str) -> Title | None:
    """Return the title or kinship word that this is, also with a rank before it: 二叔, 三表叔, 老主任.

    With a rank no border is needed after it, since one character more makes chance unlikely.
    """
    return titles().get(word) or (_with_rank(word) if _ranked().fullmatch(word) else None)


def title_met(found: re.Match[str]) -> Title:
    """Return the title that ``title_at`` met."""
    word = found.group(1)
    return titles().get(word) or _with_rank(word)


def _with_rank(word: str) -> Title:
    base = next(row for row in _TITLES.rows if row.rank and word.endswith(row.word))
    return Title(word, base.sort)


def office_titles(*, anywhere: bool = False) -> list[str]:
    """Titles of people in office; ``anywhere``: only those that count wherever they stand by a name."""
    rows = (row for row in _TITLES.rows if row.sort == "office")
    return [row.word for row in rows if not (anywhere and row.border)]


@cache
def ranks() -> frozenset[str]:
    """What may stand before a title or a kinship word: 大, 二, 表."""
    return frozenset(row.word for row in _RANKS.rows)


@cache
def offices_alone() -> tuple[str, ...]:
    """Titles that say by themselves that somebody is in office, without those that are polite to anybody."""
    whole = [word for word in office_titles() if len(word) > 1 and word not in _POLITE]
    return (*whole, *(f"{deputy}{word}" for word in whole for deputy in "副原"))


@cache
def title_at() -> re.Pattern[str]:
    """A pattern that meets every place where a title begins, and keeps the longest there.

    Most characters of a text begin none, and the first look says so.
    """
    rank = f"[{''.join(sorted(ranks()))}]"
    plain = {size: [word for word in titles() if min(len(word), 3) == size] for size in (1, 2, 3)}
    ranked = [row.word for row in _TITLES.rows if row.rank]
    short, long = ([word for word in ranked if (len(word) > 1) == is_long] for is_long in (False, True))
    tried = (
        either(plain[3]),
        f"{rank}{{1,2}}(?:{either(long)})",
        f"{rank}{rank}(?:{either(short)})",
        either(plain[2]),
        f"{rank}(?:{either(short)})",
        either(plain[1]),
    )
    first = "".join(sorted({word[0] for word in titles()} | ranks()))
    return re.compile(f"(?=[{first}])(?=({'|'.join(tried)}))")


@cache
def _ranked() -> re.Pattern[str]:
    """A title with a rank before it, and nothing else."""
    rank = either(list(ranks()))
    return re.compile(f"(?:{rank}){{1,2}}(?:{either([row.word for row in _TITLES.rows if row.rank])})")


@cache
def borders(side: str) -> frozenset[str]:
    """Characters that stand right before a name (``before``) or right after one (``after``)."""
    return frozenset(row.mark for row in _BORDERS.rows if row.side == side)


@cache
def duties(*, clear: bool = False) -> list[tuple[UnitKind, re.Pattern[str]]]:
    """For each kind of office, what its people do; ``clear``: only what needs no grievance beside it."""
    by_kind: dict[UnitKind, list[str]] = {}
    for row in _DUTIES.rows:
        if not (clear and row.with_wrong):
            by_kind.setdefault(row.kind, []).append(row.word)
    return [(kind, re.compile(either(words))) for kind, words in by_kind.items()]


@cache
def offices() -> list[OfficeWord]:
    """Words that mean the nearest office of a kind, in the order in which they are tried."""
    grouped: dict[tuple[UnitKind, Level | None, str], list[str]] = {}
    for row in _OFFICES.rows:
        grouped.setdefault((row.kind, row.level, row.not_after), []).append(row.word)
    return [
        OfficeWord(kind, level, _office(not_after, words))
        for (kind, level, not_after), words in grouped.items()
    ]


def of_offices(*kinds: UnitKind, duties: bool = False) -> list[str]:
    """The words for offices of these kinds, or for the ``duties`` of their people."""
    rows: Iterable[DutyWordRow | OfficeWordRow] = _DUTIES.rows if duties else _OFFICES.rows
    return [row.word for row in rows if row.kind in kinds]


def _office(not_after: str, words: list[str]) -> re.Pattern[str]:
    before = "^" if not_after == "start" else f"(?<![{not_after}])" if not_after else ""
    return re.compile(f"{before}(?:{either(words)})")


@cache
def after_places(*, place_too: bool) -> dict[str, tuple[str, ...]]:
    """For each kind of office, what follows a place's name; ``place_too``: with 镇, which names the place."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(UnitKind.values, ())
    for row in _AFTER_PLACES.rows:
        if place_too or not row.place_only:
            found[row.kind] += (row.word,)
    return found


@cache
def addressees(side: str) -> re.Pattern[str]:
    """What stands on this side of an office that is asked for help, not complained about."""
    found = either([row.word for row in _ADDRESSEES.rows if row.side == side])
    return re.compile(found if side == "before" else f"(?<![不没未])(?:{found})")


@cache
def matters_of_inspection() -> frozenset[str]:
    """The wrongs that say nothing against inspectors beside whom they stand: 纪委对举报, 纪委也不理."""
    return frozenset(row.word for row in _WRONGS.rows if row.inspected)


@cache
def operators() -> re.Pattern[str]:
    """What tells that whoever takes calls and registers is meant; they hold posts in offices of any kind."""
    return telling(_OPERATORS.rows)


@cache
def rude_at_calls() -> re.Pattern[str]:
    """What is held against whoever takes calls, beside the wrongs."""
    return telling(_RUDE_AT_CALLS.rows)


def plain(*sorts: PlainSort) -> str:
    """The words of a plain question of these sorts, as the source of a pattern, longer ones first."""
    return either([row.word for row in _PLAIN.rows if row.sort in sorts])


@cache
def higher() -> re.Pattern[str]:
    """Marks of the county and what is above it, in whatever says something against somebody."""
    return telling(_HIGHER.rows)


@cache
def callers() -> re.Pattern[str]:
    """Those of the words for them by which nobody is meant who sits in the place's own office."""
    return telling(row for row in _OPERATORS.rows if not row.clerk)


@cache
def villagers() -> re.Pattern[str]:
    """Words for a village's own people and board."""
    return re.compile(either(of_offices(UnitKind.VILLAGE_COMMITTEE)))


def village_words() -> frozenset[str]:
    """These words one by one."""
    return frozenset(of_offices(UnitKind.VILLAGE_COMMITTEE))
