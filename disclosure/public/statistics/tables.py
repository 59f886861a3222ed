"""Households, people and money by programme, of one place and of those directly below it.

From the totals that publication wrote, so that they are what the lists' own pages say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from disclosure.models import ListTotal, Programme
from disclosure.public import public_lists
from disclosure.public.public_lists import Place
from disclosure.public.statistics import small_places
from disclosure.publication import standing
from organizations.models import Region

#: By programme and code.
Totals = Mapping[str, Mapping[str, ListTotal]]


@dataclass(frozen=True, slots=True)
class ProgrammeFigures:
    """One programme in one place. The three figures are None where no list is public, and where they are
    kept back; ``people`` and ``amount`` (yuan a month, or paid once) too where a programme counts none, or no
    list says them. Of so many households they are ``untold``.
    """

    region: Region
    programme: Programme
    state: standing.ListState
    month: date | None = None
    households: int | None = None
    people: int | None = None
    amount: Decimal | None = None
    is_kept_back: bool = False
    people_untold: int = 0
    amount_untold: int = 0


@dataclass(frozen=True, slots=True)
class ProgrammeTable:
    """One programme: the place itself, and the places in it."""

    programme: Programme
    here: ProgrammeFigures
    below: tuple[ProgrammeFigures, ...]


def read(place: Place, lists: standing.Lists) -> list[ProgrammeTable]:
    """The tables of all programmes in their order; two queries besides what ``lists`` has to ask."""
    region, path = place.region, [one.code for one in place.path]
    around = list(Region.objects.filter(parent_id__in=path).order_by("code"))
    below = [one for one in around if one.parent_id == region.code]
    totals = _totals([path[0], *(one.code for one in around)])
    return [
        _table(programme, region, below, totals.get(programme.pk, {}), path, lists)
        for programme in public_lists.programmes().values()
    ]


def latest_month(tables: list[ProgrammeTable]) -> date | None:
    """The latest month of which there are figures."""
    return max((table.here.month for table in tables if table.here.month), default=None)


def _totals(places: list[str]) -> Totals:
    """The totals of the places on a path and directly below each: what could be subtracted from what."""
    found: dict[str, dict[str, ListTotal]] = {}
    # By their codes, which are in the index of current totals; a condition on their parents would not be.
    for total in ListTotal.objects.shown().filter(region_id__in=places):
        found.setdefault(total.programme_id, {})[total.region_id] = total
    return found


def _table(
    programme: Programme,
    region: Region,
    below: list[Region],
    totals: Mapping[str, ListTotal],
    path: list[str],
    lists: standing.Lists,
) -> ProgrammeTable:
    households: dict[str, dict[str, int]] = {}
    for code, total in totals.items():
        above = max((one for one in path if code.startswith(one) and code != one), key=len, default="")
        households.setdefault(above, {})[code] = total.households
    kept = small_places.kept_back(path, households, small_places.fewest())
    here, *others = (
        _figures(one, programme, totals.get(one.code), one.code in kept, lists) for one in (region, *below)
    )
    return ProgrammeTable(programme, here, tuple(others))


def _figures(
    region: Region, programme: Programme, total: ListTotal | None, is_kept_back: bool, lists: standing.Lists
) -> ProgrammeFigures:
    state = lists.state(programme.pk, region.code)
    month = total.month if total else state.month
    if not state.has_figures or is_kept_back:
        return ProgrammeFigures(
            region, programme, state, month, is_kept_back=is_kept_back and state.has_figures
        )
    return ProgrammeFigures(
        region,
        programme,
        state,
        month,
        total.households if total else 0,
        None if programme.pays_once else total.people_told if total else 0,
        (total.amount_told if total else Decimal(0)) if programme.has_amount else None,
        people_untold=total.without_people if total else 0,
        amount_untold=total.without_amount if total else 0,
    )
