"""The totals of earlier lists, from those that publication wrote: nothing is added up from rows."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from django.db.models import Q

from disclosure.history.timeline import ListsInForce, Version
from disclosure.models import ListTotal
from disclosure.publication import totals
from organizations import codes as division


@dataclass(frozen=True, slots=True)
class HistoryFigures:
    """What was so of one place: the list that covered it, if one did, and what it came to.

    ``total`` is None where nobody stood on the list, where there was none, and where it is withdrawn. Where
    several lists covered each a part, it is their sum, of no list of its own.
    """

    version: Version | None
    total: ListTotal | None
    is_withheld: bool
    has_list: bool


class PlaceCount(NamedTuple):
    """The figures of a total alone, for when many are read at a time."""

    programme_id: str
    month: date
    region_id: str
    batch_id: int
    is_current: bool
    is_withdrawn: bool
    households: int
    people: int
    amount: Decimal
    without_people: int
    without_amount: int


#: A total, with more or less of it.
T = TypeVar("T", ListTotal, PlaceCount)


@dataclass(frozen=True, slots=True)
class CoveringTotals(Generic[T]):
    """What was so of one place, and the totals that make it up: none, one, or one of each list inside."""

    version: Version | None
    totals: list[T]
    is_withheld: bool
    has_list: bool
    is_partial: bool = False


def of_places(programme_id: str, codes: list[str], snapshot: ListsInForce) -> Mapping[str, HistoryFigures]:
    """By code the figures of some places; one query."""
    return of_programmes(codes, {programme_id: snapshot})[programme_id]


def of_programmes(
    codes: list[str], snapshots: Mapping[str, ListsInForce]
) -> Mapping[str, Mapping[str, HistoryFigures]]:
    """By programme and code the same of several programmes, each at a moment of its own; one query."""
    wanted = {version.pk for one in snapshots.values() for code in codes for version in one.reaching(code)}
    found: dict[tuple[str, int], ListTotal] = {}
    places = _places(codes, snapshots.values())
    written = ListTotal.objects.filter(region_id__in=places, programme_id__in=snapshots, batch__in=wanted)
    for total in written.telling().select_related("batch").defer("batch__reason"):
        found[total.region_id, total.batch_id] = total
    return {
        programme: {code: _figures(one) for code, one in _covering(codes, snapshot, found).items()}
        for programme, snapshot in snapshots.items()
    }


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """Figures of some places: those of now by programme and code, where a list is shown, and of months by
    programme and month, and by code.
    """

    now: Mapping[str, Mapping[str, PlaceCount]]
    then: Mapping[tuple[str, date], Mapping[str, CoveringTotals[PlaceCount]]]


def counts(codes: Collection[str], snapshots: Mapping[tuple[str, date], ListsInForce]) -> PlaceCounts:
    """The figures of some places now and in many months; one query."""
    months = {month for _programme, month in snapshots}
    written = ListTotal.objects.filter(
        Q(month__in=months) | Q(is_current=True), region_id__in=_places(codes, snapshots.values())
    )
    now: dict[str, dict[str, PlaceCount]] = defaultdict(dict)
    found: dict[tuple[str, date], dict[tuple[str, int], PlaceCount]] = defaultdict(dict)
    for row in written.values_list(*PlaceCount._fields):
        count = PlaceCount(*row)
        found[count.programme_id, count.month][count.region_id, count.batch_id] = count
        if count.is_current and not count.is_withdrawn:
            now[count.programme_id][count.region_id] = count
    then = {of: _covering(codes, snapshot, found[of]) for of, snapshot in snapshots.items()}
    return PlaceCounts(now, then)


def _places(codes: Collection[str], snapshots: Iterable[ListsInForce]) -> set[str]:
    """These, and those of lists of their own: they make up a place that no list covers."""
    return {*codes, *(place for one in snapshots for place in one.versions)}


def _covering(
    codes: Iterable[str], snapshot: ListsInForce, found: Mapping[tuple[str, int], T]
) -> dict[str, CoveringTotals[T]]:
    """By code what was so of some places; a part of several of them is looked at once."""
    parts: dict[str, CoveringTotals[T]] = {}
    return {code: _chosen(code, snapshot, found, parts) for code in codes}


def _chosen(
    code: str,
    snapshot: ListsInForce,
    found: Mapping[tuple[str, int], T],
    known: dict[str, CoveringTotals[T]],
) -> CoveringTotals[T]:
    if code not in known:
        known[code] = _choose(code, snapshot, found, known)
    return known[code]


def _choose(
    code: str,
    snapshot: ListsInForce,
    found: Mapping[tuple[str, int], T],
    known: dict[str, CoveringTotals[T]],
) -> CoveringTotals[T]:
    version, reaching = snapshot.governing(code), snapshot.reaching(code)
    if reaching and all(one.is_withheld for one in reaching):
        return CoveringTotals(version, [], True, True)
    if version is None and reaching:
        # Whatever was published last wrote a sum here that holds other months beside its own.
        parts = [_chosen(one, snapshot, found, known) for one in _outermost(reaching)]
        chosen = [total for part in parts for total in part.totals]
        return CoveringTotals(None, chosen, False, True, any(part.is_withheld for part in parts))
    # A list of a part that came later had the sum above it written again.
    by_day = sorted(reaching, key=lambda one: one.published_at, reverse=True)
    total = next((found[code, one.pk] for one in by_day if (code, one.pk) in found), None)
    if version and total and total.batch_id == version.pk and version.is_withheld:
        total = None
    if total and total.is_withdrawn:
        return CoveringTotals(version, [], True, True)
    return CoveringTotals(version, [total] if total else [], False, bool(reaching))


def _outermost(reaching: list[Version]) -> list[str]:
    """The places of some lists without those that lie in another of them."""
    places = {one.place for one in reaching}
    return sorted(one for one in places if places.isdisjoint(division.ancestors_of(one)))


def _figures(chosen: CoveringTotals[ListTotal]) -> HistoryFigures:
    total = chosen.totals[0] if chosen.totals else None
    if total and (chosen.version is None or chosen.is_partial):
        total = _sum(chosen)
    return HistoryFigures(chosen.version, total, chosen.is_withheld, chosen.has_list)


def _sum(chosen: CoveringTotals[ListTotal]) -> ListTotal:
    """The total of places that published each their own list; the month is that of all, or the latest."""
    parts = chosen.totals
    latest = max(parts, key=lambda total: (total.month, total.batch_id))
    summed = ListTotal(batch=latest.batch, month=latest.month, region_id=latest.region_id)
    for name in totals.NAMES:
        setattr(summed, name, sum(getattr(part, name) for part in parts))
    summed.is_compared = all(part.is_compared for part in parts)
    summed.is_partial = chosen.is_partial or any(part.is_partial for part in parts)
    return summed
