"""Offices in which nobody can move a case: new ones go past them to the office above (``routing``).

So that it does not stay so unseen, whoever staffs or supervises such an office is told. Posts alone are
looked at, never a case: which office is without people is no secret, whether it has cases may be one.
"""

from __future__ import annotations

from dataclasses import dataclass

from complaints import routing
from organizations import scope
from organizations.enums import Role, UnitKind
from organizations.lines import at_or_below_q
from organizations.models import Unit, UnitQuerySet

ANSWER_FOR = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})


@dataclass(frozen=True)
class Unmanned:
    """The names of the offices without people, and how many offices were looked at."""

    names: list[str]
    of: int


def unmanned_for(user) -> Unmanned:
    """Return the offices without people at or below those where ``user`` staffs or supervises; one query.

    An inspection group stands below no office: it is named to superusers, who see every one of them.
    """
    offices = _answered_for(user).annotate(manned=routing.has_people()).order_by("region_id", "pk")
    found = list(offices.values_list("name", "manned"))
    return Unmanned([name for name, manned in found if not manned], len(found))


def _answered_for(user) -> UnitQuerySet:
    offices = Unit.objects.open().filter(kind__in=(*routing.COMPETENT_KINDS, UnitKind.INSPECTION))
    if user.is_superuser:
        return offices
    own = {held.unit_id for held in scope.holdings(user) if held.role in ANSWER_FOR}
    return offices.filter(at_or_below_q(own))
