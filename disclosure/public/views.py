"""The public pages: choose a place, see what is published there, read one list, download it."""

from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure import standards
from disclosure.history import timeline
from disclosure.models import Programme
from disclosure.public import data_files, public_lists
from disclosure.public.masking import columns_of
from disclosure.public.public_lists import Place, PlaceBelow, ProgrammeLine
from disclosure.public.revalidation import revalidated
from disclosure.publication import standing
from organizations.enums import Level
from organizations.models import Region

ROWS_A_PAGE = 50
PARTS_A_PAGE = 60


@require_safe
@revalidated
def places(request: HttpRequest) -> HttpResponse:
    """Choose a place from the city down, or find a village by its name."""
    words = request.GET.get("q", "").strip()[:40]
    start = public_lists.start()
    context = {
        "words": words,
        "found": public_lists.search(words, start.code if start else "") if words else [],
        "most_found": public_lists.MOST_FOUND,
        "start": start,
        "parts": public_lists.parts(start) if start else [],
        "trail": [(_("Lists"), None)],
    }
    return render(request, "disclosure/public/places.html", context)


@require_safe
@revalidated
def region(request: HttpRequest, code: str) -> HttpResponse:
    """What is published in one place, and the places in it."""
    place = place_or_404(code)
    lines = public_lists.lines(place.region, standing.read())
    return of_region(request, place, lines, timeline.months_of(code))


def of_region(
    request: HttpRequest, place: Place, lines: list[ProgrammeLine], months: list[date], moment: object = None
) -> HttpResponse:
    """That page, with the programmes as they are now, or as they were at an earlier ``moment``."""
    parts = public_lists.parts(place.region)
    context = {
        "place": place,
        "lines": lines,
        "months": months,
        "moment": moment,
        "page_obj": page_of(request, parts, PARTS_A_PAGE),
        "units": public_lists.responsible(place.region),
        "is_village": place.region.level == Level.VILLAGE,
        "trail": trail_to(place),
    }
    return render(request, "disclosure/public/region.html", context)


@require_safe
@revalidated
def listing(request: HttpRequest, code: str, programme: str) -> HttpResponse:
    """One programme's list: the rows of a village, or the totals of the places in a larger region."""
    place, chosen = list_of(code, programme)
    lists = standing.read()
    lines = public_lists.lines(place.region, lists)
    line = next(line for line in lines if line.programme == chosen)
    months = timeline.read(chosen.pk, place.region.code).months
    is_village = place.region.level == Level.VILLAGE
    parts = [] if is_village else public_lists.parts(place.region, chosen, lists)
    page = _content(request, place, line) if is_village else parts_page(request, parts)
    context = {
        "place": place,
        "programme": chosen,
        "headings": columns_of(chosen),
        "line": line,
        "others": [other for other in lines if other.programme != chosen and other.state.has_figures],
        "before": next((month for month in months if line.total and month < line.total.month), None),
        "months": months,
        "is_village": is_village,
        "page_obj": page,
        "without": [part for part in parts if part.is_empty],
        "rows": list(public_lists.public_rows(page.object_list, chosen, place.region)) if is_village else [],
        "units": public_lists.responsible(place.region),
        "trail": [*trail_to(place, linked=True), (chosen.label, None)],
    }
    figures = public_lists.standards_of(line, place.region.code, timezone.localdate())
    context |= {"standards": figures, "example": standards.example(figures)}
    return render(request, "disclosure/public/list.html", context)


@require_safe
@revalidated
def standards_of_place(request: HttpRequest, code: str) -> HttpResponse:
    """What each programme pays in a place, and by which document."""
    place = place_or_404(code)
    found = public_lists.standards_by_programme(place.region.code, timezone.localdate())
    context = {
        "place": place,
        "found": [(programme, figures, standards.example(figures)) for programme, figures in found],
        "trail": [*trail_to(place, linked=True), (_("What is paid"), None)],
    }
    return render(request, "disclosure/public/standards.html", context)


@require_safe
@revalidated
def download(request: HttpRequest, code: str, programme: str, kind: str = data_files.CSV) -> HttpResponse:
    """The same as CSV or JSON: rows of a village or township, above that the totals of the places in it.

    Not streamed: one township fits into memory, a whole file has a tag, and one that failed halfway is none.
    """
    place, chosen = list_of(code, programme)
    lists = standing.read()
    state = lists.state(chosen.pk, place.region.code)
    if place.region.level >= Level.TOWNSHIP:
        if state.is_withdrawn:
            return redirect("disclosure:list", code, programme)  # where it is said
        if not state.has_figures:
            # A file without a row would say that nobody is on the list.
            raise Http404
        found = public_lists.rows(place.region, chosen).iterator(chunk_size=1000)
        shown = public_lists.public_rows(found, chosen, place.region)
        return data_files.of_rows(kind, shown, place, chosen, state.month)
    parts = public_lists.parts(place.region, chosen, lists)
    return data_files.of_parts(kind, parts, place, chosen, state.month)


def place_or_404(code: str) -> Place:
    """The place of an address. Raises Http404."""
    try:
        return public_lists.place(code)
    except (Region.DoesNotExist, ValueError) as error:
        raise Http404 from error


def list_of(code: str, programme: str) -> tuple[Place, Programme]:
    """The place and the programme of an address. Raises Http404."""
    place = place_or_404(code)
    try:
        return place, public_lists.programmes()[programme]
    except KeyError as error:
        raise Http404 from error


def _content(request: HttpRequest, place: Place, line: ProgrammeLine) -> Page:
    rows = public_lists.rows(place.region, line.programme)
    return counted_page_of(request, rows, ROWS_A_PAGE, line.households)


def parts_page(request: HttpRequest, parts: list[PlaceBelow]) -> Page:
    """One page of the places below the one shown."""
    # What is not public yet stands among the others: folded away, it would read as nobody.
    return page_of(request, [part for part in parts if not part.is_empty], PARTS_A_PAGE)


def counted_page_of(request: HttpRequest, rows: QuerySet, per_page: int, count: int) -> Page:
    """One page of rows of which a total says how many there are: nothing need be counted."""
    pages = Paginator(rows, per_page)
    pages.count = count  # type: ignore[misc]
    return pages.get_page(request.GET.get("page"))


def page_of(request: HttpRequest, items: list, per_page: int) -> Page:
    """One page of anything."""
    return Paginator(items, per_page).get_page(request.GET.get("page"))


def trail_to(place: Place, *, linked: bool = False) -> list[tuple[str, str | None]]:
    """The way from all lists to this place; the province is left out, as in the names of places."""
    shown = [r for r in place.path if r.level > Level.PROVINCE or len(place.path) == 1]
    steps: list[tuple[str, str | None]] = [
        (r.name, reverse("disclosure:region", args=[r.code])) for r in shown
    ]
    if not linked:
        steps[-1] = (steps[-1][0], None)
    return [(_("Lists"), reverse("disclosure:places")), *steps]
