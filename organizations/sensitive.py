"""Which posts one administrator alone may not give: a table, with the reason of each row (data/)."""

import csv
from functools import cache
from pathlib import Path

from organizations.enums import Role

TABLE = Path(__file__).parent / "data" / "sensitive_posts.csv"


@cache
def needs_second() -> frozenset[str]:
    """Return the roles that need a second administrator; one that the table does not name needs one too."""
    with TABLE.open(encoding="utf-8", newline="") as rows:
        alone = {row["role"] for row in csv.DictReader(rows) if row["needs_second"] == "no"}
    return frozenset(role.value for role in Role if role.value not in alone)
