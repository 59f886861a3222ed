"""Who could take a case: people in the unit in charge, and units that may have it."""

from __future__ import annotations

from complaints import routing
from complaints.models import Case
from complaints.visibility import case_filters
from organizations import scope
from organizations.enums import Role
from organizations.models import Post, Unit, User


def handlers_for(case: Case) -> list[User]:
    """Return the active handlers and supervisors of the unit in charge who are not accused, by name."""
    posts = Post.objects.active().filter(unit=case.unit_id, role__in=[Role.HANDLER, Role.SUPERVISOR])
    people = User.objects.filter(is_active=True, pk__in=posts.values("user")).order_by("name")
    respondents = list(case.respondents.values_list("unit_id", "name", "user_id"))
    units, names, users = zip(*respondents, strict=True) if respondents else ((), (), ())
    return [user for user in people if case_filters(user).admits(case.region_id, units, names, users)]


def takers_for(case: Case) -> list[Unit]:
    """Return the units of the same city that may take the case over, nearest place first."""
    accused = case.respondents.values_list("unit_id", flat=True)
    units = Unit.objects.filter(scope.within(case.region_id[:4])).exclude(pk=case.unit_id)
    allowed = routing.fit_to_take(units, accused).select_related("region")
    return sorted(allowed, key=lambda unit: (not case.region_id.startswith(unit.region_id), unit.region_id))
