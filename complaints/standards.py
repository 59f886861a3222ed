"""Service standards: what is due when. The figures are data with their legal basis, never constants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from complaints.enums import CaseKind, ClockKind, DayUnit, EventKind
from complaints.models import ServiceStandard
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
    Path(__file__).parent / "data" / "service_standards.csv",
    ShippedStandard,
    key=("kind", "clock", "version"),
)


def load() -> list[ServiceStandard]:
    """Read all versions of all standards in one query."""
    return list(ServiceStandard.objects.all())


def applicable(
    standards: Iterable[ServiceStandard], kind: CaseKind | str, clock: ClockKind | str, day: date
) -> ServiceStandard | None:
    """Return the standard for this kind of case and clock that is in force on ``day``, or None.

    A row for the kind goes before one for every kind. A day before the first version gets the first:
    a case from before the rule still needs a date.
    """
    rows = [row for row in standards if row.clock == clock and row.kind in (kind, "")]
    own = [row for row in rows if row.kind == kind] or rows
    in_force = [row for row in own if row.valid_from <= day]
    if in_force:
        return max(in_force, key=lambda row: (row.valid_from, row.version))
    return min(own, key=lambda row: (row.valid_from, row.version), default=None)


def limit(kind: CaseKind | str, clock: ClockKind | str, day: date) -> ServiceStandard | None:
    """Return the standard that limits an act done on ``day``, from the database; None when there is none."""
    rows = ServiceStandard.objects.filter(clock=clock, kind__in=[kind, ""])
    return applicable(rows, kind, clock, day)


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
