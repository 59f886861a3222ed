"""What the public pages show of lists, read in a fixed number of queries and never row by row of a region.

Everything above the village comes from the totals that publication wrote; rows are read one page of one
village (or, for a download, one township) at a time and leave as PublicRow only.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from disclosure import standards
from disclosure.enums import ListStanding
from disclosure.models import AssistanceStandard, ListTotal, Programme, Recipient
from disclosure.models.recipient import SHOWN_COLUMNS
from disclosure.public.columns import Medium
from disclosure.public.masking import PublicRow, public_row
from disclosure.publication import standing
from organizations import codes, places_by_name
from organizations.enums import Level, UnitKind
from organizations.models import Region, Unit
from protection.cached_tables import while_unchanged

MOST_FOUND = 30


class WithTotal:
    """What has a total, or none: then nobody stands on its list. What the lists do not say is None."""

    __slots__ = ()
    total: ListTotal | None

    @property
    def households(self) -> int:
        """How many there are."""
        return self.total.households if self.total else 0

    @property
    def people(self) -> int | None:
        """How many people."""
        return self.total.people_told if self.total else 0

    @property
    def amount(self) -> Decimal | None:
        """How many yuan."""
        return self.total.amount_told if self.total else Decimal(0)

    @property
    def people_untold(self) -> int:
        """Of how many households the list does not say how many they are."""
        return self.total.without_people if self.total else 0

    @property
    def amount_untold(self) -> int:
        """Of how many households the list does not say what they receive."""
        return self.total.without_amount if self.total else 0


@dataclass(frozen=True, slots=True)
class PlaceBelow(WithTotal):
    """One place below the one shown: whether its list is public, and the current total if it has one."""

    region: Region
    total: ListTotal | None
    state: standing.ListState | None = None

    @property
    def is_empty(self) -> bool:
        """Whether a list is public for it, and shows nobody in it; who is hidden makes no difference."""
        is_public = self.state is not None and self.state.standing == ListStanding.PUBLIC
        return self.households == 0 and is_public


@dataclass(frozen=True, slots=True)
class ProgrammeLine(WithTotal):
    """One programme in one place: whether its list is public, and the total that is shown where it is.

    A village in which nobody receives anything has no total of its own; its figures are 0.
    """

    programme: Programme
    state: standing.ListState
    total: ListTotal | None

    @property
    def month(self) -> date | None:
        return self.total.month if self.total else self.state.month


@dataclass(frozen=True, slots=True)
class Place:
    """A place with the names above it, from the province down."""

    region: Region
    above: list[Region]

    @property
    def path(self) -> list[Region]:
        return [*self.above, self.region]

    @property
    def county_code(self) -> str:
        """The code of the county that it lies in, or is; nothing above one."""
        code = codes.county_of(self.region.code)
        return code if codes.level_of(code) == Level.COUNTY else ""

    @property
    def path_name(self) -> str:
        """The names run together from the city down, as on paper."""
        return "".join(region.name for region in self.path if region.level > Level.PROVINCE or not self.above)


@while_unchanged
def programmes() -> Mapping[str, Programme]:
    """All programmes by their code, in their order; nobody may change one."""
    return {programme.pk: programme for programme in Programme.objects.all()}


def place(code: str) -> Place:
    """One place by its code. Raises Region.DoesNotExist."""
    found = Region.objects.filter(code__in=[code, *_above(code)]).only("code", "name", "level", "parent")
    regions = {r.code: r for r in found}
    if code not in regions:
        raise Region.DoesNotExist(code)
    return Place(regions[code], [regions[c] for c in _above(code) if c in regions])


def start() -> Region | None:
    """The place whose parts a visitor chooses from first: the city of the portal, or None before any list.

    Goes down from the province while there is only one way, at most to the city: a county is worth naming.
    """
    top = ListTotal.objects.current().filter(region__level=Level.PROVINCE)
    regions = list(Region.objects.filter(pk__in=top.values("region_id"))[:2])
    while len(regions) == 1 and regions[0].level < Level.CITY:
        below = ListTotal.objects.current().filter(region__parent_id=regions[0].code)
        found = list(Region.objects.filter(pk__in=below.values("region_id"))[:2])
        if len(found) != 1:
            break
        regions = found
    return regions[0] if regions else None


def search(text: str, near: str = "") -> list[Place]:
    """Places that ``text`` names, then those near by with it in their name; at most MOST_FOUND, with paths.

    A part of a name is looked for within the city ``near``.
    """
    named = places_by_name.named(text, near, MOST_FOUND)
    partly = places_by_name.partly_named(text, near, MOST_FOUND) if len(named) < MOST_FOUND else []
    found = {region.code: region for region in (*named, *partly)}
    return with_paths(list(found.values())[:MOST_FOUND])


def with_paths(regions: Iterable[Region]) -> list[Place]:
    """The places with the names above them, in their order; one query."""
    regions = list(regions)
    wanted = {code for region in regions for code in _above(region.code)}
    names = {region.code: region for region in Region.objects.filter(code__in=wanted)} if wanted else {}
    return [Place(region, [names[c] for c in _above(region.code) if c in names]) for region in regions]


def lines(region: Region, lists: standing.Lists) -> list[ProgrammeLine]:
    """All programmes in one place, in their order, each with the total that is shown now; one query."""
    shown = ListTotal.objects.shown().filter(region=region).select_related("batch")
    # Of its publication a page says the day, and whether it was a correction.
    fields = [field.attname for field in ListTotal._meta.concrete_fields]
    found = {t.programme_id: t for t in shown.only(*fields, "batch__published_at", "batch__corrects")}
    for total in found.values():
        total.programme = programmes()[total.programme_id]
    return [
        ProgrammeLine(programme, lists.state(programme.pk, region.code), found.get(programme.pk))
        for programme in programmes().values()
    ]


def line_of(region: Region, programme: str) -> ProgrammeLine | None:
    """One programme in one place, by its code; None where there is no such programme."""
    found = lines(region, standing.read())
    return next((line for line in found if line.programme.pk == programme), None)


def parts(
    region: Region, programme: Programme | None = None, lists: standing.Lists | None = None
) -> list[PlaceBelow]:
    """The places directly below one, with a programme each with its total and its state; two queries."""
    below = list(Region.objects.children_of(region.code).order_by("code"))
    if programme is None or lists is None:
        return [PlaceBelow(one, None) for one in below]
    found = ListTotal.objects.shown().filter(programme=programme, region__parent_id=region.code)
    by_region = {total.region_id: total for total in found}
    return [PlaceBelow(one, by_region.get(one.code), lists.state(programme.pk, one.code)) for one in below]


def rows(region: Region, programme: Programme) -> QuerySet[Recipient]:
    """The rows of one village or one township that are shown now, in a fixed order, without what nobody may
    see.
    """
    found = Recipient.objects.shown(programme).within(region.code).only(*SHOWN_COLUMNS)
    return found.order_by("region_id", "pk")


def places_of_rows(region: Region) -> Mapping[str, Region]:
    """By code the places that rows of one village or one township are of."""
    if region.level >= Level.VILLAGE:
        return {region.code: region}
    return {one.code: one for one in Region.objects.within(region.code).only("code", "name")}


def public_rows(
    recipients: Iterable[Recipient],
    programme: Programme,
    region: Region,
    today: date | None = None,
    medium: Medium = Medium.WEB,
) -> Iterator[PublicRow]:
    """Bring rows of one village or one township into their public form, the only form in which they may be
    shown; as of a day (default: today in Asia/Shanghai).
    """
    for _place, row in placed_rows(recipients, programme, places_of_rows(region), today, medium):
        yield row


def placed_rows(
    recipients: Iterable[Recipient],
    programme: Programme,
    places: Mapping[str, Region],
    today: date | None = None,
    medium: Medium = Medium.WEB,
) -> Iterator[tuple[Region, PublicRow]]:
    """The same with the place of each row, one of ``places`` by their codes."""
    today = today or timezone.localdate()
    for recipient in recipients:
        recipient.programme = programme
        recipient.region = places[recipient.region_id]
        yield recipient.region, public_row(recipient, today, medium)


def responsible(region: Region) -> list[Unit]:
    """The public offices that answer for a place, nearest first: township or bureau, then the one above."""
    kinds = (UnitKind.TOWNSHIP, UnitKind.BUREAU)
    around = [region.code, *_above(region.code)]
    found = Unit.objects.public().filter(region_id__in=around, kind__in=kinds)
    found = found.only("name", "kind", "region", "phone", "address", "hours")
    return sorted(found, key=lambda unit: -len(unit.region_id))[:2]


def _above(code: str) -> list[str]:
    return codes.ancestors_of(code)


@while_unchanged
def _standards() -> Mapping[str, list[AssistanceStandard]]:
    """All figures by the code of their programme; nobody may change one."""
    found: dict[str, list[AssistanceStandard]] = {}
    for row in AssistanceStandard.objects.select_related("region"):
        found.setdefault(row.programme_id, []).append(row)
    return found


def standards_of(line: ProgrammeLine, place: str, today: date) -> list[AssistanceStandard]:
    """What people on a list may get in a place: as it held in the month shown, or today without one."""
    return standards.monthly(standards_for(line.programme, place, line.month or today))


def standards_for(programme: Programme, place: str, day: date) -> list[AssistanceStandard]:
    """All figures of one programme that hold in a place on a day."""
    return standards.in_force(_standards().get(programme.pk, ()), place, day)


def standards_by_programme(place: str, today: date) -> list[tuple[Programme, list[AssistanceStandard]]]:
    """All figures that hold in a place today, by programme; those without any are left out."""
    held = [(each, standards_for(each, place, today)) for each in programmes().values()]
    return [(programme, found) for programme, found in held if found]
