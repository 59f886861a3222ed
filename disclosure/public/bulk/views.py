"""A county's files of every month, one of them, and what their columns mean."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure.public import public_lists, views
from disclosure.public.bulk import columns, files, months
from disclosure.public.public_lists import Place
from disclosure.public.revalidation import revalidated, revalidated_by_state
from organizations.enums import Level
from protection import csv_export

MONTHS_A_PAGE = 12


@require_safe
@revalidated
def of_county(request: HttpRequest, county: str) -> HttpResponse:
    """The files of every month, when their lists were published, and what the columns mean."""
    place = _county_or_404(county)
    context = {
        "place": place,
        "page_obj": views.page_of(request, months.of_county(county), MONTHS_A_PAGE),
        "columns": columns.COLUMNS,
        "units": public_lists.responsible(place.region),
        "trail": [*views.trail_to(place, linked=True), (_("All lists as files"), None)],
    }
    return render(request, "disclosure/public/bulk.html", context)


@require_safe
@revalidated_by_state
def of_month(request: HttpRequest, county: str, month: str, kind: str) -> HttpResponseBase:
    """All public rows of a county in a month, sent while they are read."""
    place = _county_or_404(county)
    try:
        found = months.in_month(county, date.fromisoformat(f"{month}-01"))
    except ValueError as error:
        raise Http404 from error
    if found is None:
        raise Http404
    response: HttpResponseBase = HttpResponse()
    if request.method == "GET":
        try:
            turn = files.FileInTurn(files.pieces(kind, months.entries(place.region, found)))
        except files.AnotherIsSent:
            words = _("This file is being sent to somebody else. Please try again in a few minutes.")
            busy = HttpResponse(words, status=503, content_type="text/plain; charset=utf-8")
            busy["Retry-After"] = "120"
            return busy
        response = StreamingHttpResponse(turn)
    response["Content-Type"] = files.TYPES[kind]
    response["Content-Disposition"] = f'attachment; filename="{county}-lists-{found.slug}.{kind}"'
    return response


@require_safe
@revalidated
def dictionary(request: HttpRequest) -> HttpResponse:
    """What the columns mean, as CSV."""
    lines = csv_export.lines(columns.DICTIONARY, columns.dictionary())
    response = HttpResponse(lines, content_type=csv_export.CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="lists-columns.csv"'
    return response


def _county_or_404(code: str) -> Place:
    place = views.place_or_404(code)
    if place.region.level != Level.COUNTY:
        raise Http404
    return place
