"""The lists and the programmes' settings on the staff site."""

from django.urls import path
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from disclosure import programmes
from disclosure.models import AssistanceStandard, Programme
from disclosure.permissions import batch_policy, programme_policy, standard_policy
from disclosure.staff.forms import AssistanceStandardForm, ProgrammeForm
from disclosure.staff.views import (
    acts,
    base,
    batch,
    board,
    columns,
    findings,
    index,
    posting,
    proposals,
    row,
    rows,
    several,
    unposted,
    upload,
)
from disclosure.staff.views.programme import ProgrammeEditView, ProgrammeInspectView
from disclosure.staff.views.standards import (
    AssistanceStandardCopyView,
    AssistanceStandardCreateView,
    StandardInspectView,
)
from organizations.viewsets.scoped import ScopedModelViewSet


class BatchViewSet(ViewSet):
    """All staff addresses of lists; each of them is checked by the policy."""

    name = "batch"
    url_prefix = "lists"
    icon = base.ICON
    menu_label = _("Lists")
    menu_name = "lists"
    menu_order = 250
    add_to_admin_menu = True

    def get_urlpatterns(self):
        """One line an address."""
        return [
            path("", index.BatchIndexView.as_view(), name="index"),
            path("results/", index.BatchIndexView.as_view(results_only=True), name="index_results"),
            path("unposted/", unposted.UnpostedView.as_view(), name="unposted"),
            path(
                "unposted/results/",
                unposted.UnpostedView.as_view(results_only=True),
                name="unposted_results",
            ),
            path("new/", upload.UploadView.as_view(), name="add"),
            path("several/", several.SeveralListsView.as_view(), name="several"),
            path("rows/", rows.FindRowsView.as_view(), name="rows"),
            path("rows/<uuid:public_id>/", row.RowView.as_view(), name="row"),
            path("rows/<uuid:public_id>/<slug:step>/", rows.RowStepView.as_view(), name="row_step"),
            path("proposals/<uuid:key>/", proposals.ProposalView.as_view(), name="proposal"),
            path("<int:pk>/sheets/", board.SheetsView.as_view(), name="sheets"),
            path("sheet/<str:code>/<slug:programme>/", board.BoardSheetView.as_view(), name="sheet"),
            path("posted/<str:code>/<int:pk>/", posting.PostingView.as_view(), name="posted"),
            path("posted/<uuid:posting>/photo/", posting.PhotoView.as_view(), name="photo"),
            path("<int:pk>/", batch.BatchInspectView.as_view(), name="inspect"),
            path("<int:pk>/columns/", columns.ColumnsView.as_view(), name="columns"),
            path("<int:pk>/columns/told/", columns.ColumnsToldView.as_view(), name="columns_told"),
            path("<int:pk>/findings/", findings.FindingsView.as_view(), name="findings"),
            path("<int:pk>/refused.csv", batch.RefusedView.as_view(), name="refused"),
            path("<int:pk>/<slug:act>/", acts.BatchActView.as_view(), name="act"),
        ]

    def get_menu_item(self, order=None):
        """Shown to those who may see lists."""
        item = super().get_menu_item(order)
        item.is_shown = lambda request: batch_policy.user_has_permission(request.user, "view")
        return item


class ProgrammeViewSet(ModelViewSet):
    """The programmes: read by all who work with lists, their settings changed by the head office."""

    model = Programme
    icon = "tag"
    menu_label = _("Programmes")
    menu_order = 710
    add_to_admin_menu = True
    add_to_reference_index = False
    permission_policy = programme_policy
    edit_view_class = ProgrammeEditView
    inspect_view_class = ProgrammeInspectView
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["code", "name", "name_en", "pays_monthly", "pays_once", *programmes.SETTINGS]
    list_display = [
        "__str__",
        "name_masking",
        "notice_days",
        BooleanColumn("pays_monthly", label=_("Pays a monthly amount")),
    ]
    ordering = ["sort_order", "code"]

    def get_form_class(self, for_update=False):
        """Return the form of the settings."""
        return ProgrammeForm


class AssistanceStandardViewSet(ScopedModelViewSet):
    """The figures of programmes by place and day; every version stays."""

    model = AssistanceStandard
    icon = "clipboard-list"
    menu_label = _("Assistance standards")
    menu_order = 705
    add_to_admin_menu = True
    permission_policy = standard_policy
    add_view_class = AssistanceStandardCreateView
    copy_view_class = AssistanceStandardCopyView
    inspect_view_class = StandardInspectView
    copy_view_enabled = True
    inspect_view_enabled = True
    # The months are in the title, with the figure.
    inspect_view_fields_exclude = ["id", "months"]
    list_display = [
        "programme",
        "region",
        "sort",
        "name",
        Column("figure", label=_("figure"), accessor="figure"),
        Column(
            "valid_from",
            label=pgettext_lazy("standard", "valid from"),
            accessor=lambda row: date_format(row.valid_from),
            sort_key="valid_from",
            classname="standard-when",
        ),
        Column("outcome", label=pgettext_lazy("standard", "state"), accessor="get_outcome_display"),
        "document",
    ]
    list_filter = ["programme", "sort", "outcome"]
    list_per_page = 50

    def get_form_class(self, for_update=False):
        """Return the form of a new figure."""
        return AssistanceStandardForm


batch_viewset = BatchViewSet()
programme_viewset = ProgrammeViewSet("programme", url_prefix="programmes")
standard_viewset = AssistanceStandardViewSet("assistance_standard", url_prefix="standards")
