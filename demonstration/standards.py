"""Invented standards, so that the lists of the demonstration can be judged by figures."""

import csv
from pathlib import Path

from demonstration.plan import Plan
from disclosure import standards
from disclosure.enums import ProposalOutcome
from disclosure.models import AssistanceStandard

TABLE = Path(__file__).parent / "data" / "standards.csv"


def load(plan: Plan) -> int:
    """Enter the standards of this year and the year before; say how many."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [_standard(row, plan.until.year) for row in csv.DictReader(file)]
    for row in rows:
        row.full_clean(validate_unique=False)
        if faults := standards.faults(row):
            raise ValueError(f"{row}: {faults}")
    return len(AssistanceStandard.objects.bulk_create(rows))


def _standard(row: dict[str, str], year: int) -> AssistanceStandard:
    """One row of the table, whose years are told as years before the demonstration's last."""
    given = {name: value for name, value in row.items() if value}
    year -= int(given.pop("years_ago", 0))
    given["valid_from"] = f"{year}-{given['valid_from']}"
    given["document"] = given["document"].replace("YEAR", str(year))
    places = {"programme_id": given.pop("programme"), "region_id": given.pop("region")}
    return AssistanceStandard(**places, outcome=ProposalOutcome.DONE, **given)
