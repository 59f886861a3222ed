"""Reference data of the room: what the inspector's role may do here. Safe to run again."""

from organizations.enums import Role
from organizations.roles import grant

ROLE_PERMISSIONS: dict[Role, list[str]] = {
    Role.INSPECTOR: [
        "supervision.add_lead",
        "supervision.change_lead",
        "supervision.view_lead",
        "supervision.transfer_lead",
    ],
}


def prepare() -> None:
    """Give the inspector's group its permissions."""
    grant(ROLE_PERMISSIONS)
