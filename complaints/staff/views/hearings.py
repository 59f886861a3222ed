"""The calendar of hearings: which are called, on what day, of the cases that one sees."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.enums import CaseStatus
from complaints.models import Case
from complaints.permissions import case_policy
from organizations.models import User
from organizations.views.pages import StaffPage
from organizations.viewsets.bounded import BoundedPaginator

A_PAGE = 50


def may_read_calendar(user: User) -> bool:
    """Whether somebody works with cases at all; of which ones, the list itself says."""
    return case_policy.user_has_permission(user, "view")


def called(user: User) -> QuerySet[Case]:
    """Return the cases in review that the user sees and for which a hearing is called, by its day.

    Those that have passed stand first, until somebody writes what became of them.
    """
    waiting = Case.objects.visible_to(user).filter(hearing_on__isnull=False, latest_status=CaseStatus.REVIEW)
    return waiting.select_related("unit", "region").order_by("hearing_on", "pk")


class HearingsView(StaffPage):
    """One row a hearing, the earliest day above."""

    template_name = "complaints/staff/hearings.html"
    page_title = _("Calendar of hearings")
    header_icon = "calendar"

    def dispatch(self, request, *args, **kwargs):
        if not may_read_calendar(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        page = BoundedPaginator(called(self.request.user), A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(page=page, today=timezone.localdate(), **kwargs)
