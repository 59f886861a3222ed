"""What the room needs in the database before anybody works: calendar, standards, permissions."""

from complaints import tasks
from complaints.clocks import calendars, standards
from complaints.handling import elsewhere
from complaints.intake import topics
from organizations.enums import Role
from organizations.roles import grant

_SEE = "complaints.view_case"
_ACT = "complaints.act_case"
#: Time, who is competent elsewhere, points of matters, and how papers are worded.
_RULES = (
    "servicestandard",
    "calendarday",
    "calendaryear",
    "otherauthority",
    "casetopic",
    "paperwording",
    "papermark",
)

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
    Role.INSPECTOR: [_SEE, _ACT],
    Role.ADMINISTRATOR: [
        *(f"complaints.view_{model}" for model in _RULES),
        "complaints.view_caseimport",
        "complaints.import_caseimport",
    ],
}

HEAD_PERMISSIONS: dict[Role, list[str]] = {
    # They hold for every county, so only the head office changes them.
    Role.ADMINISTRATOR: [
        *(f"complaints.{action}_{model}" for model in _RULES for action in ("add", "change")),
        "complaints.delete_calendarday",
        "complaints.delete_calendaryear",
    ],
}


def prepare() -> None:
    """Fill calendar, standards and directory where they are missing, and grant permissions. Idempotent."""
    loaded, added = calendars.fill(), standards.fill()
    if loaded or added:
        tasks.recount()
    elsewhere.fill()
    topics.fill()
    grant(ROLE_PERMISSIONS)
    grant(HEAD_PERMISSIONS, head=True)
