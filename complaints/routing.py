"""Which unit gets a case: whoever is competent for the place, or whoever screens it first.

A report of wrongdoing, and a complaint about conduct, is never in the hands of the place's own office first:
the office above reads it and decides who handles it (``workflow``: SCREEN); what speaks of money goes to the
discipline inspection group, which answers to the commission and not to the bureau. Which kind and matter goes
where at first is a table that an official can read and change (``data/first_hands.csv``). In doubt upward:
what nobody said counts as the graver.

A case about a unit or its people never goes to that unit, nor to one that works under it (信访工作条例
22, 28, 30; design, invariant 2). Which units the complainant's words mean is found before
(``complaints.texts.respondent_matching``).
"""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from django.db.models import Exists, OuterRef, Q

from complaints import sights
from complaints.enums import CaseKind, Matter, Sight
from complaints.workflow import DECIDERS, INVESTIGATORS
from organizations import codes
from organizations.enums import Level, Role, UnitKind
from organizations.models import Post, PostQuerySet, Region, Unit, UnitQuerySet
from protection.data_tables import DataTable

#: Who may decide at all, and in which turn. Village committees and the hotline are no authorities.
COMPETENT_KINDS = (UnitKind.TOWNSHIP, UnitKind.BUREAU)
LAST_RESORT = UnitKind.INSPECTION
#: The units whose people work on cases at all.
WORKING_KINDS = (*COMPETENT_KINDS, LAST_RESORT)
#: The longest code of an office in which handlers read only what was given to them: a county's.
NEEDS_TO_KNOW = sights.LONGEST_CODE[Sight.COUNTY]

#: Ids of accused units; None stands for a respondent who is no unit.
Units = Iterable[int | None]
#: Whether a unit comes into question for one case, beyond what is asked of all.
Fit = Callable[[Unit], bool]


class NoCompetentUnit(Exception):
    """Nobody in the place or above it could take the case: the units of the place are incomplete."""


def route(region: Region, accused: Units = ()) -> Unit:
    """Return the unit that handles a case of ``region`` about the units ``accused``.

    Raises ``NoCompetentUnit`` when there is none.
    """
    offices, inspection = _offices_and_inspection(region)
    unit, _manned = _first_at_work([*offices, *inspection], forbidden_units(accused))
    if unit is None:
        raise NoCompetentUnit(f"no unit for region {region.pk}")
    return unit


def _first_at_work(
    turn: Sequence[Unit], forbidden: Container[int], fit: Fit | None = None
) -> tuple[Unit | None, bool | None]:
    """The first of the units, in their turn, that is allowed and ``fit`` and has people who can move a case,
    and whether it has; None where that was not asked, since there is no other.

    Where none has any, the first all the same: it must not be lost, and ``unread`` knows of it.
    """
    allowed = [unit for unit in turn if unit.pk not in forbidden and (fit is None or fit(unit))]
    if len(allowed) < 2:
        return (allowed[0] if allowed else None), None
    manned = set(
        at_work(Unit.objects.filter(pk__in=[unit.pk for unit in allowed])).values_list("pk", flat=True)
    )
    unit = next((unit for unit in allowed if unit.pk in manned), allowed[0])
    return unit, unit.pk in manned


def at_work(units: UnitQuerySet) -> UnitQuerySet:
    """Return those of the units in which somebody holds a post, today, by which they see and move cases."""
    return units.filter(has_people())


def has_people() -> Exists:
    """Return the condition for that, of a unit."""
    return Exists(reading_posts().filter(unit=OuterRef("pk")))


def reads_what_comes(role: str, kind: str, code: str) -> bool:
    """Whether a post in a unit of this kind and place opens what comes to the unit, and not only what was
    given to its holder.
    """
    if role not in INVESTIGATORS or kind not in WORKING_KINDS:
        return False
    return role in DECIDERS or kind == LAST_RESORT or len(code) > NEEDS_TO_KNOW


def reading_posts() -> PostQuerySet:
    """Return the posts of today by which their holders read what comes to the unit: as a query what
    ``reads_what_comes`` says, since nobody would read what comes to an office above the township
    with handlers alone.
    """
    alike = Q(unit__kind=LAST_RESORT) | Q(unit__region__level__gte=Level.TOWNSHIP)
    reads = Q(role__in=DECIDERS) | Q(alike, role=Role.HANDLER)
    return posts_at_work().filter(reads)


