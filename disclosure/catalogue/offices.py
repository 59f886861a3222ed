"""Whom the catalogue binds: the counties and townships of somebody's places, each with every item."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from disclosure.catalogue.overview import CatalogueOverview, Cell
from disclosure.enums import CataloguePart, DutyState
from disclosure.publication.duties import CatalogueDuty
from organizations import codes
from organizations.enums import Level, UnitKind
from organizations.models import Unit


@dataclass(frozen=True, slots=True)
class PublishingOffice:
    """A place whose office has to publish, with its name, a township's behind its county's."""

    code: str
    name: str

    @property
    def level(self) -> Level:
        return codes.level_of(self.code)


@dataclass(frozen=True, slots=True)
class OfficeItem:
    """One item of one office."""

    office: PublishingOffice
    cell: Cell


def offices(overview: CatalogueOverview, area: Iterable[str]) -> list[PublishingOffice]:
    """The counties and townships in some places (division codes), by code; one query."""
    around = tuple(area)
    counties = {code: county.name for code, county in overview.counties.items()}
    townships = Unit.objects.open().filter(kind=UnitKind.TOWNSHIP, region__level=Level.TOWNSHIP).order_by()
    found = dict(counties)
    for code, name in townships.values_list("region_id", "region__name"):
        if codes.county_of(code) in counties:
            found[code] = f"{counties[codes.county_of(code)]}{name}"
    inside = (code for code in sorted(found) if any(codes.contains(place, code) for place in around))
    return [PublishingOffice(code, found[code]) for code in inside]


class Lines(Sequence):
    """Every item of every office, judged only where somebody looks."""

    def __init__(
        self, overview: CatalogueOverview, pairs: list[tuple[PublishingOffice, CatalogueDuty]]
    ) -> None:
        self._overview = overview
        self._pairs = pairs

    def __len__(self) -> int:
        return len(self._pairs)

    def __getitem__(self, index):
        """The lines of a slice, or one."""
        if isinstance(index, slice):
            return [self._line(*pair) for pair in self._pairs[index]]
        return self._line(*self._pairs[index])

    def _line(self, office: PublishingOffice, duty: CatalogueDuty) -> OfficeItem:
        return OfficeItem(office, self._overview.cell(duty, office.code))


def lines(
    overview: CatalogueOverview,
    of: Iterable[PublishingOffice],
    *,
    matter: CataloguePart | str = "",
    states: Iterable[DutyState] = (),
) -> Sequence[OfficeItem]:
    """The items of some offices, by office and number; of some states alone those, what was due first on
    top.
    """
    duties = [duty for duty in overview.duties if matter in ("", duty.item.matter)]
    wanted = frozenset(states)
    if not wanted:
        return Lines(overview, [(office, duty) for office in of for duty in duties])
    chosen = []
    for office in of:
        for place, duty in enumerate(duties):
            found = overview.like(duty, office.code)
            if found.state in wanted:
                chosen.append((found.by or date.max, office.code, place, office))
    chosen.sort(key=itemgetter(0, 1, 2))
    return Lines(overview, [(office, duties[place]) for _by, _code, place, office in chosen])
