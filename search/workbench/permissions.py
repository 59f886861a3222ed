"""Who may search: the permission of the role, and a post that opens some region's cases."""

from complaints.permissions import case_policy
from organizations.models import User

SEARCH_CASES = "search.search_cases"


def may_search_cases(user: User) -> bool:
    """Whether the user may open the workbench. What they find there is up to ``Case.objects.visible_to``."""
    return user.has_perm(SEARCH_CASES) and case_policy.user_has_permission(user, "view")
