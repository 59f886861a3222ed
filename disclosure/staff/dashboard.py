"""The panels on the staff site's home: the lists that wait for this person, and what the catalogue asks."""

from collections import Counter
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from disclosure import programmes, staffing, standard_decisions
from disclosure.catalogue import overview as overviews
from disclosure.catalogue.offices import OfficeItem, PublishingOffice, lines
from disclosure.enums import OVERDUE, BatchState, DutyState
from disclosure.models import Batch, ListTotal, Proposal
from disclosure.permissions import (
    batch_policy,
    posting_policy,
    proposal_policy,
    row_policy,
    standard_policy,
)
from disclosure.publication.workflow import SUBMIT
from disclosure.roles import LIST_ROLES
from organizations import codes, scope
from organizations.models import User
from organizations.viewsets.bounded import MOST, in_words

SHOWN = 8
SHOWN_NEXT = 5


def waiting_for(user: User) -> QuerySet[Batch]:
    """The batches on which the next act is this person's: to submit, to review or to publish."""
    to_submit = batch_policy.instances_user_has_permission_for(user, "submit").filter(
        state__in=SUBMIT.sources
    )
    to_review = batch_policy.instances_user_has_permission_for(user, "approve").filter(
        state__in=(BatchState.SUBMITTED, BatchState.APPROVED)
    )
    others = to_review.not_worked_on_by(user)
    return Batch.objects.filter(Q(pk__in=to_submit.values("pk")) | Q(pk__in=others.values("pk")))


def proposals_for(user: User) -> QuerySet[Proposal]:
    """The proposals that this person may decide on."""
    asked = proposal_policy.instances_user_has_permission_for(user, "approve").waiting()
    return asked.exclude(asked_by=user)


class ListsPanel(Component):
    """What waits for me, oldest month first."""

    name = "lists"
    order = 60
    template_name = "disclosure/staff/panel.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context):
        """Read the waiting batches through the same policy as every list."""
        proposed = proposals_for(self.user).select_related("batch__programme", "region", "asked_by")
        waiting = waiting_for(self.user).select_related("programme", "region").order_by("month", "pk")
        return {
            "batches": waiting[:SHOWN],
            "proposals": proposed.order_by("pk")[:SHOWN],
            "may_propose": row_policy.user_has_permission(self.user, "propose"),
            "count": waiting.count(),
            "title": _("Lists that wait for you"),
            "may_upload": batch_policy.user_has_permission(self.user, "add"),
        }


class DutiesPanel(Component):
    """What of the catalogue the user's places owe: what is late and stale, what is due next, and the places
    in which nobody could publish a list.
    """

    name = "duties"
    order = 61
    template_name = "disclosure/staff/duties_panel.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context):
        """The counties' items, the longest late first, and of how many; townships stand in the report."""
        area = scope.region_codes(self.user, LIST_ROLES)
        overview = overviews.read()
        places = [
            PublishingOffice(code, county.name)
            for code, county in overview.counties.items()
            if any(codes.contains(place, code) for place in area)
        ]
        every = lines(overview, places)
        numbers = Counter(line.cell.state for line in every)
        over = lines(overview, places, states=OVERDUE)
        coming = sorted((line for line in every if _is_to_come(line)), key=_day)
        owing = overview.moment.lists.owing_in(area)
        lacking = staffing.lacking(owing)
        return {
            "lines": over[:SHOWN],
            "next": coming[:SHOWN_NEXT],
            "all": sum(numbers.values()),
            "late": numbers[DutyState.LATE],
            "stale": numbers[DutyState.STALE],
            "due": numbers[DutyState.DUE],
            "nobody_brings_in": [overview.counties[code] for code in lacking.submit],
            "nobody_approves": [overview.counties[code] for code in lacking.approve],
            "owing": len(owing),
        }


def _is_to_come(line: OfficeItem) -> bool:
    """Whether the day that the state hangs on is still to come."""
    return line.cell.by is not None and line.cell.state not in OVERDUE


def _day(line: OfficeItem) -> tuple[date, str]:
    return line.cell.by or date.max, line.office.code


class UnpostedPanel(Component):
    """How many sheets of lists that are public hang on no board, and the first of them; left out where none
    is missing.
    """

    name = "unposted"
    order = 64
    template_name = "disclosure/staff/unposted_panel.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context):
        """A bounded count and a few lines, whatever the size of the place."""
        missing = ListTotal.objects.visible_to(self.user).unposted().order_by("region_id", "programme_id")
        number = missing[: MOST + 1].count()
        lines = missing.select_related("programme", "region__parent")[:SHOWN_NEXT] if number else []
        return {"lines": lines, "number": in_words(number)}


class StandardsPanel(Component):
    """The figures and settings of programmes that wait for this administrator's word; left out where none
    does.
    """

    name = "standards"
    order = 63
    template_name = "disclosure/staff/standards_panel.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context):
        """Read a few of them; there are hardly ever more."""
        return {
            "standards": standard_decisions.decidable_by(self.user)[:SHOWN],
            "changes": programmes.decidable_by(self.user),
        }


def panels_for(user: User) -> list[Component]:
    """The panel of what waits for those who submit or review lists, that of what is late for all who see
    lists, that of figures for those who set them; nothing for others.
    """
    concerned = batch_policy.user_has_any_permission(user, ["submit", "approve"])
    looking = batch_policy.user_has_permission(user, "view")
    setting = standard_policy.user_has_permission(user, "add")
    return [
        *([ListsPanel(user)] if concerned else []),
        *([DutiesPanel(user)] if looking else []),
        *([StandardsPanel(user)] if setting else []),
        *([UnpostedPanel(user)] if posting_policy.user_has_permission(user, "propose") else []),
    ]
