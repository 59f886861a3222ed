"""What proves an item of the catalogue public: each room says it of what it publishes (``register``).

A source reads what it needs once, in a fixed number of queries, and is then asked place by place. Lists and
notices are this room's own; the rooms above register policies, guides and offices.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from disclosure.catalogue.item_states import InformationPiece, ItemRule
from disclosure.enums import ListStanding, Proof
from disclosure.models import Notice
from disclosure.months import last_day, later
from disclosure.publication import coming
from disclosure.publication.duties import CatalogueDuty
from disclosure.publication.standing import Lists
from organizations import codes
from organizations.enums import CODE_LENGTH, Level

COUNTY = CODE_LENGTH[Level.COUNTY]
#: A unit's own record: so many full months, and the days of the one that runs.
MONTHS = 12

#: An item and a division code → what is known of it there, as of the moment at which the source was read.
Look = Callable[[CatalogueDuty, str], Sequence[InformationPiece]]

#: An item and a division code → what is the same for all places of which the look tells the same.
Alike = Callable[[CatalogueDuty, str], Hashable]


@dataclass(frozen=True, slots=True)
class Past:
    """Something that was due: of which item, for which place ("" for all of them), by which day, and when it
    was public; None where it never was.
    """

    number: int
    place: str
    made_on: date
    by: date
    public_on: date | None

    @property
    def is_in_time(self) -> bool:
        return self.public_on is not None and self.public_on <= self.by


@dataclass(frozen=True)
class CatalogueDay:
    """The day on which is asked, what lists were public by then, and the catalogue.

    ``kept`` is for what a source reads once for both of its questions.
    """

    today: date
    lists: Lists
    catalogue: tuple[CatalogueDuty, ...]
    kept: dict[Proof, Any] = field(default_factory=dict)

    @property
    def first(self) -> date:
        """The first day of the twelve full months before this one, which is as far back as is asked."""
        return later(self.today.replace(day=1), -MONTHS)

    def came(self) -> coming.FirstDays:
        """When the lists of these months, and those that are shown, first were public; read once."""
        if Proof.LISTS not in self.kept:
            shown = {month for of in self.lists.published.values() for month in of.values()}
            asked = coming.months_due(self.first, self.today, self.lists)
            self.kept[Proof.LISTS] = coming.FirstDays(shown.union(asked), self.lists.facts)
        return self.kept[Proof.LISTS]

    def rule(self, duty: CatalogueDuty) -> ItemRule:
        """How an item is measured: from the first day of the month with which the portal began."""
        return ItemRule(duty.days, self.lists.first, duty.item.renewed_months)

    def count(self, day: date, days: int) -> tuple[date, bool]:
        """So many working days later; each asked once."""
        return self.lists.facts.counted(day, days)

    def of(self, proof: Proof) -> list[CatalogueDuty]:
        """The items that one sort of evidence proves."""
        return [duty for duty in self.catalogue if duty.item.proof == proof]


@dataclass(frozen=True)
class EvidenceSource:
    """``read`` gives the look-up of a moment; ``past`` what was due from one day to another, both included.

    ``address`` gives where people find it, for an item and a place; "" where there is no such page. Where
    there is not ``always`` something to publish, nothing public says nothing. ``is_owed_by_programme``: each
    programme of an item owes its own. ``alike`` tells without a look for which places it would be the same:
    a city has a thousand offices, and few of them anything of their own; without it each is looked at.
    """

    read: Callable[[CatalogueDay], Look]
    past: Callable[[CatalogueDay, date, date], Iterable[Past]]
    address: Callable[[CatalogueDuty, str], str]
    always: bool = True
    is_owed_by_programme: bool = False
    alike: Callable[[CatalogueDay], Alike] | None = None


SOURCES: dict[Proof, EvidenceSource] = {}


def register(proof: Proof, source: EvidenceSource) -> None:
    """Let a room say what proves items of this sort; a second source takes the place of the first."""
    SOURCES[proof] = source


def read_lists(moment: CatalogueDay) -> Look:
    """Lists: the one that is shown, and the next one that is owed."""
    came = moment.came()

    def look(duty: CatalogueDuty, code: str) -> list[InformationPiece]:
        return [piece for programme in duty.programmes for piece in _of_list(moment, came, programme, code)]

    return look


def alike_for_lists(moment: CatalogueDay) -> Alike:
    """Places of a level around which the same lists were ever public, and in which none of their own was."""
    facts = moment.lists.facts
    own = {
        code for of in (facts.published, facts.latest, facts.withdrawn) for at in of.values() for code in at
    }
    own |= moment.came().places
    around = {above for code in own for above in codes.ancestors_of(code, include_self=True)}

    def alike(_duty: CatalogueDuty, code: str) -> Hashable:
        if len(code) <= COUNTY or code in around:
            return code
        above = (one for one in reversed(codes.ancestors_of(code)) if one in around or len(one) == COUNTY)
        return len(code), next(above)

    return alike


def _of_list(
    moment: CatalogueDay, came: coming.FirstDays, programme: str, code: str
) -> Iterator[InformationPiece]:
    state = moment.lists.state(programme, code)
    if state.standing == ListStanding.PUBLIC:
        month = state.month or moment.lists.month_of(programme, code)
        made_on = last_day(month) if month else None
        yield InformationPiece(
            True, made_on, came.of(programme, code, month) if month else None, group=programme
        )
    if state.missing:
        yield InformationPiece(False, last_day(state.missing.month), group=programme)
    elif state.is_withdrawn:
        # Corrected "at once" (政府信息公开条例 41); as if made anew on the day of withdrawal: house rule.
        yield InformationPiece(False, state.withdrawn_on or moment.today, group=programme)


def past_lists(moment: CatalogueDay, first: date, last: date) -> Iterator[Past]:
    """The lists that were due, each for its county."""
    number = {programme: duty.item.number for programme, duty in moment.lists.facts.owed.items()}
    for each in coming.lists_due(first, last, moment.lists, moment.came()):
        made_on = last_day(each.month)
        yield Past(number[each.programme], each.county, made_on, each.by, each.public_on)


def read_notices(moment: CatalogueDay) -> Look:
    """Notices: whether one stands in a place. How many should, no one here knows."""
    rows = Notice.objects.shown(moment.today).order_by()
    standing = {
        (programme, around)
        for programme, place in rows.values_list("programme_id", "region_id").distinct()
        for around in codes.ancestors_of(place, include_self=True)
    }

    def look(duty: CatalogueDuty, code: str) -> list[InformationPiece]:
        return [InformationPiece(True)] if any((one, code) in standing for one in duty.programmes) else []

    return look


def nothing_dated(_moment: CatalogueDay, _first: date, _last: date) -> Iterator[Past]:
    """Of what nobody knows when it had to be public."""
    yield from ()
