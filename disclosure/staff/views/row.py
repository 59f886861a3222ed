"""One household's row: every list it stood on, what was done about it, and the cases about it.

Each part is asked in the reader's own scope: what lies elsewhere, or is kept from them, is in none of it.
"""

from django.urls import reverse
from django.utils.functional import cached_property

from disclosure import cases_about
from disclosure.enums import Step
from disclosure.history import stood
from disclosure.intake.household_key import indexes_of
from disclosure.models import Recipient
from disclosure.permissions import notice_policy, proposal_policy, row_policy
from disclosure.publication.proposals import is_told_household
from disclosure.roles import LIST_ROLES
from disclosure.staff.views.base import ListsPage
from organizations import scope
from organizations.views.pages import RowPage
from protection import audit


class RowView(ListsPage, RowPage):
    """The page of one row; a look at the whole name is written down, as on the page of a list."""

    permission_policy = row_policy
    template_name = "disclosure/staff/row.html"
    key_field = "public_id"
    inspect_url_name = "batch:row"
    context_object_name = "row"
    related = ("region", "programme", "valid_from")

    def get_page_title(self):
        """Its name as others may read it: a title stays in the memory of a browser."""
        return str(self.object)

    def crumbs(self):
        """Return the row's own name alone: there is no list of rows to lead back to."""
        return [{"url": "", "label": self.get_page_title()}]

    @cached_property
    def rows(self) -> list[Recipient]:
        """All rows that the household ever had in the reader's places, on the lists of every programme."""
        visible = row_policy.instances_user_has_permission_for(self.request.user, "view")
        same = visible.filter(id_index__in=indexes_of(self.object)).order_by("pk").defer("id_number")
        return list(same.select_related("region", "programme", "valid_from", "valid_until"))

    def get_context_data(self, **kwargs):
        """Add the row's life, and the cases about it that the reader may open."""
        user = self.request.user
        audit.record_once_a_day("disclosure.view", self.object.valid_from, user=user)
        lists = stood.on_lists(self.object.programme_id, self.rows)
        own = [row for row in self.rows if self.is_same_list(row)]
        now = next((row for row in own if row.is_current), None)
        notices, proposals = list(self.notices()), self.proposals()
        return super().get_context_data(
            lists=[{"stood": each, "url": self.list_url(each.version)} for each in lists],
            now=now,
            ended=None if now else own[-1].valid_until,
            elsewhere=self.elsewhere(),
            notices=notices,
            proposals=proposals,
            is_told_hidden=(now or self.object).is_hidden and (bool(proposals) or self.may_propose()),
            next_step=self.next_step(now),
            is_public=bool(now and lists) and not (now.is_hidden or lists[0].version.is_withheld),
            cases=cases_about.found(user, [row.pk for row in self.rows], [one.pk for one in notices]),
            **kwargs,
        )

    def list_url(self, version) -> str:
        """The staff page of a list, where it is the reader's to see: one of a place above may not be."""
        seen = scope.in_scope(self.request.user, version.place, LIST_ROLES)
        return reverse("batch:inspect", args=[version.pk]) if seen else ""

    def is_same_list(self, row: Recipient) -> bool:
        """Whether a row belongs to the lists that this page is about."""
        return row.programme_id == self.object.programme_id

    def elsewhere(self) -> list[Recipient]:
        """Of each other programme the household's latest row."""
        latest = {row.programme_id: row for row in self.rows if not self.is_same_list(row)}
        return list(latest.values())

    def notices(self):
        """The notices that the household had in the reader's places, the latest first."""
        visible = notice_policy.instances_user_has_permission_for(self.request.user, "view")
        same = visible.filter(id_index__in=indexes_of(self.object)).select_related("programme", "region")
        return same.order_by("-pk").defer("id_number")

    def proposals(self):
        """What was proposed about hiding it, and decided, in the reader's places, for those who may know."""
        visible = proposal_policy.instances_user_has_permission_for(self.request.user, "view")
        same = visible.filter(row__in=[row.pk for row in self.rows], programme=self.object.programme_id)
        found = same.select_related("asked_by", "decided_by").order_by("-pk")
        return [proposal for proposal in found if is_told_household(proposal, self.request.user)]

    def may_propose(self) -> bool:
        """Whether the reader may propose about the row; who is hidden is not to be found out by asking."""
        return row_policy.user_has_permission_for_instance(self.request.user, "propose", self.object)

    def next_step(self, now: Recipient | None) -> dict[str, str] | None:
        """What may be proposed about the row that stands now: its words, and where."""
        if now is None or not row_policy.user_has_permission_for_instance(self.request.user, "propose", now):
            return None
        step = Step.UNHIDE if now.is_hidden else Step.HIDE
        return {"label": str(step.label), "url": reverse("batch:row_step", args=[now.public_id, step])}
