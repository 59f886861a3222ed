"""The panels on the staff site's home: the lists that wait for this person, and those that are late."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from disclosure import staffing, standard_decisions
from disclosure.enums import BatchState
from disclosure.models import Batch, Programme, Proposal
from disclosure.permissions import batch_policy, proposal_policy, row_policy, standard_policy
from disclosure.publication import standing
from disclosure.publication.workflow import SUBMIT
from disclosure.roles import LIST_ROLES
from organizations import scope
from organizations.models import User

SHOWN = 8


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


class LateListsPanel(Component):
    """Which lists of the user's places should be public and are not, whoever ever published one."""

    name = "late_lists"
    order = 61
    template_name = "disclosure/staff/late_panel.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context):
        """The lists that are late, the longest first, and of how many; the places in which nobody could."""
        area = scope.region_codes(self.user, LIST_ROLES)
        lists = standing.read()
        late = lists.missing_in(area)
        shown = late[:SHOWN]
        owing = lists.owing_in(area)
        lacking = staffing.lacking(owing)
        places = lists.owing
        programmes = Programme.objects.in_bulk()
        return {
            "lists": [
                {
                    "region": places[code],
                    "programme": programmes.get(programme, programme),
                    "missing": missing,
                }
                for code, programme, missing in shown
            ],
            "nobody_brings_in": [places[code] for code in lacking.submit],
            "nobody_approves": [places[code] for code in lacking.approve],
            "owing": len(owing),
            "late": len(late),
            "due": lists.due_in(area),
        }


class StandardsPanel(Component):
    """The figures of programmes that wait for this administrator's word; left out where none does."""

    name = "standards"
    order = 62
    template_name = "disclosure/staff/standards_panel.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context):
        """Read a few of them; there are hardly ever more."""
        return {"standards": standard_decisions.decidable_by(self.user)[:SHOWN]}


def panels_for(user: User) -> list[Component]:
    """The panel of what waits for those who submit or review lists, that of what is late for all who see
    lists, that of figures for those who set them; nothing for others.
    """
    concerned = batch_policy.user_has_any_permission(user, ["submit", "approve"])
    looking = batch_policy.user_has_permission(user, "view")
    setting = standard_policy.user_has_permission(user, "add")
    return [
        *([ListsPanel(user)] if concerned else []),
        *([LateListsPanel(user)] if looking else []),
        *([StandardsPanel(user)] if setting else []),
    ]
