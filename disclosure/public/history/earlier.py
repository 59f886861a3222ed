"""A list as it was: in the same form as the list of now, made of what may be shown of it today."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from disclosure.enums import ListStanding
from disclosure.history import figures, rows, timeline
from disclosure.history.figures import CoveringTotals, HistoryFigures, PlaceCount
from disclosure.history.timeline import ListsInForce, Timeline
from disclosure.models import Programme, Recipient
from disclosure.public import public_lists
from disclosure.public.history.moments import MonthOrDay
from disclosure.public.public_lists import PlaceBelow, ProgrammeLine
from disclosure.publication import standing
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


def read(
    region: Region, programme: Programme, moment: MonthOrDay, history: Timeline | None = None
) -> Earlier:
    """The list at that moment: its total, and above the village those of the places in it.

    ``history`` is that of the programme in the place, where the caller has read it.
    """
    history = history or timeline.read(programme.pk, region.code)
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
    line = _line(region, programme, found[region.code], snapshot, lists)
    month = moment.month or line.month
    version = history.before(month, region.code) if month else None
    return Earlier(history, snapshot, line, parts, version.month if version else None)


def shown_rows(region: Region, programme: Programme, earlier: Earlier) -> list[QuerySet[Recipient]]:
    """The rows of a village or township that stood on the list of the moment: of a village one set in a fixed
    order, of a township one for each list that covered a part of it.
    """
    pieces = earlier.snapshot.pieces(region.code)
    return [rows.standing(programme.pk, piece, earlier.timeline) for piece in pieces]


def lines_of_month(region: Region, month: date) -> tuple[list[ProgrammeLine], list[date]]:
    """All programmes of one place in their order, each as its list of a month says, and the months of which
    there is any list, the latest first; two queries besides what is kept.
    """
    lists, history = standing.read(), timeline.of_programmes(region.code)
    snapshots = {code: history[code].in_month(month) for code in public_lists.programmes()}
    found = figures.of_programmes([region.code], snapshots)
    lines = [
        _line(region, programme, found[code][region.code], snapshots[code], lists)
        for code, programme in public_lists.programmes().items()
    ]
    months = {one for of in history.values() for one in of.months}
    return lines, sorted(months, reverse=True)


def _line(
    region: Region, programme: Programme, here: HistoryFigures, snapshot: ListsInForce, lists: standing.Lists
) -> ProgrammeLine:
    if here.total:
        here.total.programme = programme
    return ProgrammeLine(programme, state_of(region.code, here, snapshot, lists), here.total)


def _part(region: Region, here: HistoryFigures, snapshot: ListsInForce, lists: standing.Lists) -> PlaceBelow:
    return PlaceBelow(region, here.total, state_of(region.code, here, snapshot, lists))


def state_of(
    code: str,
    here: HistoryFigures | CoveringTotals[PlaceCount],
    snapshot: ListsInForce,
    lists: standing.Lists,
) -> ListState:
    """What was so of a programme in a place when these lists counted."""
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
    public = sum(not all(one.is_withheld for one in snapshot.reaching(place)) for place in places)
    if places and public == len(places):
        return ListState(ListStanding.PUBLIC, month)
    level = codes.level_of(places[0]) if places else None
    return ListState(ListStanding.PARTLY, month, public, len(places), level)


def _places_below(code: str, lists: standing.Lists) -> list[str]:
    """The places that owe lists, above the county; in a county or township those directly below."""
    if len(code) < standing.COUNTY:
        return [one for one in lists.owing if codes.contains(code, one)]
    return lists.facts.children(code)
