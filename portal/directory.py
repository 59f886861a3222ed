"""The hotline directory: which public units answer for a place, from the reader's own to the whole city."""

from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Q

from organizations import codes, scope
from organizations.enums import CODE_LENGTH, Level
from organizations.models import Region, Unit

COUNTY = CODE_LENGTH[Level.COUNTY]
TOWNSHIP = CODE_LENGTH[Level.TOWNSHIP]


@dataclass
class Offices:
    """The units of one place, as one table."""

    place: Region
    units: list[Unit]

    @property
    def hours(self) -> str:
        """The hours of all of them where they are the same, so that they are said once; else empty."""
        hours = {unit.hours for unit in self.units}
        return hours.pop() if len(self.units) > 1 and len(hours) == 1 else ""


@dataclass
class Area:
    """A city (or the province): its own offices, and those of each county with the townships in it."""

    place: Region
    offices: Offices
    counties: list[Offices] = field(default_factory=list)


@dataclass
class CountyChoice:
    """One county in the place picker, with the townships that have an office."""

    county: Region
    townships: list[Region]


@dataclass
class Directory:
    """What the page shows."""

    choices: list[CountyChoice]
    areas: list[Area]
    chosen: Region | None = None
    #: The code of the choice that stands for the chosen place: a village is not among the choices.
    picked: str = ""
    own: Offices | None = None


def read(region_code: str) -> Directory:
    """All public units from province to township by place, and first those of the place that is named.

    ``region_code`` may be anything; what is no place's code chooses none. Villages' units are shown for a
    chosen place only: a city has thousands of them.
    """
    listed = list(
        Unit.objects.public()
        .filter(region__level__lt=Level.VILLAGE)
        .select_related("region")
        .order_by("region_id", "pk")
    )
    above = _places_above(listed)
    found = Directory(_choices(listed, above), _areas(listed, above))
    chosen = Region.objects.filter(pk=region_code).first() if codes.is_code(region_code) else None
    if chosen is None or chosen.level < Level.COUNTY:
        return found
    units = _own(chosen)
    if units:
        found.chosen, found.own = chosen, Offices(chosen, units)
        offered = {place.code for choice in found.choices for place in (choice.county, *choice.townships)}
        nearest = (chosen.code[:length] for length in (TOWNSHIP, COUNTY))
        found.picked = next((code for code in nearest if code in offered), "")
    if chosen.level == Level.COUNTY:
        # All of it stands on top already.
        for area in found.areas:
            area.counties = [county for county in area.counties if county.place != chosen]
    return found


def _places_above(units: list[Unit]) -> dict[str, Region]:
    """The provinces, cities and counties of the units, by code."""
    wanted = {code for unit in units for code in codes.ancestors_of(unit.region_id, include_self=True)}
    return Region.objects.in_bulk([code for code in wanted if len(code) <= COUNTY])


def _choices(units: list[Unit], above: dict[str, Region]) -> list[CountyChoice]:
    below_city = [unit for unit in units if len(unit.region_id) >= COUNTY]
    return [
        CountyChoice(
            above[code],
            list({unit.region_id: unit.region for unit in group if unit.region_id != code}.values()),
        )
        for code, group in groupby(below_city, lambda unit: codes.county_of(unit.region_id))
    ]


def _areas(units: list[Unit], above: dict[str, Region]) -> list[Area]:
    areas: dict[str, Area] = {}
    city = CODE_LENGTH[Level.CITY]
    for code, group in groupby(units, lambda unit: codes.county_of(unit.region_id)):
        top = code[:city]
        area = areas.setdefault(top, Area(above[top], Offices(above[top], [])))
        if len(code) == COUNTY:
            area.counties.append(Offices(above[code], list(group)))
        else:
            area.offices.units.extend(group)
    return list(areas.values())


def _own(place: Region) -> list[Unit]:
    """The units that answer for a place below the city: of the place itself, inside it, above it."""
    above = [code for code in codes.ancestors_of(place.code) if len(code) >= COUNTY]
    inside = scope.within(place.code)
    if place.level == Level.COUNTY:
        inside &= Q(region__level__lt=Level.VILLAGE)
    units = Unit.objects.public().filter(inside | Q(region_id__in=above)).order_by("region_id", "pk")
    return [
        *(unit for unit in units if unit.region_id not in above),
        *(unit for code in reversed(above) for unit in units if unit.region_id == code),
    ]
