"""What the room needs in the database before anybody works: who may search."""

from organizations.enums import Role
from organizations.roles import grant
from search.workbench.permissions import SEARCH_CASES

ROLE_PERMISSIONS: dict[Role, list[str]] = {Role.INSPECTOR: [SEARCH_CASES]}


def prepare() -> None:
    """Grant the permissions. Idempotent."""
    grant(ROLE_PERMISSIONS)
