"""Who works with lists: the roles behind each act, and whether somebody's posts allow one.

Apart from ``permissions``, whose policies need the models: the models themselves ask here.
"""

from organizations import scope
from organizations.enums import Role
from organizations.models import User

#: Who may look at batches and rows at all, each in their own region.
LIST_ROLES = frozenset({Role.EDITOR, Role.REVIEWER, Role.INSPECTOR, Role.ADMINISTRATOR})

#: One line an act: the model permission's short name → the roles that may do it.
ROLES_BY_ACTION: dict[str, frozenset[Role]] = {
    "view": LIST_ROLES,
    "add": frozenset({Role.EDITOR}),
    "submit": frozenset({Role.EDITOR}),
    "approve": frozenset({Role.REVIEWER}),
    # What is public is taken back by two: either of them may be the first, only a reviewer the second.
    "propose": frozenset({Role.EDITOR, Role.REVIEWER}),
}


#: The same for the figures of programmes: set by administrators, each in their own region.
STANDARD_ROLES: dict[str, frozenset[Role]] = {
    "view": LIST_ROLES,
    "add": frozenset({Role.ADMINISTRATOR}),
}


def may(user: User, action: str, region_code: str) -> bool:
    """Say whether one of the user's posts allows an act on the lists of a region.

    The rule of the domain itself, for commands and tasks too; screens ask the permission policy, which adds
    Django's model permission.
    """
    return scope.in_scope(user, region_code, ROLES_BY_ACTION.get(action, frozenset()))
