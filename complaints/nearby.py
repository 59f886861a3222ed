"""The offices around a place and the people in them: all who could be shown what lies there."""

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db.models import Q

from complaints import words
from complaints.names import fold
from complaints.spellings import Spelling, spelling
from organizations import codes, scope
from organizations.enums import Role, UnitKind
from organizations.models import Post, Region, Unit

_ENDINGS = re.compile(
    r"(?:社区居民委员会|社区居委会|村民委员会|居民委员会|村委会|居委会|社区|街道|[省市县区镇乡村])$"
)


class Person(NamedTuple):
    """Somebody in office: their key, their name taken apart, the offices they work in."""

    user: int
    name: Spelling
    units: tuple[int, ...]


class Office(NamedTuple):
    """A unit as far as words can mean it: its key, kind and name, its place's code and name."""

    pk: int
    kind: str
    name: str
    region_id: str
    place: str


class Forms(NamedTuple):
    """A name as it is compared: ``whole`` folded, ``stem`` the bare name, 和平 of 和平镇, or empty."""

    whole: str
    stem: str


@lru_cache(maxsize=1 << 15)
def forms(name: str) -> Forms:
    """Return the forms of the name of a place or a unit.

    A filing compares with a whole county's names. Which names these are is read anew each time; what follows
    from the letters alone is kept, so that nothing kept can be out of date. Never called with a
    complainant's words: those do not stay in memory.
    """
    whole = fold(name)
    stem = _ENDINGS.sub("", whole)
    return Forms(whole, stem if len(stem) > 1 else "")


class Nearby:
    """The units and people in and above the county of a place."""

    def __init__(self, region: Region) -> None:
        self.above = codes.ancestors_of(region.code, include_self=True)
        near = Q(region_id__in=self.above) | scope.within(region.code[:6])
        columns = ("pk", "kind", "name", "region_id", "region__name")
        self.units = [Office(*row) for row in Unit.objects.filter(near).order_by("pk").values_list(*columns)]
        # Who will take up a post is as good as in it; who left one may still have friends, not the files.
        posts = Post.objects.not_ended().filter(unit__in=[unit.pk for unit in self.units])
        rows = posts.order_by("pk").values_list("unit_id", "user_id", "user__name", "role").distinct()
        held = list(rows)
        self.people = _people((unit, user, name) for unit, user, name, _role in held)
        self.hotlines = [unit.pk for unit in self.units if unit.kind == UnitKind.HOTLINE]
        self.operators = _operators(held, self.hotlines)
        self.committees = [unit for unit in self.units if unit.kind == UnitKind.VILLAGE_COMMITTEE]
        self.level = {unit.pk: len(unit.region_id) for unit in self.units if unit.region_id in self.above}
        places = Region.objects.within(region.code[:6]).values_list("code", "name")
        self.places = {code: forms(name) for code, name in places}

    def nearest(self, *kinds: str, level: int | None = None) -> list[int]:
        """Units of these kinds over the place, those of the smallest area only."""
        over = [unit for unit in self.units if unit.pk in self.level and unit.kind in kinds]
        if level is not None:
            over = [unit for unit in over if codes.level_of(unit.region_id) == level]
        closest = max((self.level[unit.pk] for unit in over), default=0)
        return [unit.pk for unit in over if self.level[unit.pk] == closest]

    @cached_property
    def lowest(self) -> frozenset[int]:
        """The place's own offices: those that would have the case at first."""
        return frozenset(self.nearest(UnitKind.TOWNSHIP, UnitKind.BUREAU))

    @cached_property
    def villages(self) -> frozenset[str]:
        """What stands before one of a village's people: the names of the villages, 刘庄村, or 村里."""
        below = [pair for code, pair in self.places.items() if len(code) == 12]
        return (
            frozenset({pair.whole for pair in below} | {f"{pair.stem}村" for pair in below if pair.stem})
            | words.village_words()
        )

    def is_below(self, said: str) -> bool:
        """Whether the words speak of a village's people, who hold no post here and take no case."""
        return bool(words.villagers().search(said)) or any(
            len(code) == 12 and (whole in said or (len(stem) > 1 and f"{stem}村" in said))
            for code, (whole, stem) in self.places.items()
        )

    def without_address(self, said: str) -> str:
        """Take out the name of a place that only says where the next one lies: 和平镇 in 和平镇刘庄村会计."""
        for code, pair in self.places.items():
            for form in pair:
                if form and form in said and (inner := self._inner(code)):
                    said = re.sub(f"{re.escape(form)}(?={inner})", "", said)
        return said

    def _inner(self, code: str) -> str:
        """A pattern of the names of the places directly in this one."""
        inner = [pair for other, pair in self.places.items() if codes.parent_of(other) == code]
        return "|".join(re.escape(form) for pair in inner for form in pair if form)


def _operators(held: Iterable[tuple[int, int, str, str]], hotlines: list[int]) -> list[int]:
    """Who takes calls and registers, in whichever office."""
    found = (user for unit, user, _name, role in held if role == Role.OPERATOR or unit in hotlines)
    return list(dict.fromkeys(found))


def _people(rows: Iterable[tuple[int, int, str]]) -> list[Person]:
    units: dict[int, list[int]] = {}
    names: dict[int, str] = {}
    for unit, user, name in rows:
        units.setdefault(user, []).append(unit)
        names[user] = name
    return [
        Person(user, spelling(names[user]), tuple(units[user]))
        for user in units
        if spelling(names[user]).whole
    ]
