"""A list as it was in a month or on a day, as a page and as a file; without either the list of now."""

from datetime import date
from itertools import chain

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from disclosure import standards
from disclosure.models import Programme, Recipient
from disclosure.public import data_files, public_lists, views
from disclosure.public.history import earlier
from disclosure.public.history.earlier import Earlier
from disclosure.public.history.moments import MonthOrDay, UnreadableMoment, chosen, of_month
from disclosure.public.masking import columns_of
from disclosure.public.public_lists import Place
from disclosure.public.revalidation import revalidated
from organizations.enums import Level


@require_safe
def region(request: HttpRequest, code: str) -> HttpResponse:
    """What a place's lists came to in the month that is asked for; of no day, since each list has its own."""
    try:
        month = of_month(request.GET)
    except UnreadableMoment:
        return redirect("disclosure:region", code)
    return _region(request, code, month) if month else views.region(request, code)


@revalidated
def _region(request: HttpRequest, code: str, month: date) -> HttpResponse:
    place = views.place_or_404(code)
    lines, months = earlier.lines_of_month(place.region, month)
    return views.of_region(request, place, lines, months, MonthOrDay(month=month))


@require_safe
def listing(request: HttpRequest, code: str, programme: str) -> HttpResponse:
    """The list of the moment that is asked for; what cannot be read as one leads to the list of now."""
    try:
        moment = chosen(request.GET)
    except UnreadableMoment:
        return redirect("disclosure:list", code, programme)
    return _listing(request, code, programme, moment) if moment else views.listing(request, code, programme)


@require_safe
def download(request: HttpRequest, code: str, programme: str, kind: str = data_files.CSV) -> HttpResponse:
    """The file of the same."""
    try:
        moment = chosen(request.GET)
    except UnreadableMoment as error:
        raise Http404 from error
    if moment is None:
        return views.download(request, code, programme, kind)
    return _download(request, code, programme, moment, kind)


@revalidated
def _listing(request: HttpRequest, code: str, programme: str, moment: MonthOrDay) -> HttpResponse:
    place, asked = views.list_of(code, programme)
    found = earlier.read(place.region, asked, moment)
    if not found.timeline.versions:
        raise Http404
    is_village = place.region.level == Level.VILLAGE
    page = _rows_page(request, place, asked, found) if is_village else views.parts_page(request, found.parts)
    rows = public_lists.public_rows(page.object_list, asked, place.region) if is_village else []
    context = {
        "place": place,
        "programme": asked,
        "headings": columns_of(asked),
        "line": found.line,
        "before": found.before,
        "is_village": is_village,
        "page_obj": page,
        "without": [part for part in found.parts if part.is_empty],
        "rows": list(rows),
        "units": public_lists.responsible(place.region),
        "trail": [*views.trail_to(place, linked=True), (asked.label, None)],
        "months": found.timeline.months,
        "moment": moment,
        "is_of_now": found.is_of_now(place.region.code),
    }
    figures = public_lists.standards_of(found.line, place.region.code, _day(moment))
    context |= {"standards": figures, "example": standards.example(figures)}
    return render(request, "disclosure/public/list.html", context)


@revalidated
def _download(request: HttpRequest, code: str, programme: str, moment: MonthOrDay, kind: str) -> HttpResponse:
    place, asked = views.list_of(code, programme)
    found = earlier.read(place.region, asked, moment)
    state = found.line.state
    if state.is_withdrawn:
        address = reverse("disclosure:list", args=[code, programme])
        return redirect(f"{address}?{moment.parameter}")  # where it is said
    if not state.has_figures:
        raise Http404
    if place.region.level >= Level.TOWNSHIP:
        sets = earlier.shown_rows(place.region, asked, found)
        stood = chain.from_iterable(one.iterator(chunk_size=1000) for one in sets)
        rows = public_lists.public_rows(stood, asked, place.region)
        return data_files.of_rows(kind, rows, place, asked, found.line.month, moment.slug)
    return data_files.of_parts(kind, found.parts, place, asked, found.line.month, moment.slug)


def _rows_page(request: HttpRequest, place: Place, programme: Programme, found: Earlier):
    """One page of a village's rows; its total says how many there are."""
    sets = earlier.shown_rows(place.region, programme, found)
    rows = sets[0] if sets else Recipient.objects.none()
    count = found.line.households if sets else 0
    return views.counted_page_of(request, rows, views.ROWS_A_PAGE, count)


def _day(moment: MonthOrDay) -> date:
    day = moment.month or moment.day
    assert day
    return day
