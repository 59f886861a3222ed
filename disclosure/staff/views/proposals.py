"""One proposal about what is public: what it says, and the decision of the second person."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from disclosure.enums import Outcome, Step
from disclosure.permissions import batch_policy, proposal_policy
from disclosure.problems import NotAllowed
from disclosure.publication import proposals
from disclosure.staff.forms import RefusalForm
from disclosure.staff.views.base import ListsPage
from organizations.models import User
from organizations.views.kept_forms import typed
from organizations.views.pages import RowPage

CONSEQUENCES = {
    Step.TAKE_DOWN: _(
        "No public page, file or search shows a row of this list; its pages say that it was withdrawn and is "
        "being corrected."
    ),
    Step.SHOW_AGAIN: _("The list is public again as it was."),
    Step.HIDE: _(
        "No public page, file or search shows this household, also not in the lists of later months, until "
        "it is shown again. Its assistance goes on."
    ),
    Step.UNHIDE: _("The household is public again with the list it stands on."),
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
        except NotAllowed as refused:
            self.refuse(refused.reasons)
        return redirect(self.object_url)

    def decide(self, decision, user: User, reason: str) -> None:
        """Do what the button says. Raises NotAllowed, Http404 for no button of this page."""
        if decision == "confirm":
            proposals.confirm(self.object, user)
            messages.success(self.request, _("Done: it holds on all public pages from now on."))
        elif decision == "refuse":
            proposals.refuse(self.object, user, reason)
            messages.success(self.request, _("Refused. What is public stays as it is."))
        elif decision == "take-back":
            proposals.take_back(self.object, user)
            messages.success(self.request, _("The proposal was taken back."))
        else:
            raise Http404

    def get_context_data(self, **kwargs):
        """What the page says to this person."""
        proposal, user = self.object, self.request.user
        return super().get_context_data(
            row=proposal.row,
            form=RefusalForm(typed(self.request)),
            consequence=CONSEQUENCES[Step(proposal.step)],
            may_decide=not proposals.reasons_against_deciding(proposal, user),
            is_mine=proposal.asked_by_id == user.pk and proposal.outcome == Outcome.WAITING,
            may_see_list=batch_policy.user_has_permission_for_instance(user, "view", proposal.batch),
            **kwargs,
        )
