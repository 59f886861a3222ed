"""What waits for a second administrator, and the panel that says so."""

from wagtail.admin.ui.components import Component

from organizations import doubts, proposals, resets, scope
from organizations.enums import Role


def may_confirm_some(user) -> bool:
    """Say whether the user confirms anything at all: administrators do."""
    return scope.has_role(user, Role.ADMINISTRATOR)


class WaitingPanel(Component):
    """How much waits for this administrator as the second, on the home of the staff site."""

    name = "waiting"
    order = 50
    template_name = "organizations/waiting_panel.html"

    def __init__(self, accounts: int, posts: int, factors: int):
        self.accounts, self.posts, self.factors = accounts, posts, factors

    def get_context_data(self, parent_context):
        """The numbers."""
        return {"accounts": self.accounts, "posts": self.posts, "factors": self.factors}


def panels_for(user) -> list[Component]:
    """Return the panel for an administrator for whom something waits."""
    if not may_confirm_some(user):
        return []
    accounts, posts = doubts.waiting_for(user).count(), proposals.waiting_for(user).count()
    factors = resets.waiting_for(user).count()
    return [WaitingPanel(accounts, posts, factors)] if accounts or posts or factors else []
