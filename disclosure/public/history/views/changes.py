"""What a month's list changed, row by row, and the page of one row."""

import uuid
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure.enums import ChangeKind
from disclosure.history import changes, lives, timeline
from disclosure.history.changes import ListComparison
from disclosure.history.timeline import Timeline
from disclosure.intake import household_key
from disclosure.models import Programme
from disclosure.public import public_lists, views
from disclosure.public.history import changed, earlier
from disclosure.public.history.earlier import Earlier
from disclosure.public.history.moments import MonthOrDay, UnreadableMoment, chosen
from disclosure.public.masking import columns_of
from disclosure.public.public_lists import Place
from disclosure.public.revalidation import revalidated
from organizations.enums import Level

ROWS_OF_A_KIND = 50


@require_safe
@revalidated
def changed_rows(request: HttpRequest, code: str, programme: str) -> HttpResponse:
    """What a month's list changed: the rows in a village or township, numbers by place above it."""
    place, asked = views.list_of(code, programme)
    history = timeline.read(asked.pk, place.region.code)
    month = _month(request, history)
    if month is None:
        return redirect("disclosure:list", code, programme)
    if household_key.are_changing():
        # For some minutes households cannot be told from each other; nothing is better than what is wrong.
        return HttpResponse(_("Please try again in a few minutes."), status=503, content_type="text/plain")
    found = earlier.read(place.region, asked, MonthOrDay(month=month), history)
    difference = None
    if place.region.level >= Level.TOWNSHIP and found.line.state.has_figures:
        difference = changes.of_month(asked.pk, code, found.timeline, month)
    context = {
        "place": place,
        "programme": asked,
        "headings": columns_of(asked),
        "is_village": place.region.level == Level.VILLAGE,
        "month": month,
        "months": found.timeline.months,
        "line": found.line,
        "before": difference.before.month if difference else found.before,
        "is_compared": difference is not None,
        "is_correction": difference.after.is_correction if difference else False,
        "standard_changed": _standard_changed(asked, code, difference),
        "groups": _groups(request, place, asked, found, difference) if difference else [],
        "parts": [] if difference else [part for part in found.parts if not part.is_empty],
        "units": public_lists.responsible(place.region),
        "trail": _trail(place, asked, found, month),
    }
    return render(request, "disclosure/public/changes.html", context)


@require_safe
@revalidated
def row(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One row from its first month. Hidden, withdrawn and unknown are one answer."""
    life = lives.of_row(public_id)
    if life is None:
        raise Http404
    latest = life.latest.row
    place = public_lists.place(latest.region_id)
    programme = latest.programme
    list_url = reverse("disclosure:list", args=[place.region.code, programme.pk])
    context = {
        "place": place,
        "programme": programme,
        "headings": columns_of(programme),
        "life": life,
        "stays": changed.public_life(life, timezone.localdate()),
        "reportable": changed.reportable(life),
        "units": public_lists.responsible(place.region),
        "trail": [*views.trail_to(place, linked=True), (programme.label, list_url), (_("One row"), None)],
    }
    response = render(request, "disclosure/public/row.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _month(request: HttpRequest, history: Timeline) -> date | None:
    """The month asked for; without one that of the list that is shown now, None before the first."""
    try:
        moment = chosen(request.GET)
    except UnreadableMoment:
        return None
    if moment and moment.month:
        return moment.month
    return history.months[0] if history.months else None


def _groups(
    request: HttpRequest, place: Place, programme: Programme, found: Earlier, difference: ListComparison
) -> list[dict[str, object]]:
    """By kind the changes to be shown and the key that the next page of them goes on from."""
    kinds = [kind for kind in ChangeKind if kind == request.GET.get("kind")] or list(ChangeKind)
    behind = _key(request.GET.get("after", "")) if len(kinds) == 1 else None
    places = {one.code: one for one in (place.region, *(part.region for part in found.parts))}
    groups: list[dict[str, object]] = []
    for kind in kinds:
        pairs = difference.some(kind, ROWS_OF_A_KIND + 1, behind)
        shown = pairs[:ROWS_OF_A_KIND]
        rows = changed.public_changes(shown, programme, places, timezone.localdate())
        following = shown[-1].key if len(pairs) > len(shown) else None
        groups.append({"kind": kind, "changes": rows, "following": following, "is_first": behind is None})
    return groups


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _standard_changed(programme: Programme, code: str, difference: ListComparison | None) -> bool:
    """Whether another figure held for the later list than for the earlier one."""
    if difference is None:
        return False
    held = [
        {(row.sort, row.amount) for row in public_lists.standards_for(programme, code, version.month)}
        for version in (difference.before, difference.after)
    ]
    return bool(held[0]) and held[0] != held[1]


def _trail(place: Place, programme: Programme, found: Earlier, month: date):
    url = reverse("disclosure:list", args=[place.region.code, programme.pk])
    moment = "" if found.is_of_now(place.region.code) else f"?{MonthOrDay(month=month).parameter}"
    return [*views.trail_to(place, linked=True), (programme.label, f"{url}{moment}"), (_("Changes"), None)]
