"""One household on a public list: found by name or by its address, and proposed to be hidden or shown again.

What is typed is a name, so it goes with the form and never stands in an address.
"""

import re

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from disclosure import lookup
from disclosure.enums import OF_A_ROW, Step
from disclosure.messages import REASONS
from disclosure.models import Recipient
from disclosure.permissions import row_policy
from disclosure.problems import ListActNotAllowed
from disclosure.publication import proposals
from disclosure.publication.workflow import STEPS, TELL_A_REVIEWER
from disclosure.staff.forms import ListReasonForm, RowSearchForm
from disclosure.staff.views.base import ListsPage
from organizations.views.kept_forms import typed_before
from organizations.views.pages import RowPage
from protection import audit

MOST_FOUND = 30
#: What is shown of each row beside its own columns: its place as on paper, with all places around it.
WITH_ROWS = ("region__parent__parent__parent__parent", "programme", "valid_from")
_ADDRESS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class FindRowsView(ListsPage):
    """The search; looking at whole names is written down, as on the page of a list."""

    permission_policy = row_policy
    permission_required = "propose"
    template_name = "disclosure/staff/rows.html"
    page_title = _("One household on a public list")

    def post(self, request, *args, **kwargs):
        """Show what was found."""
        form = RowSearchForm(request.POST)
        data = form.cleaned_data if form.is_valid() else None
        rows = self.find(data["words"], data["programme"]) if data else []
        audit.record_each_once_a_day("disclosure.view", {row.valid_from for row in rows}, user=request.user)
        return self.render_to_response(self.get_context_data(form=form, rows=rows, searched=bool(data)))

    def find(self, words: str, programme) -> list[Recipient]:
        """At most MOST_FOUND current rows in the user's region, also of lists that were withdrawn."""
        mine = row_policy.instances_user_has_permission_for(self.request.user, "propose")
        mine = mine.select_related(*WITH_ROWS).defer("id_number")
        if address := _ADDRESS.search(words.lower()):
            found = lookup.current_row(address[0])
            return list(mine.current().filter(pk=found.pk)) if found else []
        named = row_policy.instances_user_has_permission_for(self.request.user, "propose")
        named = named.current_called(words.strip())
        named = named.filter(programme=programme) if programme else named
        # Their keys first: joined, PostgreSQL may begin with all that the lists opened.
        keys = list(named.values_list("pk", flat=True)[:MOST_FOUND])
        rows = {row.pk: row for row in mine.filter(pk__in=keys)}
        return [rows[key] for key in keys if key in rows]

    def get_context_data(self, **kwargs):
        """Add the form."""
        kwargs.setdefault("form", RowSearchForm())
        return super().get_context_data(most=MOST_FOUND, **kwargs)


class RowStepView(ListsPage, RowPage):
    """Proposes the step of the address for one row, with a reason."""

    permission_policy = row_policy
    permission_required = "propose"
    template_name = "disclosure/staff/row_step.html"
    key_field = "public_id"
    context_object_name = "row"
    related = ("region", "programme", "valid_from")

    @property
    def step(self) -> Step:
        """The step of the address, or 404."""
        step = self.kwargs["step"]
        if step not in OF_A_ROW:
            raise Http404
        return Step(step)

    def get_page_title(self):
        """What is proposed."""
        return self.step.label

    def crumbs(self):
        """The row has no page of its own."""
        return [{"url": "", "label": self.get_page_title()}]

    def post(self, request, *args, **kwargs):
        """Propose it, and go to the proposal."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            reason = form.cleaned_data["reason"]
            proposal = proposals.propose_for_row(self.step, self.object, request.user, reason)
        except ListActNotAllowed as refused:
            self.refuse(refused.reasons)
            return redirect("batch:rows")
        messages.success(request, TELL_A_REVIEWER)
        return redirect("batch:proposal", proposal.key)

    def form(self, data=None) -> ListReasonForm:
        """The reason, which is needed."""
        return ListReasonForm(data, missing=str(REASONS["reason_missing"]))

    def get_context_data(self, **kwargs):
        """Add the form and what will happen; the whole name is a look at the list it stands on."""
        audit.record_once_a_day("disclosure.view", self.object.valid_from, user=self.request.user)
        kwargs.setdefault("form", self.form(typed_before(self.request)))
        return super().get_context_data(consequence=STEPS[self.step].consequence, **kwargs)
