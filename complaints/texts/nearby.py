"""The offices around a place and the people in them: all who could be shown what lies there."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.db.models import Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from complaints.routing import reads_what_comes
from complaints.texts import words, written_names
from complaints.texts.name_spellings import Spelling, spelling
from complaints.texts.names import fold
from organizations import codes, scope, sensitive
from organizations.enums import Role, UnitKind
from organizations.models import Post, Region, Unit
from organizations.place_endings import has_ending, without_ending

_VILLAGE = 12  # digits of its code


class NearbyPerson(NamedTuple):
    """Somebody in office: their key, their name taken apart, the offices they work in.

    ``along``: those that words for the person are about too. ``vouched``: two have seen to the name, so that
    words for it need mean nobody else.
    """

    user: int
    name: Spelling
    units: tuple[int, ...]
    along: frozenset[int] = frozenset()
    vouched: bool = False


class NearbyOffice(NamedTuple):
    """A unit as far as words can mean it: its key, kind and name, its place's code and name.

    One for each name that it has or had.
    """

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
    stem = without_ending(whole)
    return Forms(whole, stem if len(stem) > 1 else "")


def _offices_by_name(found: Iterable[tuple[Any, ...]]) -> list[NearbyOffice]:
    """Each unit under each of its names and its place's.

    A new one that no second administrator has seen is meant by no words; an old name still means it.
    """
    return [
        NearbyOffice(pk, kind, each, region_id, place)
        for pk, kind, name, region_id, is_new, formerly, *names in found
        for each in dict.fromkeys([name, *formerly])
        for place in _all_names(*names)
        if not is_new
    ]


def _places_by_name(county: str) -> list[tuple[str, Forms]]:
    places = Region.objects.within(county).values_list("code", *_PLACE)
    return [
        (code, forms(each))
        for code, name, known_as, formerly in places
        for each in _all_names(known_as or name, "", formerly)
    ]


class Nearby:
    """The units and people in and above the county of a place."""

    def __init__(self, region: Region) -> None:
        self.above = codes.ancestors_of(region.code, include_self=True)
        near = Q(region_id__in=self.above) | scope.within(codes.county_of(region.code))
        # Another name counts once a second administrator has seen it.
        called = Coalesce(NullIf("known_as", Value("")), "name")
        columns = ("pk", "kind", called, "region_id", "is_new", "formerly")
        found = list(Unit.objects.filter(near).order_by("pk").values_list(*columns, *_PLACE_OF_UNIT))
        self.units = _offices_by_name(found)
        self._places_of_units = {
            forms(each)
            for *_unit, name, known_as, formerly in found
            for each in _all_names(known_as or name, "", formerly)
        }
        # Who will take up a post is as good as in it; who left one may still have friends, not the files.
        posts = Post.objects.not_ended().filter(unit__in=[row[0] for row in found])
        rows = [_Held(*row) for row in posts.order_by("pk").values_list(*_HELD)]
        self.hotlines = list(dict.fromkeys(u.pk for u in self.units if u.kind == UnitKind.HOTLINE))
        self.operators = _operators(rows, self.hotlines)
        self.committees = [unit for unit in self.units if unit.kind == UnitKind.VILLAGE_COMMITTEE]
        #: The offices over the place: all that could have what lies there, also new ones.
        self.over = frozenset(row[0] for row in found if row[3] in self.above)
        self.level = {unit.pk: len(unit.region_id) for unit in self.units if unit.region_id in self.above}
        #: Names of the places, with the code of each: those that two have seen, since words with one of them
        #: may mean nobody in office.
        self.places = _places_by_name(codes.county_of(region.code))
        places_of = {row[0]: (row[1], row[3]) for row in found}
        #: Who reads what comes to each office and moves it on.
        self.handling = _handling(rows, places_of)
        self.people = _people(rows, self._small_offices(), self._names_of_places())

    def _small_offices(self) -> frozenset[int]:
        return frozenset(unit.pk for unit in self.units if unit.kind == UnitKind.TOWNSHIP)

    def _names_of_places(self) -> frozenset[str]:
        """The names of the places around, and 刘庄村 for 刘庄村委会."""
        around = [*(pair for _code, pair in self.places), *self._places_of_units]
        return frozenset({pair.whole for pair in around} | {f"{pair.stem}村" for pair in around if pair.stem})

    def nearest(self, *kinds: str, level: int | None = None) -> list[int]:
        """Units of these kinds over the place, those of the smallest area only."""
        over = [unit for unit in self.units if unit.pk in self.level and unit.kind in kinds]
        if level is not None:
            over = [unit for unit in over if codes.level_of(unit.region_id) == level]
        closest = max((self.level[unit.pk] for unit in over), default=0)
        return list(dict.fromkeys(unit.pk for unit in over if self.level[unit.pk] == closest))

    def called(self, kind: str, *, level: int | None = None) -> list[int]:
        """Units that words for this kind mean, which say no place: the nearest; of groups that inspect each
        that could have the case, since nothing tells which of them 纪检组 is.
        """
        if kind != UnitKind.INSPECTION:
            return self.nearest(kind, level=level)
        return list(dict.fromkeys(u.pk for u in self.units if u.kind == kind and u.pk in self.level))

    @cached_property
    def lowest(self) -> frozenset[int]:
        """The place's own offices: those that would have the case at first."""
        return frozenset(self.nearest(UnitKind.TOWNSHIP, UnitKind.BUREAU))

    @cached_property
    def villages(self) -> frozenset[str]:
        """What stands before one of a village's people: the names of the villages, 刘庄村, or 村里."""
        names = {name for pair in self._named_villages for name in (pair.whole, f"{pair.stem}村")}
        return frozenset(names) | words.village_words()

    @cached_property
    def _named_villages(self) -> list[Forms]:
        """The villages whose name says so: one that is called 那个 would shield whoever 那个孙主任 means."""
        below = [pair for code, pair in self.places if len(code) == _VILLAGE]
        return [pair for pair in below if pair.stem and pair.stem != pair.whole]

    def is_below(self, said: str) -> bool:
        """Whether the words speak of a village's people, who hold no post here and take no case."""
        return bool(words.villagers().search(said)) or any(
            whole in said or f"{stem}村" in said for whole, stem in self._named_villages
        )

    def without_address(self, said: str) -> str:
        """Take out the name of a place that only says where the next one lies: 和平镇 in 和平镇刘庄村会计."""
        for code, pair in self.places:
            for form in pair:
                if form and form in said and (inner := self._inner(code)):
                    said = re.sub(f"{re.escape(form)}(?={inner})", "", said)
        return said

    def _inner(self, code: str) -> str:
        """A pattern of the names of the places directly in this one."""
        inner = [pair for other, pair in self.places if codes.parent_of(other) == code]
        return "|".join(re.escape(form) for pair in inner for form in pair if form)


