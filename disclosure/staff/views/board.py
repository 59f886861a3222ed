"""The sheet for a village's board, which may hold full names: for those who work with its lists alone."""

from itertools import chain

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models import Batch, Notice
from disclosure.permissions import notice_policy, row_policy
from disclosure.public import public_lists
from disclosure.public.board import qr, sheets
from disclosure.public.board.sheets import Sheet
from disclosure.public.history import earlier
from disclosure.public.history.moments import MonthOrDay, UnreadableMoment, chosen
from disclosure.public.public_lists import Place, ProgrammeLine
from disclosure.public.views import place_or_404
from disclosure.publication import posting
from disclosure.staff.views.base import BatchPage, ListsPage
from organizations.enums import Level
from protection import audit

VILLAGES_A_PAGE = 50


class SheetsView(BatchPage):
    """The villages of a list that is or was public, each with its sheet and whether it was put up."""

    permission_required = "propose"
    template_name = "disclosure/staff/sheets.html"
    page_title = _("Sheets for the villages' boards")

    def get_context_data(self, **kwargs):
        """One page of villages, as the totals of the list name them; of all, or of those without a sheet."""
        only_missing = "missing" in self.request.GET
        totals = posting.boards_of(self.batch)
        missing = totals.filter(is_posted=False, households__gt=0)
        pages = {
            only: Paginator(found, VILLAGES_A_PAGE) for only, found in ((False, totals), (True, missing))
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


class SheetPage(ListsPage):
    """A page that is nothing but a sheet to be printed; each time is written down, without a name."""

    permission_policy = row_policy
    permission_required = "propose"

    def sheet(self, made: Sheet, about: Batch | Notice, code: str, public: str, code_says: str):
        """Print it, for who works with the lists of the village: for others it is not there."""
        audit.record(
            "disclosure.print_sheet", about, user=self.request.user, region=code, rows=len(made.rows)
        )
        address = self.request.build_absolute_uri(public)
        context = {"sheet": made, "code": qr.picture(address, code_says), "code_says": code_says}
        return render(self.request, "disclosure/board/sheet.html", context)


class BoardSheetView(SheetPage):
    """One village's list of one programme, that of now or of an earlier month."""

    page_title = _("Sheet for the village's board")

    def get(self, request, *args, **kwargs):
        """Show the list of now, or of the month in the address."""
        code, programme = kwargs["code"], kwargs["programme"]
        self.require_at(code)
        place, line = self.listed(code, programme)
        public, today = reverse("disclosure:list", args=[code, programme]), timezone.localdate()
        moment, found = self.moment(), None
        if moment and (line is None or line.month != moment.month):
            found = earlier.read(place.region, public_lists.programmes()[programme], moment)
            line, public = found.line, f"{public}?{moment.parameter}"
        if line is None or line.total is None or not line.state.has_figures:
            raise Http404
        if found is None:
            sheet = sheets.sheet_of_list(place, line, today)
        else:
            rows = chain.from_iterable(earlier.shown_rows(place.region, line.programme, found))
            sheet = sheets.sheet_of_earlier(place, line, rows, today)
        return self.sheet(sheet, line.total.batch, code, public, str(_("This list on the web")))

    def moment(self) -> MonthOrDay | None:
        """The month of the address. Raises Http404 for what is none."""
        try:
            found = chosen({"month": self.request.GET.get("month", "")})
        except UnreadableMoment as error:
            raise Http404 from error
        return found

    def listed(self, code: str, programme: str) -> tuple[Place, ProgrammeLine | None]:
        """The village and its list as it is public now. Raises Http404."""
        place = place_or_404(code)
        if place.region.level != Level.VILLAGE or programme not in public_lists.programmes():
            raise Http404
        return place, public_lists.line_of(place.region, programme)


class NoticeSheetView(SheetPage):
    """One notice while it is shown: what hangs in the village before a decision (审核公示)."""

    page_title = _("Sheet for the village's board")

    def get(self, request, *args, **kwargs):
        """Show it; one that is over, taken back or of a hidden household has no sheet."""
        visible = notice_policy.instances_user_has_permission_for(request.user, "view")
        shown = visible.shown().select_related("programme", "region").defer("id_number")
        notice = get_object_or_404(shown, public_id=kwargs["public_id"])
        self.require_at(notice.region_id)
        place = place_or_404(notice.region_id)
        public = reverse("disclosure:notice", args=[notice.public_id])
        made = sheets.sheet_of_notice(place, notice, timezone.localdate())
        return self.sheet(made, notice, notice.region_id, public, str(_("This notice on the web")))
