"""Who a case is about, found from what somebody wrote: 和平镇民政办赵主任 is an office and a person we know.

A citizen writes as people speak, with titles, brackets, an address before the name. What is hidden from whom
must not rest on their spelling (信访工作条例 30; design, invariant 2), so the words are resolved to units and
users when the case comes in, and again when somebody new is known (``recognition``); these are kept beside
the words. In doubt too much is found rather than too little: a namesake costs a way through the unit above, a
miss puts the case on the accused's desk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Q

from complaints.names import fold, normal_name
from organizations import codes, scope
from organizations.enums import Level, UnitKind
from organizations.models import Post, Region, Unit


@dataclass(frozen=True)
class Accused:
    """Who is complained about, as somebody says it: a unit we know by its id, words, or both."""

    unit: int | None = None
    name: str = ""


class Party(NamedTuple):
    """One respondent as it is kept. ``derived`` says that the rule found it, not the complainant's words."""

    unit: int | None
    name: str
    user: int | None = None
    derived: bool = False


TITLES = (
    "某|副|主任|镇长|乡长|县长|区长|市长|局长|科长|所长|站长|组长|队长|股长|处长|书记|委员|干事|干部|助理|专员|"
    "科员|办事员|经办|工作人员|会计|出纳|同志|老师|先生|女士|领导"
)
#: 赵主任, 赵某某, 小赵, 姓赵的: a family name is all that is said.
_FAMILY_NAME = re.compile(rf"(\w)(?={TITLES})|姓(\w)|[小老](\w)$|^(\w)$")
_VILLAGERS = "村委|村支|村两委|村书记|村主任|村会计|村干部|村长|村里|大队|社区|居委|网格|村民小组"

#: Words that mean the nearest office of a kind, where no office is named by its place.
GENERIC: tuple[tuple[str, str, Level | None], ...] = (
    (r"市民政|市局", UnitKind.BUREAU, Level.CITY),
    (r"县民政|区民政|县局|区局", UnitKind.BUREAU, Level.COUNTY),
    (r"(?<![市县区])民政局|局里|局长", UnitKind.BUREAU, None),
    (
        r"[镇乡]政府|[镇乡]人民政府|街道|办事处|民政办|民政所|民政助理|民政干事|社会事务|镇[里上长]|乡[里上长]"
        r"|便民服务|党政办|党群服务|^政府|[镇乡]干部",
        UnitKind.TOWNSHIP,
        None,
    ),
    (_VILLAGERS, UnitKind.VILLAGE_COMMITTEE, Level.VILLAGE),
    (r"纪检|纪委|监察|派驻|巡察", UnitKind.INSPECTION, None),
    (r"热线|12345|接线员|话务员", UnitKind.HOTLINE, None),
)
#: What follows a place's bare name where its office is meant: 和平政府, 连云港民政局.
_OFFICE_WORDS = {
    UnitKind.BUREAU: ("民政",),
    UnitKind.TOWNSHIP: ("政府", "人民政府", "民政", "办事处", "社会事务", "镇", "乡", "街道", "便民服务"),
    UnitKind.INSPECTION: ("纪", "监察", "派驻"),
    UnitKind.HOTLINE: ("热线", "12345"),
    UnitKind.VILLAGE_COMMITTEE: ("村", "社区", "居委"),
}
#: So many characters of an office's name stand for the whole.
PART = 4
_ENDINGS = re.compile(
    r"(?:社区居民委员会|社区居委会|村民委员会|居民委员会|村委会|居委会|社区|街道|[省市县区镇乡村])$"
)


def resolve(given: Iterable[Accused], region: Region, *, whoever: bool = False) -> list[Party]:
    """Return the respondents as given, followed by the units and users that their words mean.

    ``region`` is where the matter lies. With ``whoever`` (a report of wrongdoing) words that mean nobody we
    know count against the lowest office there: it may be one of its people, so the office above decides.
    """
    said = [Party(each.unit, normal_name(each.name)) for each in given]
    parties = [party for party in said if party.unit or party.name]
    if not any(party.name for party in parties):
        return parties
    around = _Around(region)
    found = dict.fromkeys(parties)
    # With a village committee named, a name beside it is one of its people's.
    whoever = whoever and not any(unit.pk == party.unit for party in parties for unit in around.committees)
    for party in parties:
        if not party.name:
            continue
        derived = [*_of_offices(party, around), *_of_people(party, around)]
        if not derived and whoever and party.unit is None and not around.is_below(fold(party.name)):
            lowest = around.nearest(UnitKind.TOWNSHIP, UnitKind.BUREAU)
            derived = [Party(unit, party.name, derived=True) for unit in lowest]
        found.update(dict.fromkeys(derived))
    return list(found)


def may_mean(words: str, person: str) -> bool:
    """Whether the words could mean somebody of this name, by their letters alone: what is worth resolving."""
    name = _forms(person).whole
    return has_name(words, person) or name[:1] in _families(fold(words))


def may_mean_office(words: str, unit: Unit) -> bool:
    """Whether the words could mean this office, by their letters alone: what is worth resolving."""
    text, own, (place, stem) = fold(words), _forms(unit.name).whole, _forms(unit.region.name)
    return (
        any(name and name in text for name in (own, place, stem))
        or any(text[start : start + PART] in own for start in range(len(text) - PART + 1))
        or any(kind == unit.kind and re.search(pattern, text) for pattern, kind, _level in GENERIC)
    )


