"""What the public pages show of lists, read in a fixed number of queries and never row by row of a region.

Everything above the village comes from the totals that publication wrote; rows are read one page of one
village (or, for a download, one township) at a time and leave as PublicRow only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from disclosure import standing
from disclosure.enums import Standing
from disclosure.masking import PublicRow, public_row
from disclosure.models import ListTotal, Programme, Recipient
from organizations import codes
from organizations.enums import Level, UnitKind
from organizations.models import Region, Unit

MOST_FOUND = 30


@dataclass(frozen=True, slots=True)
class Part:
    """One place below the one shown: whether its list is public, and the current total if it has one."""

    region: Region
    total: ListTotal | None
    state: standing.State | None = None

    @property
    def households(self) -> int:
        return self.total.households if self.total else 0

    @property
    def is_empty(self) -> bool:
        """Whether a list is public for it, and nobody in it stands on that, hidden or not."""
        hidden = self.total.hidden if self.total else 0
        is_public = self.state is not None and self.state.standing == Standing.PUBLIC
        return self.households + hidden == 0 and is_public


@dataclass(frozen=True, slots=True)
class Line:
    """One programme in one place: whether its list is public, and the total that is shown where it is.

    A village in which nobody receives anything has no total of its own; its figures are 0.
    """

    programme: Programme
    state: standing.State
    total: ListTotal | None

    @property
    def households(self) -> int:
        return self.total.households if self.total else 0

    @property
    def people(self) -> int:
        return self.total.people if self.total else 0

    @property
    def amount(self) -> Decimal:
        return self.total.amount if self.total else Decimal(0)

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
    def path_name(self) -> str:
        """The names run together from the city down, as on paper."""
        return "".join(region.name for region in self.path if region.level > Level.PROVINCE or not self.above)


def place(code: str) -> Place:
    """One place by its code. Raises Region.DoesNotExist."""
    regions = {r.code: r for r in Region.objects.filter(code__in=[code, *_above(code)])}
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


def search(text: str) -> list[Place]:
    """Places from the township down whose name holds ``text``, at most MOST_FOUND, with their paths."""
    found = list(
        Region.objects.filter(level__gte=Level.TOWNSHIP, name__contains=text).order_by("code")[:MOST_FOUND]
    )
    wanted = {code for region in found for code in _above(region.code)}
    names = {region.code: region for region in Region.objects.filter(code__in=wanted)}
    return [Place(region, [names[c] for c in _above(region.code) if c in names]) for region in found]


def totals(region: Region) -> list[ListTotal]:
    """The totals of one place that are shown now, one a programme, in the programmes' order."""
    found = ListTotal.objects.shown().filter(region=region)
    return list(found.select_related("programme", "batch").order_by("programme__sort_order", "programme_id"))


def lines(region: Region, lists: standing.Lists) -> list[Line]:
    """All programmes in one place, in their order; two queries."""
    found = {total.programme_id: total for total in totals(region)}
    return [
        Line(programme, lists.state(programme.pk, region.code), found.get(programme.pk))
        for programme in Programme.objects.all()
    ]


def parts(
    region: Region, programme: Programme | None = None, lists: standing.Lists | None = None
) -> list[Part]:
    """The places directly below one, with a programme each with its total and its state; two queries."""
    below = list(Region.objects.children_of(region.code).order_by("code"))
    if programme is None or lists is None:
        return [Part(one, None) for one in below]
    found = ListTotal.objects.shown().filter(programme=programme, region__parent_id=region.code)
    by_region = {total.region_id: total for total in found}
    return [Part(one, by_region.get(one.code), lists.state(programme.pk, one.code)) for one in below]


def total_before(total: ListTotal) -> ListTotal | None:
    """The total of the same list in the month published before."""
    earlier = ListTotal.objects.filter(region=total.region_id, programme=total.programme_id)
    return earlier.filter(month__lt=total.month).order_by("-month", "-pk").first()


def rows(region: Region, programme: Programme):
    """The rows of one village or one township that are shown now, in a fixed order, without what nobody may
    see.
    """
    found = Recipient.objects.shown(programme).within(region.code)
    return found.defer("id_number", "id_index").select_related("region").order_by("region_id", "pk")


def public_rows(recipients, programme: Programme, today: date) -> Iterator[PublicRow]:
    """Bring rows into their public form, the only form in which they may be shown."""
    for recipient in recipients:
        recipient.programme = programme
        yield public_row(recipient, today)


def responsible(region: Region) -> list[Unit]:
    """The public offices that answer for a place, nearest first: township or bureau, then the one above."""
    kinds = (UnitKind.TOWNSHIP, UnitKind.BUREAU)
    found = Unit.objects.public().filter(region_id__in=[region.code, *_above(region.code)], kind__in=kinds)
    return sorted(found, key=lambda unit: -len(unit.region_id))[:2]


def _above(code: str) -> list[str]:
    return codes.ancestors_of(code)
