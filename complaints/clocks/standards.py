"""Service standards: what is due when. The figures are data with their legal basis, never constants."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from django.utils.translation import gettext as _

from complaints.enums import (
    CaseKind,
    Channel,
    ClockKind,
    DayUnit,
    EventKind,
    Matter,
    StandardSource,
)
from complaints.models import Case, ServiceStandard
from organizations.enums import UnitKind
from protection import once
from protection.data_tables import DataTable

#: What says of which cases a row is, what weighs most first: a row that names the kind goes before one that
#: does not, whatever else either names; then the matter, who holds it, and how it arrived.
COLUMNS = ("kind", "matter", "held_by", "channel")


@dataclass(frozen=True)
class Situation:
    """What decides which row holds for a case: empty where it is not said."""

    kind: CaseKind | str
    matter: Matter | str = ""
    held_by: UnitKind | str = ""
    channel: Channel | str = ""

    @classmethod
    def of(cls, case: Case) -> "Situation":
        """Return that of a case in the hands of the unit that has it now."""
        return cls(case.kind, case.matter, case.unit.kind, case.channel)

    def fits(self, row: "ServiceStandard | Bounds | Situation") -> bool:
        """Whether the row is of such cases: in each column it names this, or nothing."""
        return all(getattr(row, name) in (getattr(self, name), "", "*") for name in COLUMNS)


def weight(row: "ServiceStandard | Bounds") -> tuple[bool, ...]:
    """Return how closely a row names its cases: the greater goes before the smaller."""
    return tuple(getattr(row, name) not in ("", "*") for name in COLUMNS)


@dataclass(frozen=True)
class ShippedStandard:
    """A standard that comes with the project; the star stands for every kind, matter, unit and channel.

    A version that follows another which was shipped has the next number; the earlier one stays where it is.
    """

    kind: CaseKind | Literal["*"]
    matter: Matter | Literal["*"]
    held_by: UnitKind | Literal["*"]
    channel: Channel | Literal["*"]
    clock: ClockKind
    version: int
    valid_from: date
    days: int
    unit: DayUnit
    starts_with: tuple[EventKind, ...]
    stops_with: tuple[EventKind, ...]
    source: StandardSource
    legal_basis: str

    def standard(self) -> ServiceStandard:
        """Return it as a standard that is not stored yet."""
        return ServiceStandard(
            **{name: getattr(self, name).replace("*", "") for name in COLUMNS},
            clock=self.clock,
            version=self.version,
            valid_from=self.valid_from,
            days=self.days,
            unit=self.unit,
            starts_with=[event.value for event in self.starts_with],
            stops_with=[event.value for event in self.stops_with],
            source=self.source,
            legal_basis=self.legal_basis,
        )


TABLE = DataTable(
    Path(__file__).parents[1] / "data" / "service_standards.csv",
    ShippedStandard,
    key=(*COLUMNS, "clock", "version"),
)


@dataclass(frozen=True)
class Bounds:
    """How many days a version may give: as few, as many natural or working ones. The star: every other kind.

    Most are the longest that the law allows. Where the time is the complainant's, it is the shortest.
    """

    kind: CaseKind | Literal["*"]
    matter: Matter | Literal["*"]
    held_by: UnitKind | Literal["*"]
    channel: Channel | Literal["*"]
    clock: ClockKind
    fewest: int
    natural: int
    working: int
    legal_basis: str

    def most(self, unit: DayUnit | str) -> int:
        """Return the most days, counted in this unit."""
        return self.working if unit == DayUnit.WORKING else self.natural


BOUNDS = DataTable(
    Path(__file__).parents[1] / "data" / "standard_bounds.csv", Bounds, key=(*COLUMNS, "clock")
)


def bounds(situation: Situation, clock: ClockKind | str) -> Bounds:
    """Return the row that names most closely such cases and this clock; there is one for every clock."""
    return max((row for row in BOUNDS.rows if row.clock == clock and situation.fits(row)), key=weight)


def faults(wanted: ServiceStandard, today: date) -> dict[str, str]:
    """Return what stands against a new version, by field; empty when nothing does.

    It counts from tomorrow on, so that no date that somebody was promised ever moves, and it can neither give
    more days than the law nor let a clock start with less, or stop with more, than before.
    """
    found = {}
    allowed = bounds(_named_by(wanted), wanted.clock)
    if not allowed.fewest <= wanted.days <= allowed.most(wanted.unit):
        found["days"] = _("From %(fewest)s to %(most)s, by this rule: %(basis)s") % {
            "fewest": allowed.fewest,
            "most": allowed.most(wanted.unit),
            "basis": allowed.legal_basis,
        }
    if wanted.valid_from <= today:
        found["valid_from"] = _(
            "From tomorrow on at the earliest: what has begun keeps the time it was promised."
        )
    return found | _faults_of_events(wanted)


def _faults_of_events(wanted: ServiceStandard) -> dict[str, str]:
    before = limit(_named_by(wanted), wanted.clock, wanted.valid_from)
    if before is None:
        return {}
    found = {}
    if set(before.starts_with) - set(wanted.starts_with):
        found["starts_with"] = _("Whatever started this clock until now has to start it: %(events)s") % {
            "events": before.get_starts_with_display()
        }
    if set(wanted.stops_with) - set(before.stops_with):
        found["stops_with"] = _("Only what stopped this clock until now may stop it: %(events)s") % {
            "events": before.get_stops_with_display()
        }
    return found


def _named_by(row: ServiceStandard) -> Situation:
    return Situation(row.kind, row.matter, row.held_by, row.channel)


@once.a_request
def load() -> list[ServiceStandard]:
    """Read all versions of all standards in one query."""
    return list(ServiceStandard.objects.all())


def applicable(
    standards: Iterable[ServiceStandard], situation: Situation, clock: ClockKind | str, day: date
) -> ServiceStandard | None:
    """Return the standard for such a case and this clock that is in force on ``day``, or None.

    The row that names the case most closely goes before the others, from its first day on. A day before any
    version gets the first: a case from before the rule still needs a date.
    """
    rows = [row for row in standards if row.clock == clock and situation.fits(row)]
    in_force = [row for row in rows if row.valid_from <= day]
    if in_force:
        return max(in_force, key=lambda row: (weight(row), row.valid_from, row.version))
    closest = max(map(weight, rows), default=())
    own = [row for row in rows if weight(row) == closest]
    first = min((row.valid_from for row in own), default=day)
    return max((row for row in own if row.valid_from == first), key=lambda row: row.version, default=None)


def limit(situation: Situation, clock: ClockKind | str, day: date) -> ServiceStandard | None:
    """Return the standard that limits an act done on ``day``, from the database; None when there is none."""
    return applicable(load(), situation, clock, day)


def fill() -> int:
    """Add the shipped standards that the table does not have; return how many were added.

    What an administrator entered stays: their version of a standard goes before a shipped one of its number.
    """
    latest: dict[tuple[str, ...], int] = {}
    for *key, version in ServiceStandard.objects.order_by().values_list(*COLUMNS, "clock", "version"):
        latest[tuple(key)] = max(version, latest.get(tuple(key), 0))
    shipped = [row.standard() for row in TABLE.rows]
    new = [each for each in shipped if each.version > latest.get(_key(each), 0)]
    for standard in new:
        standard.full_clean(validate_unique=False, validate_constraints=False)
    return len(ServiceStandard.objects.bulk_create(new))


def _key(row: ServiceStandard) -> tuple[str, ...]:
    return (row.kind, row.matter, row.held_by, row.channel, row.clock)
