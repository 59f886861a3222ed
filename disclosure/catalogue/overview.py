"""The catalogue against what is public: every item in every place, read in a fixed number of queries."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.utils import timezone

from disclosure.catalogue import item_states
from disclosure.catalogue.evidence import SOURCES, Alike, CatalogueDay, Look, Past
from disclosure.enums import OVERDUE, DutyState, Proof
from disclosure.models import NotApplicable
from disclosure.publication import duties, standing
from disclosure.publication.duties import CatalogueDuty
from organizations import codes
from organizations.models import Region

#: What somebody has to do something about.
OPEN = (*OVERDUE, DutyState.DUE)
#: Where something is public that can be looked at.
SHOWN = (DutyState.STALE, DutyState.AFTER, DutyState.PUBLIC, DutyState.IN_TIME)


@dataclass(frozen=True, slots=True)
class Cell:
    """One item in one place: its state, the day that this hangs on, and why it does not apply if it does not.

    ``programme``: of those that the item speaks of, the one that the state is about.
    """

    duty: CatalogueDuty
    code: str
    state: DutyState
    by: date | None = None
    is_provisional: bool = False
    programme: str = ""
    exception: NotApplicable | None = None

    @property
    def url(self) -> str:
        """Where people find it, made only where somebody shows it; "" where nothing of it is public."""
        if self.state not in SHOWN:
            return ""
        return SOURCES[Proof(self.duty.item.proof)].address(self.duty, self.code)


@dataclass(frozen=True)
class CatalogueOverview:
    """What is known at one moment, asked item by item and place by place."""

    moment: CatalogueDay
    _looks: dict[Proof, Look] = field(default_factory=dict)
    _alikes: dict[Proof, Alike] = field(default_factory=dict)
    _excused: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _cells: dict[tuple[Hashable, ...], Cell] = field(default_factory=dict)

    @property
    def duties(self) -> tuple[CatalogueDuty, ...]:
        """The items in their order."""
        return self.moment.catalogue

    @property
    def counties(self) -> Mapping[str, Region]:
        """The counties that owe what the catalogue names, by code."""
        return self.moment.lists.owing

    def cell(self, duty: CatalogueDuty, code: str) -> Cell:
        """What is so of an item in a place."""
        found = self.like(duty, code)
        return found if found.code == code else replace(found, code=code)

    def like(self, duty: CatalogueDuty, code: str) -> Cell:
        """The same of some place with which it shares all that counts, each judged once: of a thousand
        offices few have anything of their own.
        """
        key = (duty.item.pk, duty.is_of(code), self._kind(duty, code), self._exceptions(code))
        if key not in self._cells:
            self._cells[key] = self.judged(duty, code)
        return self._cells[key]

    def cells(self, code: str) -> list[Cell]:
        """Every item in one place."""
        return [self.cell(duty, code) for duty in self.duties]

    def judged(self, duty: CatalogueDuty, code: str) -> Cell:
        """The same, found out of this very place."""
        today = self.moment.today
        exception = duty.exception(code, today)
        if exception is not None:
            return Cell(duty, code, DutyState.NOT_APPLICABLE, exception=exception)
        look = self._look(Proof(duty.item.proof))
        if look is None:
            return Cell(duty, code, DutyState.NOT_SEEN)
        owed = [each for each in duty.programmes if duty.holds_in(code, today, each)]
        if duty.programmes and not owed:
            excused = duty.exception(code, today, next(iter(duty.programmes)))
            return Cell(duty, code, DutyState.NOT_APPLICABLE, exception=excused)
        pieces, source = look(duty, code), SOURCES[Proof(duty.item.proof)]
        if not pieces and not source.always:
            return Cell(duty, code, DutyState.NOT_SEEN)
        found = item_states.state_of(
            pieces,
            self.moment.rule(duty),
            today,
            self.moment.count,
            owed if source.is_owed_by_programme else ("",),
        )
        return Cell(duty, code, found.state, found.by, found.is_provisional, found.group)

    def _kind(self, duty: CatalogueDuty, code: str) -> Hashable:
        """What is the same for places of which an item's source tells the same."""
        proof = Proof(duty.item.proof)
        source = SOURCES.get(proof)
        if source is None:
            return ""
        if source.alike is None:
            look = self._look(proof)
            assert look is not None  # it has a source
            return tuple(look(duty, code))
        if proof not in self._alikes:
            self._alikes[proof] = source.alike(self.moment)
        return self._alikes[proof](duty, code)

    def _exceptions(self, code: str) -> tuple[int, ...]:
        """Everything that does not apply in a place today, of whichever item: one may owe another's list."""
        if code not in self._excused:
            every = (one for duty in self.duties for one in duty.exceptions)
            self._excused[code] = tuple(one.pk for one in every if one.covers(code, self.moment.today))
        return self._excused[code]

    def _look(self, proof: Proof) -> Look | None:
        if proof not in SOURCES:
            return None
        if proof not in self._looks:
            self._looks[proof] = SOURCES[proof].read(self.moment)
        return self._looks[proof]

    @property
    def months(self) -> tuple[date, date]:
        """From which day to which a unit's own record goes: what is due later is not kept or broken yet."""
        return self.moment.first, self.moment.today - timedelta(days=1)


def read(today: date | None = None) -> CatalogueOverview:
    """What is so as of a day (default: today in Asia/Shanghai)."""
    lists = standing.read(today or timezone.localdate())
    return CatalogueOverview(CatalogueDay(lists.today, lists, duties.catalogue()))


def past(overview: CatalogueOverview, first: date, last: date) -> Iterator[Past]:
    """Everything that was due from one day to another, both included, whoever owed it."""
    by_number = {duty.item.number: duty for duty in overview.duties}
    for proof, source in SOURCES.items():
        if not overview.moment.of(proof):
            continue
        for each in source.past(overview.moment, first, last):
            place = each.place
            if not place or by_number[each.number].holds_in(place, each.made_on):
                yield each


@dataclass(slots=True)
class Record:
    """Of what was due: how much, how much of it was public by its day, and later, and is not yet."""

    due: int = 0
    in_time: int = 0
    after: int = 0

    @property
    def missing(self) -> int:
        return self.due - self.in_time - self.after

    def add(self, each: Past) -> None:
        """Count one more."""
        self.due += 1
        self.in_time += each.is_in_time
        self.after += each.public_on is not None and not each.is_in_time

    def __add__(self, other: "Record") -> "Record":
        return Record(self.due + other.due, self.in_time + other.in_time, self.after + other.after)


def records(overview: CatalogueOverview, places: Iterable[str]) -> dict[str, dict[int, Record]]:
    """The own record of some counties over the last twelve months: by place, by number of the item."""
    found: dict[str, dict[int, Record]] = {place: {} for place in places}
    for each in past(overview, *overview.months):
        county = codes.county_of(each.place) if each.place else ""
        if county in found:
            found[county].setdefault(each.number, Record()).add(each)
    return found


def total(record: Mapping[int, Record]) -> Record:
    """The sum over items."""
    return sum(record.values(), Record())
