"""Whom a form offers for a case: people of the unit in charge, units that may have it or be accused."""

from collections.abc import Callable, Iterable

from complaints import routing, sights
from complaints.models import Case, Respondent
from complaints.parties import respondents, ruling_out, second_person, watchers
from complaints.texts.respondent_matching import accusable
from complaints.visibility import case_filters
from complaints.workflow import INVESTIGATORS
from organizations import scope
from organizations.enums import UnitKind
from organizations.models import Post, Unit, User


def handlers_for(case: Case) -> list[User]:
    """Return the active handlers and supervisors of the unit in charge who are not accused, by name."""
    posts = Post.objects.active().filter(unit=case.unit_id, role__in=INVESTIGATORS)
    people = User.objects.filter(is_active=True, pk__in=posts.values("user")).order_by("name")
    rows = list(case.respondents.all())
    return [user for user in people if may_be_given(case, user, rows)]


def works_on(case: Case, user: User) -> bool:
    """Whether the user handles cases in the unit that has it; those above have cases of their own."""
    return any(held.unit_id == case.unit_id and held.role in INVESTIGATORS for held in scope.holdings(user))


def may_be_given(case: Case, user: User, rows: Iterable[Respondent]) -> bool:
    """Whether the user would see the case once they work on it; ``rows`` are all its respondents."""
    sees = case_filters(user).admits(case, rows, given_to=user.pk)
    return sees and not second_person.was_put_back(case, user)


def takers_for(case: Case, *, screened: bool = False) -> list[Unit]:
    """Return the other units that can be given the case, nearest place first.

    ``screened``: by who decides who handles it, also one that a message of the complainant went past.
    """
    accused = respondents.accused_units(case)
    allowed = list(routing.takers(case.region_id, accused).exclude(pk=case.unit_id).select_related("region"))
    if screened:
        allowed += [unit for unit in ruling_out.passed(case) if may_have_it_back(case, unit)]
    return sorted(allowed, key=_nearness(case))


def may_have_it_back(case: Case, unit: Unit) -> bool:
    """Whether who decides who handles the case may give it to the unit, also where a message went past it."""
    return routing.may_take(unit, case.region_id, ruling_out.kept_from(case, but=unit))


def is_below_sight(unit: Unit, case: Case) -> bool:
    """Whether the unit's people do not see the case now, and would if they were given it."""
    return unit.kind != routing.LAST_RESORT and not sights.includes(case.sight, unit.region_id)


def accusable_in(case: Case, user: User) -> list[Unit]:
    """Return the units that the user is offered as what the case turns out to be about, the nearest first.

    An inspection group only among inspectors (``watchers``).
    """
    units = accusable(case.region_id)
    if not watchers.is_one(user):
        units = units.exclude(kind=UnitKind.INSPECTION)
    return sorted(units, key=_nearness(case))


def _nearness(case: Case) -> Callable[[Unit], tuple[bool, str]]:
    return lambda unit: (not case.region_id.startswith(unit.region_id), unit.region_id)
