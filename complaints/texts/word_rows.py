"""What a row of each table of words holds (``texts.words``)."""

from dataclasses import dataclass
from typing import Literal, Protocol

from organizations.enums import Level, UnitKind


@dataclass(frozen=True)
class Word:
    """A word of a table that holds nothing else."""

    word: str


@dataclass(frozen=True)
class Turning:
    """What shows that an office is turned to: it stands ``before`` the office, or ``after`` it.

    ``work`` is what inspectors do in their work; what follows it is what they found, and not their doing.
    After a ``wish``, or what is denied, stands what they shall not do. Who is turned to in ``vain`` is meant:
    找…也没用.
    """

    word: str
    side: Literal["before", "after", "work", "wish", "vain"]


@dataclass(frozen=True)
class Surname:
    """A family name, of one character or of two."""

    surname: str


@dataclass(frozen=True)
class Title:
    """A word beside a family name. ``border``: it counts only where the name ends after it.

    ``rank``: a rank ``may`` stand before it, 二姐, 老主任, or ``must``: 二爹.
    """

    word: str
    sort: Literal["office", "vague", "kin"]
    border: bool = False
    rank: Literal["", "may", "must"] = ""
    note: str = ""


@dataclass(frozen=True)
class Border:
    """A character that ends a name before it, or begins one after it."""

    mark: str
    side: Literal["before", "after"]


@dataclass(frozen=True)
class DutyWordRow:
    """What the people of an office do. ``with_wrong``: it means them only beside a grievance."""

    word: str
    kind: UnitKind
    with_wrong: bool = False


@dataclass(frozen=True)
class OfficeWordRow:
    """A word for the nearest office of a kind; ``not_after`` names what it must not follow.

    That is one of these characters, or with ``start`` anything at all.
    """

    word: str
    kind: UnitKind
    level: Level | None = None
    not_after: str = ""
    note: str = ""


class Bounded(Protocol):
    """A row whose word does not count after one of the characters of ``not_after``."""

    @property
    def word(self) -> str: ...

    @property
    def not_after(self) -> str: ...


@dataclass(frozen=True)
class Telling:
    """What tells something of a text by itself; it does not count after one of ``not_after``."""

    word: str
    not_after: str = ""
    note: str = ""


@dataclass(frozen=True)
class Wrong(Telling):
    """What makes a sentence a grievance.

    ``inspected``: beside inspectors it is none against them; they deal with it, or have not answered yet.
    """

    inspected: bool = False


PlainSort = Literal[
    "asks", "said", "have", "had", "area", "scheme", "place", "to", "at", "act", "of", "counter", "photo"
]


@dataclass(frozen=True)
class PlainWord:
    """A word of a question about the rules, and where in it: what each sort is says ``texts.plain``."""

    word: str
    sort: PlainSort


@dataclass(frozen=True)
class Operator(Telling):
    """Words for whoever takes calls and registers; ``clerk``: also for a clerk of the place's own office."""

    clerk: bool = False


@dataclass(frozen=True)
class AfterPlace:
    """What follows a place's name where its office is meant. ``place_only``: it names the place as well."""

    kind: UnitKind
    word: str
    place_only: bool = False
