"""Service standards: what is due when. The figures are data with their legal basis, never constants."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from django.utils.translation import gettext as _

from complaints.enums import CaseKind, ClockKind, DayUnit, EventKind
from complaints.models import ServiceStandard
from protection import once
from protection.data_tables import DataTable


@dataclass(frozen=True)
class ShippedStandard:
    """A standard that comes with the project; the star stands for every kind of case."""

    kind: CaseKind | Literal["*"]
    clock: ClockKind
    version: int
    valid_from: date
    days: int
    unit: DayUnit
    starts_with: tuple[EventKind, ...]
    stops_with: tuple[EventKind, ...]
    legal_basis: str

    def standard(self) -> ServiceStandard:
        """Return it as a standard that is not stored yet."""
        return ServiceStandard(
            kind=self.kind.replace("*", ""),
            clock=self.clock,
            version=self.version,
            valid_from=self.valid_from,
            days=self.days,
            unit=self.unit,
            starts_with=[event.value for event in self.starts_with],
            stops_with=[event.value for event in self.stops_with],
            legal_basis=self.legal_basis,
        )


TABLE = DataTable(
    Path(__file__).parents[1] / "data" / "service_standards.csv",
    ShippedStandard,
    key=("kind", "clock", "version"),
)


@dataclass(frozen=True)
class Bounds:
    """How many days a version may give: as few, as many natural or working ones. The star: every other kind.

    Most are the longest that the law allows. Where the time is the complainant's, it is the shortest.
    """

    kind: CaseKind | Literal["*"]
    clock: ClockKind
    fewest: int
    natural: int
    working: int
    legal_basis: str

    def most(self, unit: DayUnit | str) -> int:
        """Return the most days, counted in this unit."""
        return self.working if unit == DayUnit.WORKING else self.natural


BOUNDS = DataTable(Path(__file__).parents[1] / "data" / "standard_bounds.csv", Bounds, key=("kind", "clock"))


def bounds(kind: CaseKind | str, clock: ClockKind | str) -> Bounds:
    """Return the row for this kind of case and clock, else the one for every kind."""
    rows: dict[str, Bounds] = {row.kind: row for row in BOUNDS.rows if row.clock == clock}
    return rows.get(kind) or rows["*"]


def faults(wanted: ServiceStandard, today: date) -> dict[str, str]:
    """Return what stands against a new version, by field; empty when nothing does.

    It counts from tomorrow on, so that no date that somebody was promised ever moves, and it can neither give
    more days than the law nor let a clock start with less, or stop with more, than before.
    """
    found = {}
    allowed = bounds(wanted.kind, wanted.clock)
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
    before = limit(wanted.kind, wanted.clock, wanted.valid_from)
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


@once.a_request
def load() -> list[ServiceStandard]:
    """Read all versions of all standards in one query."""
    return list(ServiceStandard.objects.all())


def applicable(
    standards: Iterable[ServiceStandard], kind: CaseKind | str, clock: ClockKind | str, day: date
) -> ServiceStandard | None:
    """Return the standard for this kind of case and clock that is in force on ``day``, or None.

    A row for the kind goes before one for every kind, from its first day on. A day before any version gets
    the first: a case from before the rule still needs a date.
    """
    rows = [row for row in standards if row.clock == clock and row.kind in (kind, "")]
    in_force = [row for row in rows if row.valid_from <= day]
    if in_force:
        return max(in_force, key=lambda row: (row.kind == kind, row.valid_from, row.version))
    own = [row for row in rows if row.kind == kind] or rows
    return min(own, key=lambda row: (row.valid_from, row.version), default=None)


def limit(kind: CaseKind | str, clock: ClockKind | str, day: date) -> ServiceStandard | None:
    """Return the standard that limits an act done on ``day``, from the database; None when there is none."""
    return applicable(load(), kind, clock, day)


def fill() -> int:
    """Add the shipped standards that the table has no version of; return how many were added.

    What an administrator changed stays: a standard with any version is left alone.
    """
    known = set(ServiceStandard.objects.values_list("kind", "clock"))
    shipped = [row.standard() for row in TABLE.rows]
    new = [standard for standard in shipped if (standard.kind, standard.clock) not in known]
    for standard in new:
        standard.full_clean(validate_unique=False)
    return len(ServiceStandard.objects.bulk_create(new))