#: What a place is called, and the same of the place of a unit.
_PLACE = ("name", "known_as", "formerly")
_PLACE_OF_UNIT = tuple(f"region__{column}" for column in _PLACE)


def _all_names(name: str, known_as: str, formerly: list[str] | None) -> Iterable[str]:
    """All names of a place by which words may mean its office, also one that nobody else has seen yet."""
    return filter(None, dict.fromkeys([name, known_as, *(formerly or [])]))


#: The columns of ``_Held``, in its order.
_HELD = (
    "unit_id",
    "user_id",
    "user__name",
    "user__known_as",
    "user__formerly",
    "role",
    "counts",
    "has_counted",
    "proposed_by_id",
    "valid_from",
    "user__is_active",
    "user__held_back",
)


class _Held(NamedTuple):
    """A post as it is read, with the name of who holds it."""

    unit: int
    user: int
    name: str
    known_as: str
    formerly: list[str]
    role: str
    counts: bool
    has_counted: bool
    proposed_by: int | None
    valid_from: date
    is_active: bool
    held_back: bool

    @property
    def is_at_work(self) -> bool:
        """Whether its holder can log in today and do by it what it is for (``scope.holdings``)."""
        begun = self.valid_from <= timezone.localdate()
        return self.counts and begun and self.is_active and not self.held_back

    @property
    def by_two(self) -> bool:
        """Whether more than one administrator gave it, or whoever runs the server; also where it waits again,
        which one alone can bring about.
        """
        on_record = self.counts or self.has_counted
        return on_record and (self.proposed_by is None or self.role in sensitive.needs_second())


def _operators(rows: Iterable[_Held], hotlines: list[int]) -> list[int]:
    """Who takes calls and registers, in whichever office."""
    found = (row.user for row in rows if row.role == Role.OPERATOR or row.unit in hotlines)
    return list(dict.fromkeys(found))


def _handling(rows: Iterable[_Held], kinds_and_places: dict[int, tuple[str, str]]) -> dict[int, set[int]]:
    """Who in each office works today on cases that nobody has to give them first.

    Words mean more people than that, also who will come; they leave an office to those who are there.
    """
    found: dict[int, set[int]] = {}
    for row in rows:
        if row.is_at_work and reads_what_comes(row.role, *kinds_and_places[row.unit]):
            found.setdefault(row.unit, set()).add(row.user)
    return found


def _people(
    rows: Iterable[_Held], small_offices: frozenset[int], places: frozenset[str]
) -> list[NearbyPerson]:
    """Return who holds posts, under the name that two have seen to, and once more for each they had.

    One administrator alone makes an account, gives it a name that stories hold, and an editor's post: such a
    name hides a case from that person. It takes no office along, unless a township's: then the office above
    has the case, and nobody loses it who should decide. The name of a place takes none along at all.
    """
    held: dict[int, list[_Held]] = {}
    for row in rows:
        held.setdefault(row.user, []).append(row)
    found = []
    for user, posts in held.items():
        names = dict.fromkeys([posts[0].known_as or posts[0].name, *posts[0].formerly])
        units = tuple(dict.fromkeys(post.unit for post in posts))
        read = dict.fromkeys(each for name in names for each in written_names.of_staff(name))
        for name in map(spelling, read):
            is_person = not _holds_a_place(name.whole, places)
            by_two = frozenset(post.unit for post in posts if post.by_two) if is_person else frozenset()
            small = small_offices.intersection(units) if is_person else frozenset()
            if name.whole:
                found.append(NearbyPerson(user, name, units, by_two | small, bool(by_two)))
    return found


def _holds_a_place(name: str, places: frozenset[str]) -> bool:
    """Whether it is, or holds, the name of a place that says so: 住刘庄村. A bare one may be somebody's, and
    nobody takes 孙继财 out of the reading by calling a place so.
    """
    parts = (name[at:end] for at in range(len(name)) for end in range(at + 3, len(name) + 1))
    return any(part in places for part in parts if has_ending(part))