def posts_at_work() -> PostQuerySet:
    """Return the posts of today in units that work on cases whose holders can log in."""
    who = Q(user__is_active=True, user__held_back=False)
    return Post.objects.active().filter(who, unit__kind__in=WORKING_KINDS)


@dataclass(frozen=True, kw_only=True)
class FirstHandsRule:
    """One row of the table; the first that fits counts. A star stands for any, no matter for nothing said.

    ``sit``: where those sit of whom is spoken: below the county; at the county, or not clearly below it;
    or nobody said it, so that it may be anywhere.
    """

    kind: CaseKind
    matter: Matter | Literal["*", ""] = ""
    someone_meant: Literal["yes", "no", "*"]
    sit: Literal["below", "county", "unsaid", "*"]
    first: Literal["own", "above", "city", "inspection"]
    why: str

    def fits(self, kind: str, matter: str, *, someone_meant: bool, sit: str) -> bool:
        """Whether the rule speaks of this kind and matter, of somebody or nobody meant, and of where."""
        return (
            self.kind == kind
            and self.matter in ("*", matter)
            and self.someone_meant in ("*", "yes" if someone_meant else "no")
            and self.sit in ("*", sit)
        )


TABLE = DataTable(
    Path(__file__).parent / "data" / "first_hands.csv",
    FirstHandsRule,
    key=("kind", "matter", "someone_meant", "sit"),
)


@dataclass(frozen=True)
class FirstHands:
    """Who gets a case at first; ``screened``: only to decide who handles it. ``why`` quotes the table.

    ``below`` are the offices of the place to which it may be handed then, the nearest first. ``hidden``: all
    who could take it are meant, so that it lies with the highest and is hidden from it too.
    """

    unit: Unit
    screened: bool
    why: str
    below: tuple[Unit, ...] = ()
    hidden: bool = False
    #: Whether somebody is at work in the unit, where that was asked when it was chosen.
    manned: bool | None = field(default=None, compare=False)

    @cached_property
    def unread(self) -> bool:
        """Whether nobody reads it there: it is hidden from them, or nobody is at work who would."""
        if self.hidden or self.manned is not None:
            return self.hidden or not self.manned
        return not at_work(Unit.objects.filter(pk=self.unit.pk)).exists()

    @property
    def asks_leave(self) -> bool:
        """Whether whoever brings it is asked if the unit may read it, as the place's own office may."""
        return self.screened and not self.hidden

    def is_worse_than(self, other: "FirstHands") -> bool:
        """Whether it would be hidden, or unread, where it would not be with the other."""
        return self.hidden > other.hidden or self.unread > other.unread

    @property
    def sight(self) -> Sight:
        """From which level up the case is seen until then."""
        return sights.of_unit(self.unit) if self.screened else Sight.PLACE


def first_hands(
    kind: CaseKind | str,
    matter: Matter | str,
    region: Region,
    accused: Units = (),
    *,
    someone_meant: bool = False,
    lies_below: bool = True,
    left_open: bool = False,
    fit: Fit | None = None,
) -> FirstHands:
    """Return who gets a case of this kind and matter in ``region`` first.

    ``accused`` are units it is about or must not get to, ``someone_meant`` whether anybody at all is named or
    may be, known to us or not; ``lies_below``, whether those are clearly below the county (``levels``), and
    ``left_open``, that whoever brought it did not say where they sit; only units that ``fit`` read it first.
    Raises ``NoCompetentUnit`` where the place has no office at all.
    """
    accused = list(accused)
    sit = "below" if lies_below else "unsaid" if left_open else "county"
    rule = next(row for row in TABLE.rows if row.fits(kind, matter, someone_meant=someone_meant, sit=sit))
    if rule.first == "own":
        return FirstHands(route(region, accused), False, rule.why)
    forbidden = forbidden_units(accused)
    offices, inspection = _offices_and_inspection(region)
    turn = _by_turns(rule, offices, inspection, lies_below=lies_below)
    # Where nobody stands above, the highest office there is takes it: it must not be lost.
    # While one does, even without people, the place's own office is not the first reader.
    unit, manned = _first_at_work(turn, forbidden, fit)
    if unit is None:
        unit, manned = _first_at_work(offices[::-1], forbidden, fit)
    if unit is None and not (offices or inspection):
        raise NoCompetentUnit(f"no unit for region {region.pk}")
    if unit is None:
        # What is said of all of them must not be lost either; none of them reads it.
        return FirstHands([*offices, *inspection][-1], True, rule.why, hidden=True)
    return FirstHands(unit, True, rule.why, _offices_below(unit, offices, forbidden), manned=manned)


