"""The permission policy of leads: model permission, inspector's post, region, and no hidden case."""

from organizations.enums import Role
from organizations.models import User
from organizations.permissions import RegionScopedPermissionPolicy
from supervision.models import Lead
from supervision.visibility import LEAD_ROLES, lead_q
from supervision.workflow import TRANSITIONS

ROLES_BY_ACTION: dict[str, frozenset[Role]] = {
    "view": LEAD_ROLES,
    **{row.permission: row.roles for row in TRANSITIONS.values()},
}


class LeadPermissionPolicy(RegionScopedPermissionPolicy):
    """As the region's policy, and a lead with a case that is hidden from the user is hidden too."""

    roles_by_action = ROLES_BY_ACTION

    def condition(self, user: User, action: str):
        """Return the condition that the user may do this to a lead."""
        return lead_q(user, self.roles_for(action))

    def user_has_permission_for_instance(self, user: User, action: str, instance) -> bool:
        """Say whether the user may do this to this lead."""
        return (
            super().user_has_permission_for_instance(user, action, instance)
            and Lead.objects.filter(self.condition(user, action), pk=instance.pk).exists()
        )


lead_policy = LeadPermissionPolicy(Lead)
