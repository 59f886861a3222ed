"""The sheet for a village's board, which may hold full names: for those who work with its lists alone."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models import Recipient
from disclosure.permissions import row_policy
from disclosure.public import public_lists
from disclosure.public.board import qr, sheets
from disclosure.public.views import place_or_404
from disclosure.publication import posting
from disclosure.staff.views.base import BatchPage, ListsPage
from organizations.enums import Level
from protection import audit

VILLAGES_A_PAGE = 50


class SheetsView(BatchPage):
    """The villages of a list that is public, each with its sheet and whether it was put up."""

    permission_required = "propose"
    template_name = "disclosure/staff/sheets.html"
    page_title = _("Sheets for the villages' boards")

    def get_context_data(self, **kwargs):
        """One page of villages, as the totals of the list name them; of all, or of those without a sheet."""
        only_missing = "missing" in self.request.GET
        totals = posting.boards().filter(batch=self.batch)
        missing = posting.missing(self.batch.region_id).filter(batch=self.batch)
        pages = {
            chosen: Paginator(found, VILLAGES_A_PAGE) for chosen, found in ((False, totals), (True, missing))
        }
        page = pages[only_missing].get_page(self.request.GET.get("p"))
        postings = posting.latest(self.batch.pk, [total.region_id for total in page])
        url = self.request.path
        tabs = [
            {
                "label": _("All villages"),
                "count": pages[False].count,
                "url": url,
                "is_chosen": not only_missing,
            },
            {
                "label": _("Not put up yet"),
                "count": pages[True].count,
                "url": f"{url}?missing=1",
                "is_chosen": only_missing,
            },
        ]
        lines = [(total, postings.get(total.region_id)) for total in page]
        return super().get_context_data(
            page_obj=page, lines=lines, tabs=tabs, only_missing=only_missing, **kwargs
        )


class BoardSheetView(ListsPage):
    """One village's list of one programme, to be printed; each time is written down, without a name."""

    permission_policy = row_policy
    permission_required = "propose"
    page_title = _("Sheet for the village's board")

    def get(self, request, *args, **kwargs):
        """Show it to who works with the lists of the place; for others it is not there."""
        code, programme = kwargs["code"], kwargs["programme"]
        here = Recipient(region_id=code)
        if not row_policy.user_has_permission_for_instance(request.user, "propose", here):
            raise Http404
        place, line = self.listed(code, programme)
        sheet = sheets.sheet_of_list(place, line, timezone.localdate())
        audit.record(
            "disclosure.print_sheet", line.total.batch, user=request.user, region=code, rows=len(sheet.rows)
        )
        address = request.build_absolute_uri(reverse("disclosure:list", args=[code, programme]))
        context = {"sheet": sheet, "code": qr.picture(address, str(_("QR code of this list on the web")))}
        return render(request, "disclosure/board/sheet.html", context)

    def listed(self, code: str, programme: str):
        """The village and its list as it is public now. Raises Http404."""
        place = place_or_404(code)
        line = public_lists.line_of(place.region, programme)
        if place.region.level != Level.VILLAGE or line is None or line.total is None:
            raise Http404
        return place, line
