"""Cases that nobody may read: all are meant who could, or nobody is at work any more where they lie.

They are kept, their time runs (``routing``, ``readers``). Each goes by nobody's act to the nearest office
above in which somebody reads it, as soon as there is one: when a post ends, an account is off or an office
closed, and every hour for what only the calendar changes. Until then whoever can enter one is told how many
waited at the last look, and no more: neither what stands in them, nor where they are from, nor of one that
came today, which would tell who was here. An administrator is not told: they staff offices below their own,
which may be among those that are meant; which offices are without people they are told without any case
(``staffing``).
"""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from complaints import routing
from complaints.enums import BELOW_THE_COUNTY, EventKind, Sight
from complaints.handling import hands, readers
from complaints.handling.arriving import raise_to
from complaints.handling.record import write_by_itself
from complaints.models import Case, CaseEvent, Respondent
from complaints.parties import respondents
from complaints.parties.second_person import names
from organizations import in_office
from organizations.enums import UnitKind
from organizations.models import Unit, User


def waiting() -> QuerySet[Case]:
    """Return the cases that are open, or were written to since they ended, and that nobody at work opens."""
    return Case.objects.to_act_on().filter(readers.nobody_reads()).order_by("pk")


def waiting_for(user: User) -> list[str]:
    """Return what ``user`` may know of the cases that wait: the drawn digits of their numbers, sorted.

    Only superusers are told, who alone can enter an office that stands under none of these; never of a case
    that is about them. That it may be about an office where they have a post can not be helped: without one
    they would reach no place. Looked at are those that the latest look found (``take_up``): it reads every
    open case, a page does not.
    """
    noted = (
        list(Case.objects.filter(lies_unread=True).values_list("pk", flat=True)) if user.is_superuser else []
    )
    if not noted:
        return []
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    about = Respondent.objects.filter(names(user), case=OuterRef("pk"), lifted_at=None)
    found = waiting().filter(~Exists(about), pk__in=noted, received_at__lt=today)
    return sorted(number.rpartition("-")[2] for number in found.values_list("number", flat=True))


def take_up(units: Iterable[int] | None = None, user: int | None = None) -> tuple[int, int]:
    """Give every case that waits to an office where it is read, if there is one by now; with ``units`` only
    what lies there, or is in the hands of ``user``.

    Returns how many went, and how many still wait; each goes in a transaction of its own. What somebody else
    reads where it lies leaves the hands of who is not at work any more, to be given to another.
    """
    where = Q() if units is None else Q(unit__in=list(units))
    if units is not None and user is not None:
        where |= Q(handler=user)
    ids = list(waiting().filter(where).values_list("pk", flat=True))
    went = {pk for pk in ids if _take_up(pk) is not None}
    _note(set(ids) - went, Case.objects.filter(where))
    for pk in list(in_left_hands().filter(where).values_list("pk", flat=True)):
        _hand_back(pk)
    return len(went), len(ids) - len(went)


def _note(left: set[int], among: QuerySet[Case]) -> None:
    """Keep which of these cases lie unread, for ``waiting_for``."""
    noted = set(among.filter(lies_unread=True).values_list("pk", flat=True))
    Case.objects.filter(pk__in=left - noted).update(lies_unread=True)
    Case.objects.filter(pk__in=noted - left).update(lies_unread=False)


def in_left_hands() -> QuerySet[Case]:
    """Return those that are in the hands of somebody who works there no more, or can not open them."""
    held = Case.objects.to_act_on().filter(handler__isnull=False)
    return held.filter(readers.nobody_works()).order_by("pk")


def _hand_back(case_id: int) -> None:
    with transaction.atomic():
        in_office.stays()
        case = Case.objects.select_for_update().get(pk=case_id)
        if in_left_hands().filter(pk=case_id).exists():
            write_by_itself(case, EventKind.HAND_BACK, hands.hand_back(case), at=timezone.now())


def _take_up(case_id: int) -> CaseEvent | None:
    with transaction.atomic():
        in_office.stays()
        case = Case.objects.select_for_update().get(pk=case_id)
        if not waiting().filter(pk=case_id).exists():
            return None
        fit = partial(_may_have, case, list(case.respondents.all()))
        first = routing.first_hands(
            case.kind,
            case.matter,
            case.region,
            respondents.accused_units(case),
            someone_meant=True,
            lies_below=case.reach in BELOW_THE_COUNTY,
            left_open=not case.reach,
            fit=fit,
        )
        if first.hidden or not first.screened:
            return None
        return raise_to(case, first, case.matter, at=timezone.now())


def _may_have(case: Case, rows: list[Respondent], unit: Unit) -> bool:
    """Whether somebody reads it in the unit, and nobody below those from whom it was kept so far: no bureau
    what an inspection group had because nobody said where those sit whom it speaks of.
    """
    if case.sight == Sight.INSPECTION and not case.reach and unit.kind != UnitKind.INSPECTION:
        return False
    if unit.pk == case.unit_id or routing.is_lower(unit, case.unit):
        return False
    return readers.reads(unit, case, rows)
