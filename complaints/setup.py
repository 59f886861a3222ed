"""What the room needs in the database before anybody works: calendar, standards, permissions."""

from __future__ import annotations

from complaints import calendars, standards
from organizations.enums import Role
from organizations.roles import grant

_SEE = "complaints.view_case"
_ACT = "complaints.act_case"
_RULES = [
    f"complaints.{action}_{model}"
    for model in ("servicestandard", "calendarday")
    for action in ("view", "add", "change")
]

ROLE_PERMISSIONS: dict[Role, list[str]] = {
    Role.OPERATOR: [
        _SEE,
        _ACT,
        "complaints.register_case",
        "complaints.view_identity",
        "complaints.view_open_identity",
    ],
    Role.HANDLER: [_SEE, _ACT, "complaints.view_open_identity"],
    Role.SUPERVISOR: [_SEE, _ACT, "complaints.view_open_identity"],
    Role.INSPECTOR: [_SEE],
    Role.ADMINISTRATOR: [*_RULES, "complaints.delete_calendarday"],
}


def prepare() -> None:
    """Fill calendar and standards where they are missing, and grant the permissions. Idempotent."""
    calendars.fill()
    standards.fill()
    grant(ROLE_PERMISSIONS)
