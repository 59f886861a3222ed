"""Referring to discipline inspection (移送), and what that organ makes of it (监察法 37, 信访工作条例 30).

Where the organ works on this site, the case waits in its intake until an inspector takes it up in a lead or
gives it back; until then, and while it is theirs, nobody else takes the case up again, so that nobody warns
whom it is about. Of another organ nothing is known here.
"""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import routing
from complaints.acts import acts_that
from complaints.enums import EventKind
from complaints.handling.attempted import AttemptedAct
from complaints.models import Case, CaseEvent
from complaints.parties import respondents
from organizations.enums import Role, UnitKind
from organizations.models import Unit


def organs(case: Case) -> list[Unit]:
    """Return the organs to which the case can be referred, the nearest first.

    Inspection units around its place with an inspector at work, not accused, and not the one that has it.
    """
    inspectors = routing.posts_at_work().filter(unit=OuterRef("pk"), role=Role.INSPECTOR)
    around = [
        unit.pk
        for unit in routing.offices_and_groups_of(case.region)
        if unit.kind == UnitKind.INSPECTION and unit.pk != case.unit_id
    ]
    manned = set(Unit.objects.filter(Exists(inspectors), pk__in=around).values_list("pk", flat=True))
    manned -= routing.forbidden_units([*respondents.accused_units(case)])
    found = Unit.objects.select_related("region").in_bulk(manned)
    return [found[pk] for pk in around if pk in found]


def refer(act: AttemptedAct) -> Iterator[str]:
    """To an organ that is not accused, and has an inspector at work, or outside of this site."""
    organ = act.facts.get("organ") if act.facts else None
    if organ and organ not in {unit.pk for unit in organs(act.case)}:
        yield _("This organ can not have it: it is accused, is none for this place, or nobody works there.")


def take_up(act: AttemptedAct) -> Iterator[str]:
    """By putting it into a lead, once."""
    if act.case.referred_on is None:
        yield _("Nothing waits here for discipline inspection.")
    elif not (act.facts or {}).get("in_lead"):
        yield _("It is taken up by putting it into a lead.")


def give_back(act: AttemptedAct) -> Iterator[str]:
    """By the organ that has it, to the unit that referred it."""
    if act.case.referred_to_id is None:
        yield _("The case was not handed to discipline inspection here.")


def reopen(act: AttemptedAct) -> Iterator[str]:
    """Not while discipline inspection has it."""
    if act.case.referred_to_id is not None:
        yield _("Discipline inspection has it. It is worked on again when it is given back.")


def note(case: Case, event: CaseEvent) -> None:
    """Keep on the case which organ has it, and since when it waits there; the caller saves."""
    if event.kind == EventKind.REFER:
        case.referred_to_id = event.data.get("organ")
        case.referred_on = timezone.localdate(event.at) if case.referred_to_id else None
    elif event.kind == EventKind.TAKE_UP:
        case.referred_on = None
    elif event.kind in acts_that("ends_referral"):
        case.referred_to_id = case.referred_on = None
