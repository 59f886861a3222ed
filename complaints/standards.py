"""Service standards: what is due when. The figures are data with their legal basis, never constants."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from importlib import resources

from complaints.enums import CaseKind, ClockKind, DayUnit, EventKind
from complaints.models import ServiceStandard

FILE = "service_standards.csv"


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


def shipped() -> Sequence[dict[str, str]]:
    """Return the rows of the file that comes with the project."""
    text = resources.files("complaints").joinpath("data", FILE).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def fill() -> int:
    """Add the shipped standards that the table has no version of; return how many were added.

    What an administrator changed stays: a standard with any version is left alone.
    """
    known = set(ServiceStandard.objects.values_list("kind", "clock"))
    new = [from_row(row) for row in shipped() if (row["kind"].replace("*", ""), row["clock"]) not in known]
    for standard in new:
        standard.full_clean(validate_unique=False)
    return len(ServiceStandard.objects.bulk_create(new))


def from_row(row: dict[str, str]) -> ServiceStandard:
    """Make a standard from a row of the file. Raises ``ValueError`` for an event that does not exist."""
    return ServiceStandard(
        kind=row["kind"].replace("*", ""),
        clock=ClockKind(row["clock"]),
        version=int(row["version"]),
        valid_from=date.fromisoformat(row["valid_from"]),
        days=int(row["days"]),
        unit=DayUnit(row["unit"]),
        starts_with=[EventKind(name).value for name in row["starts_with"].split()],
        stops_with=[EventKind(name).value for name in row["stops_with"].split()],
        legal_basis=row["legal_basis"],
    )
