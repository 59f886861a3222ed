"""Offices in which nobody can move a case: new ones go past them to the office above (``routing``).

So that it does not stay so unseen, whoever staffs or supervises such an office is told. Posts alone are
looked at, never a case: which office is without people is no secret, whether it has cases may be one.
"""

from dataclasses import dataclass

from complaints import routing
from organizations import scope
from organizations.enums import Role, UnitKind
from organizations.lines import at_or_below_q
from organizations.models import Unit, User

ANSWER_FOR = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})


@dataclass(frozen=True)
class Unmanned:
    """The names of the offices without people, how many offices were looked at, and how many inspection
    groups are without people.
    """

    names: list[str]
    of: int
    groups: int = 0

    def __bool__(self) -> bool:
        return bool(self.names or self.groups)


def unmanned_for(user: User) -> Unmanned:
    """Return the offices without people at or below those where ``user`` staffs or supervises; one query.

    An inspection group stands below no office: superusers, who alone enter one, are told how many are
    without people, and no name, since being one opens no place.
    """
    own = {held.unit_id for held in scope.holdings(user) if held.role in ANSWER_FOR}
    offices = _units(*routing.COMPETENT_KINDS).filter(at_or_below_q(own)).order_by("region_id", "pk")
    found = list(offices.values_list("name", "manned"))
    groups = _units(UnitKind.INSPECTION).filter(manned=False).count() if user.is_superuser else 0
    return Unmanned([name for name, manned in found if not manned], len(found), groups)


def _units(*kinds: UnitKind):
    return Unit.objects.open().filter(kind__in=kinds).annotate(manned=routing.has_people())
