"""The report on what hangs on no board: lists of all programmes that are public now, and of which no record
says that their village has the sheet. Filters are in the address; a bounded number is shown, all of them are
in the file that it gives (CSV, XLSX).
"""

from collections.abc import Iterator

import django_filters
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views import generic

from disclosure.models import ListTotal, Programme
from disclosure.permissions import posting_policy
from disclosure.staff.views.index import months
from disclosure.templatetags.lists import month
from organizations import scope
from organizations.models import Region
from organizations.viewsets.bounded import BoundedPaginator
from organizations.viewsets.choosers import region_chooser
from organizations.viewsets.filtered import StrictFilterMixin
from protection import csv_export


class UnpostedFilterSet(WagtailFilterSet):
    """Filters in the address: programme, month, place."""

    programme = django_filters.ModelChoiceFilter(
        label=_("Programme"), queryset=Programme.objects.all(), empty_label=_("All")
    )
    month = django_filters.ChoiceFilter(label=_("Month"), choices=months, empty_label=_("All"))
    region = django_filters.ModelChoiceFilter(
        label=_("Region"),
        queryset=Region.objects.all(),
        widget=region_chooser.widget_class,
        method="in_region",
    )

    class Meta:
        model = ListTotal
        fields: list[str] = []

    def in_region(self, queryset, name, value):
        """Villages of this place."""
        return queryset.filter(scope.within(value.pk)) if value else queryset


class UnpostedView(StrictFilterMixin, generic.IndexView):
    """The villages of the user's places whose sheet hangs nowhere yet, in their order."""

    model = ListTotal
    template_name = "disclosure/staff/index.html"
    table_classname = "listing lists-index"
    permission_policy = posting_policy
    any_permission_required = ["propose"]
    page_title = _("Sheets not put up yet")
    header_icon = "clipboard-list"
    index_url_name = "batch:unposted"
    index_results_url_name = "batch:unposted_results"
    filterset_class = UnpostedFilterSet
    paginator_class = BoundedPaginator
    is_searchable = False
    paginate_by = 50
    default_ordering = ("region_id", "programme_id")

    columns = [
        TitleColumn(
            "region",
            label=_("Village"),
            get_url=lambda total: reverse("batch:posted", args=[total.region_id, total.batch_id]),
            width="14em",
        ),
        Column("township", label=_("Township"), accessor="region.parent"),
        Column("programme", label=_("Programme")),
        Column("month", label=_("Month"), accessor=lambda total: month(total.month)),
        NumberColumn("households", label=_("Households")),
        DateColumn("published", label=_("Became public"), accessor="batch.published_at"),
    ]

    list_export = ["region.code", "region", "region.parent", "programme", "month", "households", "published"]
    export_headings = {
        "region.code": _("Division code"),
        "region": _("Village"),
        "region.parent": _("Township"),
        "programme": _("Programme"),
        "month": _("Month"),
        "households": _("Households"),
        "published": _("Became public"),
    }

    def get_filename(self):
        """What it is, and of when."""
        return f"not-put-up-{timezone.localdate():%Y%m%d}"

    def to_row_dict(self, item):
        """One sheet as cells that no spreadsheet program takes for a formula."""
        became_public = item.batch.published_at
        facts = {
            "region.code": item.region_id,
            "region": item.region.name,
            "region.parent": item.region.parent.name,
            "programme": str(item.programme),
            "month": f"{item.month:%Y-%m}",
            "households": item.households,
            "published": f"{timezone.localtime(became_public):%Y-%m-%d}" if became_public else "",
        }
        return {name: csv_export.cell(value) for name, value in facts.items()}

    def stream_csv(self, queryset) -> Iterator[str]:
        """The lines of the file, with the mark by which Excel knows Chinese."""
        headings = [self.get_heading(queryset, name) for name in self.list_export]
        return csv_export.lines(headings, (self.to_row_dict(item).values() for item in queryset))

    def get_base_queryset(self):
        """What is missing in the user's scope, with what a line shows."""
        found = ListTotal.objects.visible_to(self.request.user).unposted()
        return found.select_related("programme", "region__parent", "batch")
