"""What was referred to an organ of discipline inspection, and waits there (移送): its inspectors' intake.

An inspector takes a case up by putting it into a lead, or gives it back (``complaints.handling.referring``).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from complaints.clocks import calendars, standards
from complaints.clocks.clock import WorkCalendar, due, working_days_left
from complaints.enums import ClockKind, EventKind
from complaints.handling import casework
from complaints.handling.together import OF_A_COMPLAINANT
from complaints.identity.told import OWN_EVENTS
from complaints.models import Case
from organizations.models import User
from supervision import visibility


@dataclass(frozen=True)
class Referral:
    """A case that waits, by when it is to be taken up or given back, and the working days left until then.

    Both are None where no standard says so; negative days: late.
    """

    case: Case
    due_on: date | None
    days_left: int | None


def waiting(user: User) -> QuerySet[Case]:
    """Return the cases that wait for this inspector's organs and are open to them, the oldest first."""
    units = {held.unit_id for held in visibility.holdings(user)}
    cases = Case.objects.visible_to(user).filter(referred_to__in=units, referred_on__isnull=False)
    related = ("unit", "latest_event", *OF_A_COMPLAINANT)
    return cases.select_related(*related).prefetch_related(OWN_EVENTS).order_by("referred_on", "pk")


def with_dates(cases: Iterable[Case]) -> list[Referral]:
    """Return the cases with the dates of their clocks; the figure is data (clock ``take_up``)."""
    calendar, known, today = calendars.load(), standards.load(), timezone.localdate()
    return [_dated(case, calendar, known, today) for case in cases]


def _dated(case: Case, calendar: WorkCalendar, known, today: date) -> Referral:
    assert case.referred_on is not None  # it waits
    standard = standards.applicable(known, standards.Situation.of(case), ClockKind.TAKE_UP, case.referred_on)
    if standard is None:
        return Referral(case, None, None)
    last = due(case.referred_on, standard.days, standard.unit, calendar).date
    return Referral(case, last, working_days_left(today, last, calendar))


def take_up(cases: Iterable[Case], user: User) -> None:
    """Take up those of the cases that wait for this inspector; the caller puts them into a lead.

    Raises NotAllowed, for instance for who asked to step aside.
    """
    waits = set(waiting(user).filter(pk__in=[case.pk for case in cases]).values_list("pk", flat=True))
    for case in cases:
        if case.pk in waits:
            casework.act(case, EventKind.TAKE_UP, user=user, in_lead=True)
