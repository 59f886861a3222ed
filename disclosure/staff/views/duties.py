"""The report on the catalogue: every item of every office in the user's places, filters in the address."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from disclosure.catalogue import overview as overviews
from disclosure.catalogue.offices import OfficeItem, lines, offices
from disclosure.public.catalogue.files import HEADINGS, cell_line
from disclosure.roles import LIST_ROLES
from disclosure.staff.catalogue.forms import DutyFilterForm
from disclosure.staff.views.base import ListsPage
from organizations import scope
from protection import csv_export

LINES_A_PAGE = 50


class DutiesView(ListsPage):
    """What is late, stale and due, and what is public; a page at a time, or all of it as a file."""

    template_name = "disclosure/staff/duties.html"
    page_title = _("What the catalogue asks for")
    header_icon = "clipboard-list"

    def get(self, request, *args, **kwargs):
        """Show the lines of the filters, or hand them out as CSV; no line where a filter has a fault."""
        overview = overviews.read()
        all_offices = offices(overview, scope.region_codes(request.user, LIST_ROLES))
        form = DutyFilterForm(request.GET, offices=all_offices)
        found: Sequence[OfficeItem] = []
        if form.is_valid():
            found = lines(
                overview, form.chosen(all_offices), matter=form.cleaned_data["matter"], states=form.states()
            )
        if request.GET.get("export") == "csv":
            return self.export(found)
        page = Paginator(found, LINES_A_PAGE).get_page(request.GET.get("page"))
        kept = {name: form.data.get(name) for name in form.fields if form.data.get(name)}
        return self.render_to_response(
            self.get_context_data(
                form=form, page_obj=page, count=len(found), kept=urlencode(kept), months=overview.months
            )
        )

    def export(self, found) -> StreamingHttpResponse:
        """The same lines as a file: nothing in it that the public page does not say."""
        table = ([line.office.code, line.office.name, *cell_line(line.cell)] for line in found)
        response = StreamingHttpResponse(
            csv_export.lines(HEADINGS[:11], table), content_type=csv_export.CONTENT_TYPE
        )
        response["Content-Disposition"] = 'attachment; filename="catalogue.csv"'
        return response
