"""Which unit handles a case: the lowest competent one of the place that is not touched by the accusation.

A case about a unit or its people never goes to that unit, nor to one that works under it; it goes to the
unit above (信访工作条例 22, 28, 30; design, invariant 2). When all of them are accused, the discipline
inspection group of the place takes it: it answers to the commission, not to the bureau. Which units the
complainant's words mean is found before (``complaints.accused``).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from organizations import codes
from organizations.enums import UnitKind
from organizations.models import Region, Unit

#: Who may decide at all, and in which turn. Village committees and the hotline are no authorities.
COMPETENT_KINDS = (UnitKind.TOWNSHIP, UnitKind.BUREAU)
LAST_RESORT = UnitKind.INSPECTION

#: Ids of accused units; None stands for a respondent who is no unit.
Units = Iterable[int | None]


class NoCompetentUnit(Exception):
    """Nobody in the place or above it could take the case: the units of the place are incomplete."""


def route(region: Region, accused: Units = ()) -> Unit:
    """Return the unit that handles a case of ``region`` about the units ``accused``.

    Raises ``NoCompetentUnit`` when there is none.
    """
    forbidden = forbidden_units(accused)
    for unit in _candidates(region, COMPETENT_KINDS) + _candidates(region, (LAST_RESORT,)):
        if unit.pk not in forbidden:
            return unit
    raise NoCompetentUnit(f"no unit for region {region.pk}")


def above(unit: Unit, accused: Units = ()) -> Unit | None:
    """Return the nearest unit above ``unit`` that may take the case, or None when there is none here."""
    forbidden = forbidden_units(accused)
    return next(
        (higher for higher in unit.superiors() if higher.is_open and higher.pk not in forbidden), None
    )


def may_take(unit: Unit, accused: Units) -> bool:
    """Whether the unit is competent by its kind and not touched by the accusation."""
    return fit_to_take(Unit.objects.filter(pk=unit.pk), accused).exists()


def fit_to_take(units: QuerySet[Unit], accused: Units) -> QuerySet[Unit]:
    """Return those of the units that are competent by their kind and not touched by the accusation."""
    kinds = (*COMPETENT_KINDS, LAST_RESORT)
    return units.open().filter(kind__in=kinds).exclude(pk__in=forbidden_units(accused))


def forbidden_units(accused: Units) -> frozenset[int]:
    """Return the ids of the accused units and of all units that work under one of them."""
    frontier = {unit for unit in accused if unit is not None}
    found = set(frontier)
    while frontier:
        frontier = set(Unit.objects.filter(parent__in=frontier).values_list("pk", flat=True)) - found
        found |= frontier
    return frozenset(found)


def _candidates(region: Region, kinds: tuple[str, ...]) -> list[Unit]:
    """Units of these kinds responsible for the place or one around it, the nearest first."""
    around = codes.ancestors_of(region.code, include_self=True)
    units = Unit.objects.open().filter(region_id__in=around, kind__in=kinds)
    return sorted(units, key=lambda unit: (-len(unit.region_id), kinds.index(unit.kind), unit.pk))
