"""Public pages of statistics: one place, every programme, as a page and as files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure.public import data_files, views
from disclosure.public.revalidation import revalidated
from disclosure.public.statistics import files, small_places, tables
from disclosure.publication import standing
from protection import csv_export


@require_safe
@revalidated
def statistics(request: HttpRequest, code: str) -> HttpResponse:
    """Households, people and money by programme in a place, and in each place in it."""
    place = views.place_or_404(code)
    found = tables.read(place, standing.read())
    context = {
        "place": place,
        "tables": found,
        "fewest": small_places.fewest(),
        "is_any_kept_back": any(one.is_kept_back for table in found for one in (table.here, *table.below)),
        "trail": [*views.trail_to(place, linked=True), (_("Statistics"), None)],
    }
    return render(request, "disclosure/public/statistics.html", context)


@require_safe
@revalidated
def download(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The same as CSV or JSON."""
    place = views.place_or_404(code)
    found = tables.read(place, standing.read())
    is_csv = kind == data_files.CSV
    content = files.as_csv(found) if is_csv else files.as_json(place, found)
    response = HttpResponse(content, content_type=csv_export.CONTENT_TYPE if is_csv else data_files.JSON_TYPE)
    month = tables.latest_month(found)
    name = f"{code}-statistics-{month:%Y-%m}" if month else f"{code}-statistics"
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
