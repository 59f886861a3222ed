"""Who stands over an office in one case: who may say that it is not meant there (``putting_back``).

Always a level above, never the office itself or one under it. Where a level is meant too, or nobody decides
there, the next one does: the units above; the inspection groups of the place and above; then the bureaus,
the highest first. Where all of them are meant, it waits for an office further up (``unread``).
"""

from collections.abc import Iterable, Iterator

from complaints import routing
from complaints.models import Case, Respondent
from complaints.texts.names import normal_name
from complaints.visibility import case_filters
from complaints.workflow import DECIDERS
from organizations import codes, scope
from organizations.enums import UnitKind
from organizations.models import Post, Unit, User


def decides_above(user: User, office: Unit, case: Case) -> bool:
    """Whether the user decides in the nearest level over the office in which somebody does who reads it."""
    mine = {held.unit_id for held in scope.holdings(user) if held.role in DECIDERS}
    rows = list(case.respondents.all())
    for level in levels(office, case):
        if not mine.isdisjoint(level):
            return True
        if any(_decides(user, case, rows) for user in deciders(level)):
            return False
    return False


def levels(office: Unit, case: Case) -> Iterator[frozenset[int]]:
    """Yield the units that stand over an office, level by level, the nearest first."""
    above = frozenset(higher.pk for higher in office.superiors())
    if above:
        yield above
    groups = Unit.objects.open().filter(kind=UnitKind.INSPECTION).exclude(pk=office.pk)
    around = groups.filter(region_id__in=codes.ancestors_of(office.region_id, include_self=True))
    if found := frozenset(around.values_list("pk", flat=True)):
        yield found
    # A township never stands over an inspection group, whoever has the case.
    bureaus = Unit.objects.open().filter(
        kind=UnitKind.BUREAU, region_id__in=codes.ancestors_of(case.region_id, include_self=True)
    )
    away = routing.forbidden_units([office.pk]) | above
    by_place: dict[str, set[int]] = {}
    for pk, place in bureaus.exclude(pk__in=away).values_list("pk", "region_id"):
        if office.kind == UnitKind.INSPECTION or len(place) < len(office.region_id):
            by_place.setdefault(place, set()).add(pk)
    for place in sorted(by_place, key=len):
        yield frozenset(by_place[place])


def deciders(units: Iterable[int]) -> list[User]:
    """Return who decides in these units today."""
    posts = Post.objects.active().filter(unit__in=units, role__in=DECIDERS)
    people = User.objects.filter(is_active=True, held_back=False, pk__in=posts.values("user"))
    return list(people.order_by("pk"))


def is_named(user: User, rows: Iterable[Respondent]) -> bool:
    """Whether one of the rows is about this very person, put back or not."""
    whole = normal_name(user.get_full_name())
    return any(
        row.user_id == user.pk
        or (not (row.unit_id or row.user_id) and whole and normal_name(row.name) == whole)
        for row in rows
        if not row.avoided
    )


def _decides(user: User, case: Case, rows: Iterable[Respondent]) -> bool:
    """Whether the user sees the case by a post that decides, and was not put back: then others decide."""
    admitted = case_filters(user, DECIDERS).admits(case, rows)
    return admitted and not is_named(user, rows)
