"""Whether it is solved, and whether people are satisfied: the shares of units, for who answers for them."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from complaints.oversight import satisfaction
from organizations.views.pages import StaffPage


class SatisfactionView(StaffPage):
    """One table, of what was said within a year."""

    template_name = "complaints/staff/satisfaction.html"
    page_title = _("Solved and satisfied")
    header_icon = "tick"

    def dispatch(self, request, *args, **kwargs):
        if not satisfaction.may_read_shares(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            rows=satisfaction.by_unit(self.request.user), days=satisfaction.DAYS, **kwargs
        )
