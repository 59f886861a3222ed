"""The intake of an organ of discipline inspection: what was handed over and waits."""

from django.utils.translation import gettext_lazy as _

from complaints.identity.redacted_text import redacted
from organizations.viewsets.bounded import BoundedPaginator
from supervision import referrals
from supervision.views.base import LeadsView

A_PAGE = 30


class ReferralsView(LeadsView):
    """One line a case, the oldest above; ticked ones go into a lead, one alone is given back."""

    permission_required = "add"
    template_name = "supervision/referrals.html"
    page_title = _("Handed over to us")

    def get_context_data(self, **kwargs):
        """A page of them, with their dates and titles as an inspector reads them."""
        page = BoundedPaginator(referrals.waiting(self.request.user), A_PAGE).get_page(
            self.request.GET.get("p")
        )
        rows = [(each, redacted(each.case, each.case.title)) for each in referrals.with_dates(page)]
        return super().get_context_data(page=page, rows=rows, **kwargs)