def _by_turns(
    rule: FirstHandsRule, offices: list[Unit], inspection: list[Unit], *, lies_below: bool
) -> list[Unit]:
    """Who may read first above the place's own office, in the order in which they are asked."""
    own = offices[0] if offices else None
    higher = [unit for unit in offices if own and len(unit.region_id) < len(own.region_id)]
    if rule.first == "city" or (rule.first == "inspection" and not lies_below):
        higher = [unit for unit in higher if sights.includes(Sight.CITY, unit.region_id)]
    return [*inspection, *higher] if rule.first == "inspection" else [*higher, *inspection]


def _offices_below(unit: Unit, offices: list[Unit], forbidden: Container[int]) -> tuple[Unit, ...]:
    """The offices of the place to which ``unit`` may hand the case."""
    return tuple(
        office
        for office in offices
        if office.pk not in forbidden
        and (unit.kind == LAST_RESORT or len(office.region_id) > len(unit.region_id))
    )


def offices_of(region: Region) -> list[Unit]:
    """Return the offices that are competent for a place, the nearest first."""
    return _candidates(region, COMPETENT_KINDS)


def offices_and_groups_of(region: Region) -> list[Unit]:
    """Return all that could have a case of a place, the nearest first."""
    return _candidates(region, WORKING_KINDS)


def nearest_at_work(units: Sequence[Unit]) -> Unit | None:
    """Return the first of the units, in their turn, in which somebody can move a case."""
    return _first_at_work(units, ())[0]


def is_lower(unit: Unit, than: Unit) -> bool:
    """Whether the unit stands below another, and may not be given what was kept for that one. What an
    inspection group has a city's office may have where the group may not.
    """
    lowest = sights.LONGEST_CODE[Sight.CITY] if than.kind == LAST_RESORT else len(than.region_id)
    return unit.kind != LAST_RESORT and len(unit.region_id) > lowest


def above(unit: Unit, accused: Units = ()) -> Unit | None:
    """Return the nearest unit above ``unit`` that may take the case, or None when there is none here."""
    higher = [unit for unit in unit.superiors() if unit.is_open]
    return _first_at_work(higher, forbidden_units(accused))[0]


def may_take(unit: Unit, region_code: str, accused: Units) -> bool:
    """Whether the unit can be given a case of this place (``takers``)."""
    return takers(region_code, accused).filter(pk=unit.pk).exists()


def takers(region_code: str, accused: Units) -> UnitQuerySet:
    """Return the units to which a case of this place can be given: their people see it and can move it.

    Cases are seen by their place (``visibility``), so an office of another county would be shown nothing
    while the clock runs; and in a unit without people nobody would look.
    """
    around = codes.ancestors_of(region_code, include_self=True)
    return at_work(fit_to_take(Unit.objects.filter(region_id__in=around), accused))


def fit_to_take(units: UnitQuerySet, accused: Units) -> UnitQuerySet:
    """Return those of the units that are competent by their kind and not touched by the accusation."""
    return units.open().filter(kind__in=WORKING_KINDS).exclude(pk__in=forbidden_units(accused))


def forbidden_units(accused: Units) -> frozenset[int]:
    """Return the ids of the accused units and of all units that work under one of them."""
    frontier = {unit for unit in accused if unit is not None}
    found = set(frontier)
    while frontier:
        frontier = set(Unit.objects.filter(parent__in=frontier).values_list("pk", flat=True)) - found
        found |= frontier
    return frozenset(found)


def _offices_and_inspection(region: Region) -> tuple[list[Unit], list[Unit]]:
    """The offices of a place, and the inspection groups, the nearest of each first; read in one go."""
    found = offices_and_groups_of(region)
    groups = [unit for unit in found if unit.kind == LAST_RESORT]
    return [unit for unit in found if unit.kind != LAST_RESORT], groups


def _candidates(region: Region, kinds: tuple[str, ...]) -> list[Unit]:
    """Units of these kinds responsible for the place or one around it, the nearest first."""
    around = codes.ancestors_of(region.code, include_self=True)
    units = Unit.objects.open().filter(region_id__in=around, kind__in=kinds)
    return sorted(units, key=lambda unit: (-len(unit.region_id), kinds.index(unit.kind), unit.pk))
