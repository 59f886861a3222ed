"""The list of cases."""

from django.http import FileResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn

from complaints import exports
from complaints.clocks import calendars, deadlines
from complaints.clocks.clock import WorkCalendar
from complaints.enums import CaseKind, CaseStatus
from complaints.identity.redacted_text import redacted
from complaints.identity.told import OWN_EVENTS
from complaints.models import Case
from complaints.staff.filters import CaseFilterSet
from complaints.staff.views.base import CASE_RELATIONS
from organizations.views.reauthentication import demanded
from organizations.viewsets.bounded import BoundedPaginator, behind
from organizations.viewsets.scoped import ScopedIndexView
from protection import audit

#: By what is stored. Django's get_…_display makes such a table anew for each cell.
WORDS = dict([*CaseStatus.choices, *CaseKind.choices])
#: Filters whose rows all have a running clock.
BY_DAY = frozenset({"late", "soon"})


class PlainColumn(Column):
    """A text and nothing else: a template for each cell is a tenth of what the page costs."""

    def render_cell_html(self, instance, parent_context):
        """Return what Wagtail's template of a cell gives."""
        return format_html("<td>{}</td>", self.get_value(instance))


class ClockColumn(Column):
    """The clock that ends first: word, date, tone. Read from the case itself, so no clocks are fetched."""

    cell_template_name = "complaints/staff/clock_cell.html"

    def __init__(self, *args, view: "CaseIndexView", **kwargs):
        super().__init__(*args, **kwargs)
        self.view = view

    def get_value(self, instance):
        """Return the deadline in words, or None."""
        return deadlines.first_of(instance, timezone.localdate(), self.view.calendar)


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
    paginator_class = BoundedPaginator
    results_template_name = "complaints/staff/cases_results.html"
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
        """Return the columns; they are made for each page, since that of the clock counts by its calendar."""
        return [
            SubjectColumn("title", label=_("Subject"), get_url=self.get_inspect_url, sort_key="number"),
            ClockColumn("clock", label=_("Clock"), view=self),
            PlainColumn("status", label=_("Status"), accessor=lambda case: _word(case.latest_event.status)),
            PlainColumn("kind", label=_("Kind"), accessor=lambda case: _word(case.kind)),
            PlainColumn("place", label=_("Place"), accessor=_place),
            PlainColumn("handler", label=_("Handler"), accessor=lambda case: case.handler or "—"),
            PlainColumn(
                "received_at",
                label=_("Received"),
                accessor=lambda case: timezone.localtime(case.received_at).strftime("%Y-%m-%d"),
                sort_key="received_at",
            ),
        ]

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The calendar, read once a page."""
        return self.filters.calendar if self.filters else calendars.load()

    def get_inspect_url(self, instance):
        """Return the address of a case, which carries its number (decision 0021)."""
        return reverse(self.inspect_url_name, args=[instance.number])

    def get_base_queryset(self):
        """Return visible cases with all that a row shows."""
        rows = super().get_base_queryset().select_related(*CASE_RELATIONS, "complainant")
        return rows.prefetch_related(OWN_EVENTS)

    def order_queryset(self, queryset):
        """What is late or due soon by its day, unless asked otherwise; of one moment, the newest first."""
        if self.is_explicitly_ordered or self.request.GET.get("due") not in BY_DAY:
            return super().order_queryset(queryset).order_by(self.ordering, "-pk")
        return queryset.by_day()

    def get_queryset(self):
        """Return the list, or what of it stands behind the case whose number is asked for."""
        rows = super().get_queryset()
        if self.begins_behind:
            return behind(rows, self.begins_behind)
        if self.request.GET.get("behind"):
            # One that is hidden since answers like one that never was.
            messages.warning(
                self.request, _("You do not see that case any more: the list begins at its top.")
            )
        return rows

    @cached_property
    def begins_behind(self) -> Case | None:
        """The case behind which the list begins, if one is asked for that the user sees."""
        number = self.request.GET.get("behind")
        return self.scoped_rows().filter(number=number).first() if number else None

    def get_context_data(self, **kwargs):
        """Say where the list begins, and on its last page behind which case it goes on."""
        context = super().get_context_data(**kwargs)
        paginator = context["paginator"]
        goes_on = paginator and paginator.has_more and not context["page_obj"].has_next()
        last = list(context["object_list"])[-1].number if goes_on else ""
        return context | {"begins_behind": self.begins_behind or "", "goes_on_behind": last}

    def as_spreadsheet(self, queryset, spreadsheet_format):
        """Return the rows shown as a file, and write one entry about it into the audit log."""
        facts = {"format": spreadsheet_format, "rows": queryset.count()}
        audit.record("complaints.export", self.request.user, user=self.request.user, **facts)
        table = exports.rows(queryset.prefetch_related("clocks"))
        name = f"cases-{timezone.localdate():%Y%m%d}.{spreadsheet_format}"
        if spreadsheet_format == self.FORMAT_CSV:
            response = StreamingHttpResponse(exports.as_csv(table), content_type="text/csv; charset=utf-8")
            response["Content-Disposition"] = f'attachment; filename="{name}"'
        else:
            response = FileResponse(exports.as_xlsx(table), as_attachment=True, filename=name)
        return response


def _word(stored: str):
    return WORDS.get(stored, stored)


def _place(case) -> str:
    parent = case.region.parent
    return f"{parent.name if parent and parent.level > 2 else ''}{case.region.name}"
