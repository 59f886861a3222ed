"""The list of cases."""

from __future__ import annotations

from django.http import FileResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from complaints import calendars, deadlines, exports
from complaints.documents import redacted
from complaints.filters import CaseFilterSet
from complaints.views.base import CASE_RELATIONS
from organizations.views.reauthentication import demanded
from organizations.viewsets.scoped import ScopedIndexView
from protection import audit


class ClockColumn(Column):
    """The clock that ends first: word, date, tone."""

    cell_template_name = "complaints/staff/clock_cell.html"

    def get_value(self, instance):
        """Return the deadline in words, or None."""
        return deadlines.pressing(instance.clocks.all(), timezone.localdate(), self.calendar)

    @cached_property
    def calendar(self):
        """The calendar, read once a page."""
        return calendars.load()


class SubjectColumn(TitleColumn):
    """Number and subject; what tells who brought it is masked."""

    cell_template_name = "complaints/staff/subject_cell.html"

    def get_value(self, instance):
        """Return the redacted title."""
        return redacted(instance, instance.title)


class CaseIndexView(ScopedIndexView):
    """Cases that the user may see: filters in the address, export of what is shown."""

    filterset_class = CaseFilterSet
    list_export = ["number"]  # the columns are in exports.py; this shows the buttons
    default_ordering = "-received_at"
    page_title = _("Cases")
    table_classname = "listing case-list"
    scope_actions = ("view",)
    any_permission_required = ["view"]
    search_fields = ["number"]

    def dispatch(self, request, *args, **kwargs):
        """Ask again who it is before rows leave the site as a file."""
        asked = demanded(request) if request.GET.get("export") else None
        return asked or super().dispatch(request, *args, **kwargs)

    @cached_property
    def columns(self):
        """Return the columns; the clock column is made for each page, because it keeps the calendar."""
        return [
            SubjectColumn("title", label=_("Subject"), get_url=self.get_inspect_url, sort_key="number"),
            ClockColumn("clock", label=_("Clock")),
            Column("status", label=_("Status"), accessor=lambda case: case.latest_event.get_status_display()),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
            Column("place", label=_("Place"), accessor=_place),
            Column("handler", label=_("Handler"), accessor=lambda case: case.handler or "—"),
            Column(
                "received_at",
                label=_("Received"),
                accessor=lambda case: timezone.localtime(case.received_at).strftime("%Y-%m-%d"),
                sort_key="received_at",
            ),
        ]

    def get_inspect_url(self, instance):
        """Return the address of a case, which carries its number (decision 0021)."""
        return reverse(self.inspect_url_name, args=[instance.number])

    def get_base_queryset(self):
        """Return visible cases with all that a row shows."""
        rows = super().get_base_queryset().select_related(*CASE_RELATIONS, "complainant")
        return rows.prefetch_related("clocks")

    def as_spreadsheet(self, queryset, spreadsheet_format):
        """Return the rows shown as a file, and write one entry about it into the audit log."""
        facts = {"format": spreadsheet_format, "rows": queryset.count()}
        audit.record("complaints.export", self.request.user, user=self.request.user, **facts)
        table = exports.rows(queryset)
        name = f"cases-{timezone.localdate():%Y%m%d}.{spreadsheet_format}"
        if spreadsheet_format == self.FORMAT_CSV:
            response = StreamingHttpResponse(exports.as_csv(table), content_type="text/csv; charset=utf-8")
            response["Content-Disposition"] = f'attachment; filename="{name}"'
        else:
            response = FileResponse(exports.as_xlsx(table), as_attachment=True, filename=name)
        response["Cache-Control"] = "no-store"
        return response


def _place(case) -> str:
    parent = case.region.parent
    return f"{parent.name if parent and parent.level > 2 else ''}{case.region.name}"
