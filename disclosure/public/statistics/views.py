"""Public pages of statistics: one place, every programme, now or in a month, as a page and as files."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure.history import timeline
from disclosure.public import data_files, views
from disclosure.public.history.moments import MonthOrDay, UnreadableMoment, of_month
from disclosure.public.revalidation import revalidated
from disclosure.public.statistics import files, pictures, tables
from disclosure.publication import standing
from protection import csv_export


@require_safe
@revalidated
def statistics(request: HttpRequest, code: str) -> HttpResponse:
    """Households, people and money by programme in a place, and in each place in it."""
    try:
        month = of_month(request.GET)
    except UnreadableMoment:
        return redirect("disclosure:statistics", code)
    place = views.place_or_404(code)
    found = tables.read(place, standing.read(), month)
    shown = [one for table in found for one in (table.here, *table.below, *table.months)]
    context = {
        "place": place,
        "tables": [(table, pictures.of(table)) for table in found],
        "months": timeline.months_of(code),
        "moment": MonthOrDay(month=month) if month else None,
        "latest": tables.latest_month(found),
        "fewest": max((one.programme.fewest_households for one in found), default=0),
        "is_any_kept_back": any(one.is_kept_back for one in shown),
        "trail": [*views.trail_to(place, linked=True), (_("Statistics"), None)],
    }
    return render(request, "disclosure/public/statistics.html", context)


@require_safe
@revalidated
def download(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The same as CSV or JSON. A month of which there is no list here has no file."""
    place = views.place_or_404(code)
    month = _month_of_file(request, code)
    found = tables.read(place, standing.read(), month)
    is_csv = kind == data_files.CSV
    content = files.as_csv(found) if is_csv else files.as_json(place, found)
    response = HttpResponse(content, content_type=csv_export.CONTENT_TYPE if is_csv else data_files.JSON_TYPE)
    of = month or tables.latest_month(found)
    name = f"{code}-statistics-{of:%Y-%m}" if of else f"{code}-statistics"
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _month_of_file(request: HttpRequest, code: str) -> date | None:
    try:
        month = of_month(request.GET)
    except UnreadableMoment as error:
        raise Http404 from error
    if month and month not in timeline.months_of(code):
        raise Http404
    return month
