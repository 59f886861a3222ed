"""A list as it was: in the same form as the list of now, made of what may be shown of it today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from disclosure.enums import ListStanding
from disclosure.history import figures, rows, timeline
from disclosure.history.figures import HistoryFigures
from disclosure.history.timeline import ListsInForce, Timeline
from disclosure.models import ListTotal, Programme, Recipient
from disclosure.public.history.moments import MonthOrDay
from disclosure.public.public_lists import PlaceBelow, ProgrammeLine
from disclosure.publication import standing, totals
from disclosure.publication.standing import ListState
from organizations import codes
from organizations.enums import Level
from organizations.models import Region


@dataclass(frozen=True, slots=True)
class Earlier:
    """One programme's list in one place at a moment, with the places below it."""

    timeline: Timeline
    snapshot: ListsInForce
    line: ProgrammeLine
    parts: list[PlaceBelow]
    before: date | None

    def is_of_now(self, code: str) -> bool:
        """Whether the list that covers the place is the one in force."""
        covers = self.snapshot.governing(code)
        return covers is not None and covers == self.timeline.until(timezone.now()).governing(code)


def read(region: Region, programme: Programme, moment: MonthOrDay) -> Earlier:
    """The list at that moment: its total, and above the village those of the places in it."""
    history = timeline.read(programme.pk, region.code)
    snapshot = moment.snapshot(history)
    lists = standing.read()
    below = (
        []
        if region.level == Level.VILLAGE
        else list(Region.objects.children_of(region.code).order_by("code"))
    )
    wanted = [region.code, *(one.code for one in below)]
    found = figures.of_places(programme.pk, wanted, snapshot)
    parts = [_part(one, found[one.code], snapshot, lists) for one in below]
    line = _line(region, programme, found, snapshot, lists)
    month = moment.month or line.month
    version = history.before(month, region.code) if month else None
    return Earlier(history, snapshot, line, parts, version.month if version else None)


def shown_rows(region: Region, programme: Programme, earlier: Earlier) -> list[QuerySet[Recipient]]:
    """The rows of a village or township that stood on the list of the moment: of a village one set in a fixed
    order, of a township one for each list that covered a part of it.
    """
    pieces = earlier.snapshot.pieces(region.code)
    return [rows.standing(programme.pk, piece, earlier.timeline) for piece in pieces]


def _line(
    region: Region,
    programme: Programme,
    found: Mapping[str, HistoryFigures],
    snapshot: ListsInForce,
    lists: standing.Lists,
) -> ProgrammeLine:
    here = found[region.code]
    total = here.total
    if here.has_list and here.version is None and not here.is_withheld and len(found) > 1:
        below = [one.total for code, one in found.items() if code != region.code and one.total]
        total = _sum(below) or total
    if total:
        total.programme = programme
    return ProgrammeLine(programme, _state(region.code, here, snapshot, lists), total)


def _sum(parts: list[ListTotal]) -> ListTotal | None:
    """The total of places that published each their own list; the month is that of all, or the latest."""
    if not parts:
        return None
    latest = max(parts, key=lambda total: (total.month, total.batch_id))
    summed = ListTotal(batch=latest.batch, month=latest.month, region_id=latest.region_id)
    for name in totals.NAMES:
        setattr(summed, name, sum(getattr(part, name) for part in parts))
    summed.is_compared = all(part.is_compared for part in parts)
    summed.is_partial = any(part.is_partial for part in parts)
    return summed


def _part(region: Region, here: HistoryFigures, snapshot: ListsInForce, lists: standing.Lists) -> PlaceBelow:
    return PlaceBelow(region, here.total, _state(region.code, here, snapshot, lists))


def _state(code: str, here: HistoryFigures, snapshot: ListsInForce, lists: standing.Lists) -> ListState:
    if here.is_withheld:
        return ListState(
            ListStanding.WITHDRAWN, withdrawn_on=here.version.withdrawn_on if here.version else None
        )
    if not here.has_list:
        return ListState(ListStanding.NONE_THEN)
    month = here.version.month if here.version else None
    if here.version and not here.version.is_withheld:
        return ListState(ListStanding.PUBLIC, month)
    places = _places_below(code, lists)
    listed = [snapshot.governing(place) or snapshot.inside(place) for place in places]
    public = sum(bool(one) for one in listed)
    if places and public == len(places):
        return ListState(ListStanding.PUBLIC, month)
    level = codes.level_of(places[0]) if places else None
    return ListState(ListStanding.PARTLY, month, public, len(places), level)


def _places_below(code: str, lists: standing.Lists) -> list[str]:
    """The places that owe lists, above the county; in a county or township those directly below."""
    if len(code) < standing.COUNTY:
        return [one for one in lists.owing if codes.contains(code, one)]
    return lists.facts.children(code)
