"""Cases that nobody may read: they lie with an office that they are about, since all who could take them are.

They are kept, their time runs (``routing``, ``unread``). Once there is an office that such a case is not
about, it goes there by nobody's act. Until then whoever can enter one is told how many wait, and no more:
neither what stands in them, nor where they are from, nor of one that came today, which would tell who was
here. An administrator is not told: they staff offices below their own, which is among those that are meant.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from complaints import effects, respondents, routing
from complaints.enums import EventKind
from complaints.models import Case, CaseEvent, Respondent
from complaints.record import write_by_itself
from complaints.second_person import names
from organizations.lines import STEPS_UP


def waiting() -> QuerySet[Case]:
    """Return the cases on which somebody still has to act, and that lie with an office they are about.

    An office counts as meant where it works under one that is (``routing.forbidden_units``).
    """
    meant = Q()
    for steps in STEPS_UP:
        meant |= Q(unit=OuterRef("__".join(["unit", *["parent"] * steps])))
    about = Respondent.objects.filter(meant, case=OuterRef("pk"), unit__isnull=False, lifted_at=None)
    return Case.objects.open().filter(Exists(about)).order_by("pk")


def waiting_for(user) -> list[str]:
    """Return what ``user`` may know of the cases that wait: the drawn digits of their numbers, sorted.

    Only superusers are told, who alone can enter an office that stands under none of these; never of a case
    that is about them. That it may be about an office where they have a post can not be helped: without one
    they would reach no place.
    """
    if not user.is_superuser:
        return []
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    about = Respondent.objects.filter(names(user), case=OuterRef("pk"), lifted_at=None)
    found = waiting().filter(~Exists(about), received_at__lt=today)
    return sorted(number.rpartition("-")[2] for number in found.values_list("number", flat=True))


def take_up() -> tuple[int, int]:
    """Give every case that waits to an office that it is not about, if there is one by now.

    Returns how many went, and how many still wait; each goes in a transaction of its own.
    """
    ids = list(waiting().values_list("pk", flat=True))
    went = sum(_take_up(pk) is not None for pk in ids)
    return went, len(ids) - went


def _take_up(case_id: int) -> CaseEvent | None:
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case_id)
        accused = respondents.accused_units(case)
        first = routing.first_hands(case.kind, case.matter, case.region, accused, someone_meant=True)
        waits = case.unit_id in routing.forbidden_units(accused)
        if first.unread or not first.screened or not waits:
            return None
        facts = effects.raise_above(case, first, case.matter)
        return write_by_itself(case, EventKind.RAISE, facts, at=timezone.now())
