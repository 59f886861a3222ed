"""Households, people and money by programme, of one place and of those directly below it.

From the totals that publication wrote, so that they are what the lists' own pages say, now and of a month.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from disclosure.history import figures as history
from disclosure.history import timeline
from disclosure.history.figures import CoveringTotals, PlaceCount
from disclosure.history.timeline import ListsInForce
from disclosure.models import Programme
from disclosure.models.total import told
from disclosure.months import later
from disclosure.public import public_lists
from disclosure.public.history.earlier import state_of
from disclosure.public.public_lists import Place
from disclosure.public.statistics import small_places
from disclosure.public.statistics.small_places import Tree
from disclosure.publication import standing
from disclosure.publication.totals import FIGURES
from organizations.models import Region

#: So many months are in a picture; small_places decides about at least as many at once.
IN_PICTURE = 12
#: Households, people, yuan, and of how many households no list says the people and the yuan.
Counted = tuple[int, int, Decimal, int, int]
#: No list was public.
NO_LISTS = ListsInForce({})
NOTHING: CoveringTotals[PlaceCount] = CoveringTotals(None, [], False, False)


@dataclass(frozen=True, slots=True)
class ProgrammeFigures:
    """One programme in one place. The three figures are None where no list is public, and where they are
    kept back; ``people`` and ``amount`` (yuan a month, or paid once) too where a programme counts none, or no
    list says them. Of so many households they are ``untold``.
    """

    region: Region
    programme: Programme
    state: standing.ListState
    month: date | None = None
    households: int | None = None
    people: int | None = None
    amount: Decimal | None = None
    is_kept_back: bool = False
    people_untold: int = 0
    amount_untold: int = 0


@dataclass(frozen=True, slots=True)
class ProgrammeTable:
    """One programme: the place itself, the places in it, and the place in each of the last months, the
    latest last; without any where no list of these months is public here.
    """

    programme: Programme
    here: ProgrammeFigures
    below: tuple[ProgrammeFigures, ...]
    months: tuple[ProgrammeFigures, ...]


def read(place: Place, lists: standing.Lists, month: date | None = None) -> list[ProgrammeTable]:
    """The tables of all programmes in their order, of the lists of now or of a month's; three queries besides
    what ``lists`` has to ask.
    """
    path = [one.code for one in place.path]
    around = list(Region.objects.filter(parent_id__in=path).order_by("code"))
    reader = _StatisticsReader(place.region, path, around, lists, month)
    return [reader.table(programme) for programme in public_lists.programmes().values()]


def latest_month(tables: list[ProgrammeTable]) -> date | None:
    """The latest month of which there are figures."""
    return max((table.here.month for table in tables if table.here.month), default=None)


class _StatisticsReader:
    """What is asked once for all programmes: totals of a path and of the places directly below each on it,
    since these could be subtracted from each other.
    """

    def __init__(
        self, region: Region, path: list[str], around: list[Region], lists: standing.Lists, month: date | None
    ) -> None:
        self.region, self.path, self.lists, self.month = region, path, lists, month
        self.below = [one for one in around if one.parent_id == region.code]
        self.codes = [path[0], *(one.code for one in around)]
        self.window = _window(lists, path[0])
        months = sorted({*self.window, *([month] if month else [])})
        timelines = timeline.of_programmes(path[0], months)
        self.snapshots = {
            (programme, one): lists_of.in_month(one)
            for programme, lists_of in timelines.items()
            for one in months
        }
        self.counts = history.counts(self.codes, self.snapshots)

    def table(self, programme: Programme) -> ProgrammeTable:
        kept = self._kept_back(programme)
        here, *others = (self._asked(one, programme, kept) for one in (self.region, *self.below))
        shown = self.window[-IN_PICTURE:]
        months = tuple(self._then(self.region, programme, one, kept) for one in shown)
        has_any = any(one.state.has_figures for one in months)
        return ProgrammeTable(programme, here, tuple(others), months if has_any else ())

    def _kept_back(self, programme: Programme) -> frozenset[str]:
        """One answer for all months that are compared, and for the lists of now; an earlier month keeps back
        these and its own.
        """
        limit = programme.fewest_households
        current = self.counts.now.get(programme.pk, {})
        now = {code: current[code].households for code in self.codes if code in current}
        trees = [self._tree(now), *(self._tree(self._households(programme.pk, one)) for one in self.window)]
        kept = small_places.kept_back(self.path, trees, limit)
        if self.month is None or self.month in self.window:
            return kept
        own = self._tree(self._households(programme.pk, self.month))
        return small_places.kept_back(self.path, [*trees, own], limit, kept)

    def _households(self, programme: str, month: date) -> Mapping[str, int]:
        found = self.counts.then.get((programme, month), {})
        return {code: _counted(one.totals)[0] for code, one in found.items() if one.totals}

    def _tree(self, households: Mapping[str, int]) -> Tree:
        tree: dict[str, dict[str, int]] = {}
        for code, number in households.items():
            above = max(
                (one for one in self.path if code.startswith(one) and code != one), key=len, default=""
            )
            tree.setdefault(above, {})[code] = number
        return tree

    def _asked(self, region: Region, programme: Programme, kept: frozenset[str]) -> ProgrammeFigures:
        if self.month is None:
            return self._now(region, programme, kept)
        return self._then(region, programme, self.month, kept)

    def _now(self, region: Region, programme: Programme, kept: frozenset[str]) -> ProgrammeFigures:
        total = self.counts.now.get(programme.pk, {}).get(region.code)
        state = self.lists.state(programme.pk, region.code)
        month = total.month if total else state.month
        counted = _counted([total] if total else [])
        return _figures(region, programme, state, month, counted, region.code in kept)

    def _then(
        self, region: Region, programme: Programme, month: date, kept: frozenset[str]
    ) -> ProgrammeFigures:
        of = programme.pk, month
        here = self.counts.then.get(of, {}).get(region.code) or NOTHING
        state = state_of(region.code, here, self.snapshots.get(of, NO_LISTS), self.lists)
        counted = _counted(here.totals)
        return _figures(region, programme, state, month, counted, region.code in kept)


def _window(lists: standing.Lists, top: str) -> list[date]:
    """The months that are decided about at once, up to that of the latest list in the top place, so that
    every place in it has the same.
    """
    months = [
        month
        for by_place in lists.published.values()
        for code, month in by_place.items()
        if code.startswith(top)
    ]
    if not months:
        return []
    latest = max(months)
    return [later(latest, -number) for number in reversed(range(small_places.months_compared()))]


def _counted(totals: Sequence[PlaceCount]) -> Counted:
    """The figures of a place: all 0 where no total says one."""
    households, people, amount, *without = (sum(getattr(one, name) for one in totals) for name in FIGURES)
    return households, people, Decimal(amount), *without


def _figures(
    region: Region,
    programme: Programme,
    state: standing.ListState,
    month: date | None,
    counted: Counted,
    is_kept_back: bool,
) -> ProgrammeFigures:
    households, people, amount, without_people, without_amount = counted
    if not state.has_figures or (is_kept_back and households):
        return ProgrammeFigures(
            region, programme, state, month, is_kept_back=is_kept_back and state.has_figures
        )
    # A total of nobody and no total are written alike: the one is there where somebody is hidden.
    money = Decimal(amount if households else 0)
    return ProgrammeFigures(
        region,
        programme,
        state,
        month,
        households,
        None if programme.pays_once else told(people, without_people, households),
        told(money, without_amount, households) if programme.has_amount else None,
        people_untold=without_people,
        amount_untold=without_amount,
    )