def has_name(words: str, person: str) -> bool:
    """Whether the words hold the whole name."""
    name = _forms(person).whole
    return len(name) > 1 and name in fold(words)


class _Around:
    """The units and people in and above the county of a place: all who could be shown what lies there."""

    def __init__(self, region: Region) -> None:
        self.above = codes.ancestors_of(region.code, include_self=True)
        near = Q(region_id__in=self.above) | scope.within(region.code[:6])
        self.units = list(Unit.objects.filter(near).select_related("region"))
        # Who will take up a post is as good as in it; who left one may still have friends, not the files.
        posts = Post.objects.not_ended().filter(unit__in=[unit.pk for unit in self.units])
        rows = posts.order_by("pk").values_list("unit_id", "user_id", "user__name").distinct()
        self.holders = [(unit, user, _forms(name).whole) for unit, user, name in rows]
        self.committees = [unit for unit in self.units if unit.kind == UnitKind.VILLAGE_COMMITTEE]
        self.level = {unit.pk: len(unit.region_id) for unit in self.units if unit.region_id in self.above}
        places = Region.objects.within(region.code[:6]).values_list("code", "name")
        self.places = {code: _forms(name) for code, name in places}

    def nearest(self, *kinds: str, level: int | None = None) -> list[int]:
        """Units of these kinds over the place, those of the smallest area only."""
        over = [unit for unit in self.units if unit.pk in self.level and unit.kind in kinds]
        if level is not None:
            over = [unit for unit in over if unit.region.level == level]
        closest = max((self.level[unit.pk] for unit in over), default=0)
        return [unit.pk for unit in over if self.level[unit.pk] == closest]

    def is_below(self, words: str) -> bool:
        """Whether the words speak of a village's people, who hold no post here and take no case."""
        return bool(re.search(_VILLAGERS, words)) or any(
            len(code) == 12 and (whole in words or (len(stem) > 1 and f"{stem}村" in words))
            for code, (whole, stem) in self.places.items()
        )

    def without_address(self, words: str) -> str:
        """Take out the name of a place that only says where the next one lies: 和平镇 in 和平镇刘庄村会计."""
        for code, forms in self.places.items():
            for form in forms:
                if form and form in words and (inner := self._inner(code)):
                    words = re.sub(f"{re.escape(form)}(?={inner})", "", words)
        return words

    def _inner(self, code: str) -> str:
        """A pattern of the names of the places directly in this one."""
        inner = [pair for other, pair in self.places.items() if codes.parent_of(other) == code]
        return "|".join(re.escape(form) for pair in inner for form in pair if form)


def _of_offices(party: Party, around: _Around) -> Iterator[Party]:
    words = around.without_address(fold(party.name))
    named = [unit.pk for unit in around.units if _means(words, unit, around)]
    if not named:
        meant: dict[str, list[int]] = {}
        for pattern, kind, level in GENERIC:
            if kind not in meant and re.search(pattern, words):
                meant[kind] = around.nearest(kind, level=level)
        named = [unit for units in meant.values() for unit in units]
    for unit in named:
        if unit != party.unit:
            yield Party(unit, party.name, derived=True)


def _means(words: str, unit: Unit, around: _Around) -> bool:
    """Whether the words name this unit, or are the greater part of its name."""
    own, (place, stem) = _forms(unit.name).whole, _forms(unit.region.name)
    if own in words or (len(words) >= PART and unit.pk in around.level and words in own):
        return True
    if unit.kind in (UnitKind.TOWNSHIP, UnitKind.VILLAGE_COMMITTEE) and place in words:
        return True
    office = _OFFICE_WORDS[UnitKind(unit.kind)]
    return any(f"{form}{word}" in words for form in (place, stem) if form for word in office)


def _of_people(party: Party, around: _Around) -> Iterator[Party]:
    """Each user whose name the words hold, once for each office they work in."""
    words = fold(party.name)
    full = [(unit, user) for unit, user, name in around.holders if len(name) > 1 and name in words]
    yield from (Party(unit, party.name, user, derived=True) for unit, user in full)
    families = _families(words)
    if full or not families or around.is_below(words):
        return
    bearing = [(unit, user) for unit, user, name in around.holders if name[:1] in families]
    closest = max((around.level.get(unit, 0) for unit, _user in bearing), default=0)
    for unit, user in bearing:
        # Hidden from each of them; the office is touched only where the matter lies nearest.
        near = closest and around.level.get(unit) == closest
        yield Party(unit if near else None, party.name, user, derived=True)


def _families(words: str) -> set[str]:
    """The family names by which the folded words call people, where they say no more of them."""
    return {"".join(groups) for groups in _FAMILY_NAME.findall(words)}


class _Forms(NamedTuple):
    """A name as it is compared: ``whole`` folded, ``stem`` the bare name, 和平 of 和平镇, or empty."""

    whole: str
    stem: str


@lru_cache(maxsize=1 << 15)
def _forms(name: str) -> _Forms:
    """Return the forms of the name of a place, a unit or somebody in office.

    A filing compares with a whole county's names. Which names these are is read anew each time; what follows
    from the letters alone is kept, so that nothing kept can be out of date. Never called with a
    complainant's words: those do not stay in memory.
    """
    whole = fold(name)
    stem = _ENDINGS.sub("", whole)
    return _Forms(whole, stem if len(stem) > 1 else "")
