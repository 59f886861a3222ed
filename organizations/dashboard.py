"""What waits for a second administrator, and the panel that says so."""

from django.utils import timezone
from wagtail.admin.ui.components import Component

from organizations import doubts, lapsing, moving, proposals, renaming, renaming_places, resets, scope
from organizations.enums import Role
from organizations.models import User


def may_confirm_some(user: User) -> bool:
    """Say whether the user confirms anything at all: administrators do."""
    return scope.has_role(user, Role.ADMINISTRATOR)


class WaitingPanel(Component):
    """How much waits for this administrator as the second, on the home of the staff site."""

    name = "waiting"
    order = 50
    template_name = "organizations/waiting_panel.html"

    def __init__(self, **numbers: int):
        self.numbers = numbers

    def get_context_data(self, parent_context):
        """The numbers."""
        return self.numbers


def panels_for(user: User) -> list[Component]:
    """Return the panel for an administrator for whom something waits."""
    if not may_confirm_some(user):
        return []
    rooms = {
        "accounts": doubts,
        "posts": proposals,
        "names": renaming,
        "moves": moving,
        "places": renaming_places,
        "factors": resets,
    }
    numbers = {name: room.waiting_for(user).count() for name, room in rooms.items()}
    if numbers["accounts"]:
        numbers["old"] = doubts.old_for(user, timezone.now() - lapsing.WAITS)
    return [WaitingPanel(**numbers)] if any(numbers.values()) else []
