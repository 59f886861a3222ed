"""The panel on the staff site's home: which leads are open, and by when they have to go."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from complaints.clocks import calendars
from complaints.models import Case
from organizations.models import User
from supervision import due, referrals, unkept
from supervision.models import Lead
from supervision.permissions import lead_policy

SHOWN = 8
LOOKED_AT = 50


class LeadsPanel(Component):
    """The leads that are not closed, the most pressing first."""

    name = "leads"
    order = 55
    template_name = "supervision/panel.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context):
        """Read them through the same rule as the list of leads."""
        active = Lead.objects.visible_to(self.user).active()
        calendar = calendars.load()
        rows = [
            (lead, due.refer_clock(lead, calendar=calendar))
            for lead in active.select_related("region", "latest_event")[:LOOKED_AT]
        ]
        count = len(rows) if len(rows) < LOOKED_AT else active.count()
        # What was transferred waits for somebody else; of the rest, the least time left goes first.
        rows.sort(key=lambda row: (not row[0].is_editable, row[1].days_left if row[1] else 0))
        return {"title": _("Leads"), "rows": rows[:SHOWN], "count": count}


class ReferralsPanel(Component):
    """What was handed over to the inspector's organ and waits."""

    name = "referrals"
    order = 54
    template_name = "supervision/referrals_panel.html"

    def __init__(self, cases: QuerySet[Case]) -> None:
        self.cases = cases

    def get_context_data(self, parent_context):
        """How many there are, and by when the first is due."""
        first = referrals.with_dates(self.cases[:1])
        return {"number": self.cases.count(), "first": first[0] if first else None}


class UnkeptPanel(Component):
    """How many leads nobody may read any more, for who can help."""

    name = "unkept"
    order = 31
    template_name = "supervision/unkept_panel.html"

    def __init__(self, number: int) -> None:
        self.number = number

    def get_context_data(self, parent_context):
        """Their number, and nothing of what they are about."""
        return {"number": self.number}


def panels_for(user: User) -> list[Component]:
    """The panel for those who keep leads; one of leads without a keeper only if there are any."""
    number = unkept.waiting_for(user)
    found: list[Component] = [UnkeptPanel(number)] if number else []
    if not lead_policy.user_has_permission(user, "view"):
        return found
    referred = referrals.waiting(user)
    return [*found, *([ReferralsPanel(referred)] if referred.exists() else []), LeadsPanel(user)]
