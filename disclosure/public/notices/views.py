"""The public pages of notices: where something is being shown, what in one place, and one notice."""

import uuid
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure import lookup, standards
from disclosure.enums import SHOWN_NOTICES
from disclosure.models import AssistanceStandard, Programme
from disclosure.public import public_lists
from disclosure.public.notices import standing
from disclosure.public.notices.masked import PublicNotice, public_notice
from disclosure.public.public_lists import Place
from disclosure.public.revalidation import revalidated
from disclosure.public.views import place_or_404, trail_to
from disclosure.standards import Example
from organizations.enums import Level

#: What was shown once and is not any more: the address was right.
GONE = 410


@require_safe
@revalidated
def everywhere(request: HttpRequest) -> HttpResponse:
    """The places in which something is being shown, from the city down."""
    start = public_lists.start()
    context = {
        "start": start,
        "parts": standing.parts(start) if start else [],
        "trail": [(_("Lists"), reverse("disclosure:places")), (_("Notices"), None)],
    }
    return render(request, "disclosure/public/notice_places.html", context)


@require_safe
@revalidated
def of_place(request: HttpRequest, code: str) -> HttpResponse:
    """What is being shown in a village, or in which places of a larger one something is."""
    place = place_or_404(code)
    is_village = place.region.level == Level.VILLAGE
    notices = standing.standing_notices(place.region) if is_village else []
    context = {
        "place": place,
        "is_village": is_village,
        "notices": notices,
        "paid": _paid(notices),
        "most": standing.MOST_SHOWN,
        "parts": [] if is_village else standing.parts(place.region),
        "units": public_lists.responsible(place.region),
        "trail": _trail(place),
    }
    return render(request, "disclosure/public/notices.html", context)


@require_safe
@revalidated
def notice(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One notice while it is shown. After that its address says that it is over, and nothing of anybody."""
    found = lookup.ever_shown(public_id)
    if found is None:
        raise Http404
    place = public_lists.place(found.region_id)
    is_shown = found.state_now in SHOWN_NOTICES
    notices = [public_notice(found)] if is_shown else []
    context = {
        "place": place,
        "notices": notices,
        "paid": _paid(notices),
        "units": public_lists.responsible(place.region),
        "trail": [*_trail(place, linked=True), (_("One notice"), None)],
    }
    return render(request, "disclosure/public/notice.html", context, status=200 if is_shown else GONE)


@dataclass(frozen=True, slots=True)
class PaidHere:
    """What a programme pays in a place, by which anybody can judge what is proposed."""

    programme: Programme
    figures: list[AssistanceStandard]

    @property
    def example(self) -> Example | None:
        """One worked example."""
        return standards.example(self.figures)


def _paid(notices: list[PublicNotice]) -> list[PaidHere]:
    """The standards that hold where and since these are shown, one a programme; no query but what is kept."""
    latest = {notice.programme_code: notice for notice in sorted(notices, key=lambda notice: notice.since)}
    known = public_lists.programmes()
    found = [
        PaidHere(
            known[code],
            standards.monthly(public_lists.standards_for(known[code], notice.region_code, notice.since)),
        )
        for code, notice in latest.items()
    ]
    return sorted((one for one in found if one.figures), key=lambda one: one.programme.sort_order)


def _trail(place: Place, *, linked: bool = False) -> list[tuple[str, str | None]]:
    own = reverse("disclosure:notices", args=[place.region.code]) if linked else None
    return [*trail_to(place, linked=True), (_("Notices"), own)]
