"""The catalogue for everybody: what must be public, what is, and each office's own record; also as files."""

from collections import Counter
from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from disclosure.catalogue import overview as overviews
from disclosure.catalogue.overview import CatalogueOverview, Cell
from disclosure.enums import CataloguePart, DutyState
from disclosure.public.catalogue.files import catalogue_csv
from organizations import codes
from organizations.enums import CODE_LENGTH, Level
from organizations.models import Region
from protection import csv_export

COUNTIES_A_PAGE = 50
#: Policies change without a word to what other public pages are known by, so each visit asks anew.
fresh = cache_control(no_cache=True)


@require_safe
@fresh
def everywhere(request: HttpRequest) -> HttpResponse:
    """The catalogue, and how each county keeps it."""
    overview = overviews.read()
    page = Paginator(list(overview.counties.values()), COUNTIES_A_PAGE).get_page(request.GET.get("page"))
    records = overviews.records(overview, [county.code for county in page.object_list])
    context = {
        "counties": [
            (county, _counted(overview.cells(county.code)), overviews.total(records[county.code]))
            for county in page.object_list
        ],
        "months": overview.months,
        "matters": [
            (CataloguePart(matter).label, list(of)) for matter, of in groupby(overview.duties, _matter)
        ],
        "page_obj": page,
        "trail": [(_("Lists"), reverse("disclosure:places")), (_("What must be public"), None)],
    }
    return render(request, "disclosure/public/catalogue.html", context)


@require_safe
@fresh
def of_place(request: HttpRequest, code: str) -> HttpResponse:
    """Every item in one county or township, and the county's own record."""
    overview = overviews.read()
    county, places = _county(overview, code), _around(code)
    if len(code) > CODE_LENGTH[Level.TOWNSHIP]:
        return redirect("disclosure:catalogue_place", codes.township_of(code))
    place = _own(places, code)
    record = overviews.records(overview, [county.code])[county.code]
    cells = overview.cells(place.code)
    context = {
        "place": place,
        "county": county,
        "counted": _counted(cells),
        "applying": sum(cell.state != DutyState.NOT_APPLICABLE for cell in cells),
        "matters": [
            (CataloguePart(matter).label, [(cell, record.get(cell.duty.item.number)) for cell in of])
            for matter, of in groupby(cells, lambda cell: _matter(cell.duty))
        ],
        "total": overviews.total(record),
        "months": overview.months,
        "townships": [one for one in places if one.level == Level.TOWNSHIP and one != place],
        "trail": [
            (_("Lists"), reverse("disclosure:places")),
            (_("What must be public"), reverse("disclosure:catalogue")),
            (place.name, None),
        ],
    }
    return render(request, "disclosure/public/catalogue_place.html", context)


@require_safe
@fresh
def download(request: HttpRequest, code: str = "") -> HttpResponse:
    """A line an item, for one place or for every county."""
    overview = overviews.read()
    if code:
        _county(overview, code)
        places = [_own(_around(code), code)]
    else:
        places = list(overview.counties.values())
    records = overviews.records(overview, [codes.county_of(place.code) for place in places])
    response = HttpResponse(
        catalogue_csv(overview, places, records),
        content_type=csv_export.CONTENT_TYPE,
    )
    name = f"catalogue-{code or 'all'}-{overview.moment.today:%Y%m%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _county(overview: CatalogueOverview, code: str) -> Region:
    """The county that a place lies in. Raises Http404 where nothing is owed."""
    try:
        return overview.counties[codes.county_of(codes.checked(code))]
    except (KeyError, ValueError) as error:
        raise Http404 from error


def _around(code: str) -> list[Region]:
    """A place and those directly below it; one query."""
    found = Region.objects.filter(Q(pk=code) | Q(parent_id=code), level__lte=Level.TOWNSHIP)
    return list(found.only("code", "name", "level").order_by("code"))


def _own(places: list[Region], code: str) -> Region:
    for place in places:
        if place.code == code:
            return place
    raise Http404


def _matter(duty: overviews.CatalogueDuty) -> str:
    return duty.item.matter


def _counted(cells: list[Cell]) -> list[tuple[DutyState, int]]:
    """How many items are in which state, in the order of the states."""
    numbers = Counter(cell.state for cell in cells)
    return [(state, numbers[state]) for state in DutyState if numbers[state]]
