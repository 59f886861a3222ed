"""The hotline directory: which public units answer for a place."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from organizations.models import Region, Unit

PAGE_SIZE = 30
PLACE_LEVELS = (2, 3)
"""City and county: the places to choose from. A township's units stand under their county."""


@dataclass
class Directory:
    """What the page shows: the places to choose from, the one chosen, and its units."""

    places: list[Region]
    chosen: Region | None
    units: Page


def read(region_code: str, page: str) -> Directory:
    """The public units of a place and below it; of every place where the code names none."""
    places = list(Region.objects.filter(level__in=PLACE_LEVELS, pk__in=_places_with_units()).order_by("code"))
    chosen = next((place for place in places if place.code == region_code), None)
    units = Unit.objects.public().select_related("region", "region__parent").order_by("region_id", "pk")
    if chosen:
        units = units.filter(region__in=Region.objects.within(chosen.code))
    return Directory(places, chosen, Paginator(units, PAGE_SIZE).get_page(page))


def _places_with_units() -> set[str]:
    codes = Unit.objects.public().values_list("region_id", flat=True).distinct()
    return {code[:length] for code in codes for length in (4, 6)}
