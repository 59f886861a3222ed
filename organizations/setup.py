"""Reference data of this room: the groups that posts put people in, and what they may do here."""

from collections.abc import Iterable, Mapping

from organizations.enums import Role
from organizations.roles import ensure_groups, grant

_EVERYONE = ("wagtailadmin.access_admin", "organizations.view_region", "organizations.view_unit")

#: What each role may do in this room; where, its posts say. Regions are added by import only.
ROLE_PERMISSIONS: Mapping[Role, Iterable[str]] = {
    **dict.fromkeys(Role, _EVERYONE),
    Role.ADMINISTRATOR: (
        *_EVERYONE,
        "organizations.change_region",
        "organizations.add_unit",
        "organizations.change_unit",
        "organizations.view_post",
        "organizations.add_post",
        "organizations.change_post",
        "organizations.manage_staff",
    ),
}


def prepare() -> None:
    """Make the role groups and give them their permissions; a second run changes nothing."""
    ensure_groups()
    ensure_groups(head=True)
    grant(ROLE_PERMISSIONS)
