"""By when a lead goes to discipline inspection.

A report about a Party member or public official is handed to the discipline organ that has authority (监察法
37); the law gives no number of days, so five working days are a house rule. The figure is data
(complaints.ServiceStandard, clock ``refer``). Day 0 is the day the lead was
opened: with that act an inspector judged that the material points to wrongdoing. A transfer stops the clock.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from complaints.clocks import calendars, standards
from complaints.clocks.clock import Due, WorkCalendar, due, working_days_left
from complaints.enums import CaseKind, ClockKind
from complaints.models import ServiceStandard
from supervision.enums import LeadEventKind, LeadStatus
from supervision.models import Lead


@dataclass(frozen=True)
class ReferClock:
    """The lead's clock: the deadline with its count, and what is left of it on the day asked."""

    due: Due
    standard: ServiceStandard
    stopped_on: date | None
    days_left: int  # working days; negative: late. On a stopped clock, as of the day it stopped.

    @property
    def is_late(self) -> bool:
        """Whether the transfer came, or is still missing, after the deadline."""
        return self.days_left < 0

    @property
    def days_late(self) -> int:
        """Working days past the deadline; 0 in time."""
        return max(0, -self.days_left)


def refer_clock(
    lead: Lead, *, today: date | None = None, calendar: WorkCalendar | None = None
) -> ReferClock | None:
    """Return the lead's clock, None where there is no standard or the lead was closed without a transfer."""
    opened = timezone.localdate(lead.opened_at)
    standard = standards.limit(standards.Situation(CaseKind.REPORT), ClockKind.REFER, opened)
    sent = lead.events.filter(kind=LeadEventKind.TRANSFERRED).order_by("sequence").first()
    if standard is None or (sent is None and lead.status == LeadStatus.CLOSED):
        return None
    calendar = calendar or calendars.load()
    deadline = due(opened, standard.days, standard.unit, calendar)
    stopped_on = timezone.localdate(sent.at) if sent else None
    left = working_days_left(stopped_on or today or timezone.localdate(), deadline.date, calendar)
    return ReferClock(deadline, standard, stopped_on, left)
