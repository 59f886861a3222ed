"""The permission policies of the staff pages: the model permission of a role's group, and a post in that role
whose region holds the list; both are needed.
"""

from django.db.models import Model, Q
from wagtail.permission_policies import ModelPermissionPolicy

from disclosure.models import (
    AssistanceStandard,
    Batch,
    BoardPosting,
    CatalogueItem,
    NotApplicable,
    Notice,
    Programme,
    Proposal,
    Recipient,
)
from disclosure.roles import EXCEPTION_ROLES, ROLES_BY_ACTION, STANDARD_ROLES
from organizations import codes, scope
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
notice_policy = OfListsPolicy(Notice)
posting_policy = OfListsPolicy(BoardPosting)


#: A standard is added, never edited: what lists of earlier months are judged by stays.
standard_policy = RegionScopedPermissionPolicy(AssistanceStandard, roles_by_action=STANDARD_ROLES)


class ProgrammePolicy(ModelPermissionPolicy):
    """Programmes are reference data: their settings are changed, none is added or deleted by hand."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Look and change, nothing else."""
        return action in {"view", "change"} and super().user_has_permission(user, action)


#: Programmes have no region: who may change one may so for the whole site, see setup.HEAD_PERMISSIONS.
programme_policy = ProgrammePolicy(Programme)


class CataloguePolicy(ModelPermissionPolicy):
    """The catalogue holds for every county: read by all who do lists, kept by the head office, and no row of
    it is deleted.
    """

    def user_has_permission(self, user: User, action: str) -> bool:
        """Look, add and change, nothing else."""
        return action in {"view", "add", "change"} and super().user_has_permission(user, action)


catalogue_policy = CataloguePolicy(CatalogueItem)


class ExceptionPolicy(RegionScopedPermissionPolicy):
    """What does not apply is said by an administrator for the places below their own.

    An office does not take a duty off itself; who keeps the catalogue for everybody says it for all places.
    """

    roles_by_action = EXCEPTION_ROLES

    def user_has_permission_for_instance(self, user: User, action: str, instance: Model) -> bool:
        """Say whether the user may do this to this row."""
        allowed = super().user_has_permission_for_instance(user, action, instance)
        return allowed and (action == "view" or self.region_code(instance) not in _own_places(user))

    def condition(self, user: User, action: str) -> Q:
        """Return the condition for rows in scope, or, to do more than look, below one's own places."""
        condition = super().condition(user, action)
        return condition if action == "view" else condition & ~Q(region_id__in=_own_places(user))


def _own_places(user: User) -> set[str]:
    """Where somebody works, and what lies above; none for whoever keeps the catalogue."""
    held = () if catalogue_policy.user_has_permission(user, "change") else scope.holdings(user)
    return {above for post in held for above in codes.ancestors_of(post.region_code, include_self=True)}


exception_policy = ExceptionPolicy(NotApplicable)
