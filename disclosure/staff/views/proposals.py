"""One proposal about what is public: what it says, and the decision of the second person."""

from collections.abc import Callable

from django.http import Http404
from django.shortcuts import redirect
from wagtail.admin import messages

from disclosure.enums import Step
from disclosure.models import Proposal
from disclosure.permissions import batch_policy, proposal_policy
from disclosure.problems import ListActNotAllowed
from disclosure.publication import proposals
from disclosure.publication.workflow import CONFIRM, DECISIONS, REFUSE, STEPS, TAKE_BACK
from disclosure.staff.forms import RefusalForm
from disclosure.staff.views.base import ListsPage
from organizations.models import User
from organizations.views.kept_forms import typed_before
from organizations.views.pages import RowPage
from protection import audit

DOING: dict[str, Callable[[Proposal, User, str], Proposal]] = {
    CONFIRM.name: lambda proposal, user, _reason: proposals.confirm(proposal, user),
    REFUSE.name: proposals.refuse,
    TAKE_BACK.name: lambda proposal, user, _reason: proposals.take_back(proposal, user),
}


class ProposalView(ListsPage, RowPage):
    """The proposal's own page, for all who work with lists of the place."""

    permission_policy = proposal_policy
    template_name = "disclosure/staff/proposal.html"
    key_field = "key"
    inspect_url_name = "batch:proposal"
    context_object_name = "proposal"
    related = ("batch__programme", "batch__region", "region", "row__region", "asked_by", "decided_by")

    def get_page_title(self):
        """What is proposed."""
        return self.object.get_step_display()

    def crumbs(self):
        """Return the proposal alone, whose own page it is."""
        return [{"url": "", "label": self.get_page_title()}]

    def post(self, request, *args, **kwargs):
        """Decide, or say why that cannot be."""
        form = RefusalForm(request.POST)
        form.is_valid()
        reason = form.cleaned_data.get("reason", "")
        try:
            self.decide(request.POST.get("decision"), request.user, reason)
        except ListActNotAllowed as refused:
            self.refuse(refused.reasons)
        return redirect(self.object_url)

    def decide(self, decision, user: User, reason: str) -> None:
        """Do what the button says. Raises ListActNotAllowed, Http404 for no button of this page."""
        if decision not in DECISIONS:
            raise Http404
        DOING[decision](self.object, user, reason)
        messages.success(self.request, DECISIONS[decision].done)

    def get_context_data(self, **kwargs):
        """What the page says to this person; that they were told a household's name is written down."""
        proposal, user = self.object, self.request.user
        is_told = proposals.is_told_household(proposal, user)
        if is_told and proposal.row:
            audit.record_once_a_day("disclosure.view_proposal", proposal, user=user)
        return super().get_context_data(
            row=proposal.row,
            is_told=is_told,
            form=RefusalForm(typed_before(self.request)),
            consequence=STEPS[Step(proposal.step)].consequence,
            may_decide=not proposals.reasons_against(CONFIRM, proposal, user),
            is_mine=not proposals.reasons_against(TAKE_BACK, proposal, user),
            may_see_list=batch_policy.user_has_permission_for_instance(user, "view", proposal.batch),
            **kwargs,
        )
