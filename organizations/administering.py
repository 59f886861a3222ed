"""Which units an administrator staffs and keeps: their own and those below it, never one that watches it.

The region alone would not do: the inspection group stationed at a bureau lies in the bureau's region.
Whoever an administrator appoints stands at or below the administrator's own unit, so an accusation of that
unit is hidden from them as well (信访工作条例 30).
"""

from django.db.models import Q

from organizations import scope
from organizations.enums import Role
from organizations.lines import at_or_below_q
from organizations.models import Post, Unit, User


def own_units(user: User) -> frozenset[int]:
    """Return the ids of the units where a user holds an active administrator's post."""
    return frozenset(held.unit_id for held in scope.holdings(user) if held.role == Role.ADMINISTRATOR)


def administered_q(user: User, lookup: str = "") -> Q:
    """Return the condition that a unit is one of a user's own or lies below one; for a superuser none.

    ``lookup`` leads to the unit, e.g. ``unit__``. The region scope comes on top of it, also for a superuser.
    """
    if user.is_superuser:
        return Q()
    return at_or_below_q(own_units(user), lookup)


def administers(user: User, unit: Unit) -> bool:
    """Say whether a unit, also one not stored yet, is a user's own or lies below one."""
    return user.is_superuser or unit.pk in own_units(user) or stands_above(user, unit)


def stands_above(user: User, unit: Unit) -> bool:
    """Say whether a user administers a unit above this one: what its place among the units takes."""
    own = own_units(user)
    return user.is_superuser or any(above.pk in own for above in unit.superiors())


def administrators_q(unit: Unit) -> Q:
    """Return the condition that a user administers this unit or one above it."""
    line = [above.pk for above in unit.superiors()] + [unit.pk]
    posts = Post.objects.active().filter(role=Role.ADMINISTRATOR, unit__in=line)
    return Q(is_superuser=True) | Q(pk__in=posts.values("user"))
