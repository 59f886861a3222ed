"""The inbox: what waits for whoever looks, by kind, each with the act at hand."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.identity.redacted_text import redacted
from complaints.identity.told import OWN_EVENTS
from complaints.inbox import TABLE, Inbox, InboxKind
from complaints.models import Case
from complaints.permissions import case_policy
from complaints.workflow import TRANSITIONS, CaseTransition
from organizations import scope
from organizations.models import User
from organizations.views.pages import StaffPage
from organizations.viewsets.bounded import in_words

SHOWN = 50


def may_have_inbox(user: User) -> bool:
    """Whether somebody works with cases at all; with which ones, each kind says."""
    return case_policy.user_has_permission(user, "view")


class InboxView(StaffPage):
    """How much waits of each kind, and the cases of one of them: the one that is asked for, or the first."""

    template_name = "complaints/staff/inbox.html"
    page_title = _("Inbox")
    header_icon = "tasks"

    def dispatch(self, request, *args, **kwargs):
        if not may_have_inbox(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        inbox = Inbox(self.request.user, timezone.localdate())
        counts = inbox.counts()
        waiting = [row for row in TABLE.rows if counts[row.kind]]
        asked = self.request.GET.get("kind")
        chosen = next((row for row in TABLE.rows if row.kind == asked), waiting[0] if waiting else None)
        return super().get_context_data(
            kinds=[(row, in_words(counts[row.kind]), row == chosen) for row in waiting],
            chosen=chosen,
            entries=_entries(inbox, chosen) if chosen and counts[chosen.kind] else [],
            more=bool(chosen) and counts[chosen.kind] > SHOWN,
            shown=SHOWN,
            **kwargs,
        )


def _entries(inbox: Inbox, kind: InboxKind) -> list[dict]:
    """The most pressing of a kind: its subject as it may be read, how long it waits, where it is done."""
    act = TRANSITIONS[kind.act] if kind.act else None
    if act and not scope.has_role(inbox.user, *act.roles):
        # Somebody else's to do: who only has to see to it opens the case.
        act = None
    rows = (
        inbox.rows(kind).most_pressing_first().select_related("region", "unit", "complainant", "latest_event")
    )
    return [
        {
            "case": case,
            "title": redacted(case, case.title),
            "days": (inbox.today - timezone.localdate(case.latest_event.at)).days,
            "url": _address(case, act),
            "act": act.label if act else _("Open the case"),
        }
        for case in rows.prefetch_related(OWN_EVENTS)[:SHOWN]
    ]


def _address(case: Case, act: CaseTransition | None) -> str:
    if act is None:
        return reverse("case:inspect", args=[case.number])
    return reverse("complaints_act", args=[case.number, act.kind])
