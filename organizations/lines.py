"""The line of units: what stands at or below some of them."""

from collections.abc import Collection

from django.db.models import Q

from organizations import scope

#: How many units up the condition looks: the five levels of divisions and one to spare; deeper is denied.
STEPS_UP = range(6)


def at_or_below_q(units: Collection[int], lookup: str = "") -> Q:
    """Return the condition that a unit is one of ``units`` or lies below one; without units no row meets it.

    ``lookup`` leads to the unit, e.g. ``unit__``.
    """
    if not units:
        return scope.NOTHING
    condition = Q()
    for steps in STEPS_UP:
        path = f"{lookup}{'__'.join(['parent'] * steps)}".removesuffix("__") or "pk"
        condition |= Q(**{f"{path}__in": units})
    return condition
