"""Staff pages for cases."""

from django.utils.translation import gettext_lazy as _

from complaints.models import Case
from complaints.permissions import case_policy
from complaints.staff.views.case import CaseView
from complaints.staff.views.cases import CaseIndexView
from organizations.viewsets.scoped import ScopedModelViewSet


class CaseViewSet(ScopedModelViewSet):
    """Cases: the list and the page of one. Nothing is added, edited or deleted here."""

    model = Case
    icon = "mail"
    # Wagtail's ``pk`` in the address is the case's number: between two keys a hidden case would be a gap.
    pk_path_converter = "slug"
    menu_label = _("Cases")
    menu_order = 110
    add_to_admin_menu = True
    permission_policy = case_policy
    index_view_class = CaseIndexView
    inspect_view_class = CaseView
    inspect_view_enabled = True
    list_per_page = 30
    exclude_form_fields: list[str] = []

    def get_urlpatterns(self):
        """Only the list and the page: a case comes by intake and changes by acts."""
        return [
            pattern
            for pattern in super().get_urlpatterns()
            if pattern.name in {"index", "index_results", "inspect"}
        ]


case_viewset = CaseViewSet("case", url_prefix="cases")
