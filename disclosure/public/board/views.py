"""A village's poster, and the screen in its hall: public like its page, and masked like it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure.public import public_lists
from disclosure.public.board import qr
from disclosure.public.masking import columns_of
from disclosure.public.public_lists import Place
from disclosure.public.revalidation import revalidated
from disclosure.public.views import counted_page_of, place_or_404
from disclosure.publication import standing
from disclosure.templatetags.lists import untold
from organizations.enums import Level

#: So many fit on a screen in large type: nobody has to scroll on one that knows no mouse.
ROWS_A_SCREEN = 8
#: After so long without a touch the screen belongs to the next person.
HOME_SECONDS = 60
#: The first screen takes up what has become public meanwhile.
RENEWED_SECONDS = 300


@require_safe
@revalidated
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """A sheet with the village's QR code and the hotline, to be printed and put up."""
    place = _village(code)
    return render(request, "disclosure/board/poster.html", {"place": place, "code": _code(request, place)})


@require_safe
@revalidated
def kiosk(request: HttpRequest, code: str) -> HttpResponse:
    """The first screen: which lists there are here. It leads nowhere else but by a telephone."""
    place = _village(code)
    lines = [line for line in public_lists.lines(place.region, standing.read()) if line.state.has_figures]
    context = {"place": place, "lines": lines, "code": _code(request, place)}
    response = render(request, "disclosure/board/kiosk.html", context)
    response["Refresh"] = f"{RENEWED_SECONDS}; url={request.path}"
    return response


@require_safe
@revalidated
def kiosk_list(request: HttpRequest, code: str, programme: str) -> HttpResponse:
    """One list, a screen at a time; a minute after the last touch the first screen comes back."""
    place = _village(code)
    line = public_lists.line_of(place.region, programme)
    if line is None or not line.state.has_figures:
        raise Http404
    rows = public_lists.rows(place.region, line.programme)
    page = counted_page_of(request, rows, ROWS_A_SCREEN, line.households)
    context = {
        "place": place,
        "line": line,
        "programme": line.programme,
        "headings": columns_of(line.programme),
        "rows": list(public_lists.public_rows(page.object_list, line.programme, place.region)),
        "page_obj": page,
        "untold": untold(line.total) if line.total else [],
    }
    response = render(request, "disclosure/board/kiosk_list.html", context)
    response["Refresh"] = f"{HOME_SECONDS}; url={reverse('disclosure:kiosk', args=[code])}"
    return response


def _village(code: str) -> Place:
    place = place_or_404(code)
    if place.region.level != Level.VILLAGE:
        raise Http404
    return place


def _code(request: HttpRequest, place: Place) -> str:
    address = request.build_absolute_uri(reverse("disclosure:region", args=[place.region.code]))
    return qr.picture(address, _("QR code of the lists of this place"))
