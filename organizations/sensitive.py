"""Which posts one administrator alone may not give: a table, with the reason of each row (data/)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from organizations.enums import Role
from protection.data_tables import DataTable


@dataclass(frozen=True)
class SensitivePost:
    """One row of the table."""

    role: Role
    needs_second: bool
    reason: str


TABLE = DataTable(Path(__file__).parent / "data" / "sensitive_posts.csv", SensitivePost, key=("role",))


@cache
def needs_second() -> frozenset[str]:
    """Return the roles that need a second administrator; one that the table does not name needs one too."""
    alone = {row.role for row in TABLE.rows if not row.needs_second}
    return frozenset(role.value for role in Role if role not in alone)
