"""One lead on one page: what it is, its material, what happened, what can be done."""

from typing import Any

from django.urls import reverse

from complaints.identity.redacted_text import by_form
from organizations.views.kept_forms import typed_before
from supervision import closed_cases, due, leads, material, putting_back
from supervision.enums import LeadEventKind as Kind
from supervision.forms import AddCaseForm
from supervision.permissions import lead_policy
from supervision.views.base import LeadView
from supervision.workflow import TRANSITIONS, allowed

#: The forms that the page's side leads to, in the order of a lead's life.
FORMS = {
    Kind.TRANSFERRED: "lead:transfer",
    Kind.RESULT_RECEIVED: "lead:result",
    Kind.NOTE: "lead:note",
    Kind.PUT_BACK: "lead:put_back",
    Kind.CLOSED: "lead:close",
}


class LeadInspectView(LeadView):
    """The lead's own page."""

    template_name = "supervision/lead.html"
    header_icon = "folder-open-inverse"

    def get_page_title(self) -> str:
        """The number, as it stands on the letter."""
        return self.lead.number

    def crumbs(self) -> list[dict[str, Any]]:
        """Return the lead alone, whose own page it is."""
        return [{"url": "", "label": self.lead.number}]

    def get_context_data(self, **kwargs):
        """Material as redacted lines, the timeline, the clock and the acts that are possible now."""
        items = list(leads.current_items(self.lead))
        closed = self.closed
        view = material.KeepersView(self.lead, self.request.user, closed)
        transfers = self.lead.transfers.select_related("to_unit", "made_by")
        may_change = lead_policy.user_has_permission(self.request.user, "change")
        return super().get_context_data(
            lines=material.lines(items, view),
            accused="、".join(map(by_form, material.respondents_in_words(self.lead))),
            title=by_form(self.lead.title),  # as lists have it: to be masked here alone would tell
            summary=view.words(self.lead.created_by_id, self.lead.opened_at, self.lead.summary),
            events=material.history_of(view),
            transfers=transfers,
            letters=closed_cases.may_fetch(transfers, self.request.user, closed),
            clock=due.refer_clock(self.lead),
            acts=self.acts(any(item.case_id not in closed for item in items)),
            may_change=may_change and self.lead.is_editable,
            add_case_form=kwargs.pop("add_case_form", None)
            or AddCaseForm(typed_before(self.request), user=self.request.user),
            **kwargs,
        )

    def acts(self, has_material: bool) -> list[dict[str, Any]]:
        """The acts that the table of transitions and the user's permissions leave open."""
        user = self.request.user
        return [
            {
                "label": TRANSITIONS[kind].label,
                "url": reverse(url, args=[self.lead.public_id]),
                "kind": kind.value,
            }
            for kind, url in FORMS.items()
            if allowed(kind, self.lead.status)
            and lead_policy.user_has_permission(user, TRANSITIONS[kind].permission)
            and (has_material or kind != Kind.TRANSFERRED)
            and (kind != Kind.PUT_BACK or putting_back.choices(self.lead, user))
        ]
