"""The permission policies of the staff pages: the model permission of a role's group, and a post in that role
whose region holds the list; both are needed.
"""

from wagtail.permission_policies import ModelPermissionPolicy

from disclosure.models import AssistanceStandard, Batch, Programme, Proposal, Recipient
from disclosure.roles import ROLES_BY_ACTION, STANDARD_ROLES
from organizations.models import User
from organizations.permissions import RegionScopedPermissionPolicy

#: Lists: model permission and region, from one table.
batch_policy = RegionScopedPermissionPolicy(Batch, roles_by_action=ROLES_BY_ACTION)


class OfListsPolicy(RegionScopedPermissionPolicy):
    """What belongs to lists: by the permissions of lists, each in its own place."""

    roles_by_action = ROLES_BY_ACTION

    def user_has_permission(self, user: User, action: str) -> bool:
        """As for lists."""
        return batch_policy.user_has_permission(user, action)


proposal_policy = OfListsPolicy(Proposal)
row_policy = OfListsPolicy(Recipient)


#: A standard is added, never edited: what lists of earlier months are judged by stays.
standard_policy = RegionScopedPermissionPolicy(AssistanceStandard, roles_by_action=STANDARD_ROLES)


class ProgrammePolicy(ModelPermissionPolicy):
    """Programmes are reference data: their settings are changed, none is added or deleted by hand."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Look and change, nothing else."""
        return action in {"view", "change"} and super().user_has_permission(user, action)


#: Programmes have no region: who may change one may so for the whole site, see setup.HEAD_PERMISSIONS.
programme_policy = ProgrammePolicy(Programme)
