"""Putting back where words, or staff, removed all who stand over: by people who do not read the case.

A sentence may name the county, the city and the inspection group in one breath. Then nobody reads it and
nobody could put anybody back; its leads are kept for nobody. So the deciders of the highest offices may put
each other's office back, never their own, one below or somebody's whom the complainant chose: then there is a
reader, and whoever stands over the others decides on (``putting_back``). They are shown the number, whom the
row removed and by which kind of naming; not the words, and nothing of a case that came today, which would
tell who was here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import casework, putting_back, routing, second_person, unread
from complaints.casework import NotAllowed
from complaints.history import History
from complaints.models import Case, Respondent
from complaints.standing_over import deciders, is_named, levels, nobody_decides
from complaints.workflow import DECIDERS
from organizations import scope
from organizations.enums import UnitKind
from organizations.models import Unit, User

#: So many at once on the page, of so many that are looked at: each takes a dozen queries.
SHOWN, LOOKED_AT = 20, 200


@dataclass(frozen=True)
class Closed:
    """A case that nobody may read, and the rows by which it is closed that the user may lift."""

    number: str
    rows: tuple[Respondent, ...]


def waiting_for(user: User, most: int = SHOWN) -> list[Closed]:
    """Return what this member of staff may open for somebody else, oldest first, at most so many."""
    if not scope.has_role(user, *DECIDERS):
        return []
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    others = list(_highest().exclude(pk__in=scope.unit_ids(user)).values_list("pk", flat=True))
    about = Respondent.objects.filter(unit__in=others, lifted_at=None)
    near = Case.objects.filter(scope.scope_q(user, DECIDERS), pk__in=about.values("case"))
    cases = unread.with_whom_they_are_about(near).filter(received_at__lt=today).order_by("pk")
    looked_at = cases.prefetch_related("respondents")[:LOOKED_AT]
    found = (Closed(case.number, tuple(choices(case, user))) for case in looked_at)
    return list(islice((each for each in found if each.rows), most))


def choices(case: Case, user: User) -> list[Respondent]:
    """Return the rows that close the case for everybody and that this user may lift, unread."""
    rows = list(case.respondents.all())
    if is_named(user, rows):
        return []
    removed = putting_back.removed(case)
    liftable = {row.pk for row in removed}
    chosen = [row.unit_id for row in rows if row.unit_id and row.lifted_at is None and row.pk not in liftable]
    away = routing.forbidden_units(chosen)
    if scope.unit_ids(user) <= away:
        return []
    may: dict[int, bool] = {}
    for row in removed:
        for office in putting_back.touched(row):
            if office.pk not in may:
                may[office.pk] = _may(user, office, case, rows, away)
    return [
        row
        for row in removed
        if (offices := putting_back.touched(row)) and all(may[office.pk] for office in offices)
    ]


@transaction.atomic
def put_back(user: User, number: str, turns: Collection[int], reason: str) -> None:
    """Put back whom the chosen rows of a case removed, counted as ``waiting_for`` shows them from 1.

    Raises ``NotAllowed`` with what stands against it, the same for a case that is none of theirs.
    """
    open_ones = next((each.rows for each in waiting_for(user) if each.number == number), ())
    chosen = [row for turn, row in enumerate(open_ones, 1) if turn in turns]
    if not chosen or len(chosen) < len(set(turns)):
        raise NotAllowed([_("Choose whom to put back.")])
    if not reason.strip():
        raise NotAllowed([_("Give the reason.")])
    case = Case.objects.get(number=number)
    if second_person.puts_back_whom_they_handed_to(case, History.of(case), user, chosen):
        raise NotAllowed([_("You handed the case to their office. Somebody else has to put them back.")])
    casework.put_back(case.pk, [row.pk for row in chosen], actor=user, reason=reason)


def _may(user: User, office: Unit, case: Case, rows: Collection[Respondent], away: Collection[int]) -> bool:
    """Whether the user is of the first level over the office in which somebody decides whom nobody named."""
    if office.parent_id is not None or office.pk in scope.concerned_with(user):
        return False
    for level in levels(office, case):
        able = [person for person in deciders(level - frozenset(away)) if not is_named(person, rows)]
        if able:
            return user in able and nobody_decides(office, case, rows)
    return False


def _highest():
    """Return the offices under no other that could read a case: bureaus and inspection groups."""
    return Unit.objects.filter(parent=None, kind__in=(UnitKind.BUREAU, UnitKind.INSPECTION))
