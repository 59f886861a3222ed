"""Who works with lists: what their roles may do, and whether somebody's posts allow one.

Apart from ``permissions``, whose policies need the models: the models themselves ask here.
"""

from dataclasses import dataclass

from organizations import scope
from organizations.enums import Role
from organizations.models import User

#: Who may look at batches and rows at all, each in their own region.
LIST_ROLES = frozenset({Role.EDITOR, Role.REVIEWER, Role.INSPECTOR, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Right:
    """What somebody may do with lists, each in their own region: the model permission's short name, whose
    posts give it, and the code of the reason (``messages.REASONS``) that anybody else is told.
    """

    name: str
    roles: frozenset[Role]
    lacking: str = ""


VIEWING = Right("view", LIST_ROLES)
ADDING = Right("add", frozenset({Role.EDITOR}), "no_editor_here")
EDITING = Right("submit", frozenset({Role.EDITOR}), "no_editor_here")
REVIEWING = Right("approve", frozenset({Role.REVIEWER}), "no_reviewer_here")
#: What is public is taken back by two: either of them may be the first, only a reviewer the second.
PROPOSING = Right("propose", frozenset({Role.EDITOR, Role.REVIEWER}), "no_list_post_here")

#: As permission policies ask for it: the permission's short name → the roles that give it.
ROLES_BY_ACTION: dict[str, frozenset[Role]] = {
    right.name: right.roles for right in (VIEWING, ADDING, EDITING, REVIEWING, PROPOSING)
}

#: The same for the figures of programmes: set by two administrators, each in their own region.
STANDARD_ROLES: dict[str, frozenset[Role]] = {
    "view": LIST_ROLES,
    "add": frozenset({Role.ADMINISTRATOR}),
    # Of what another one added.
    "decide": frozenset({Role.ADMINISTRATOR}),
}

#: That something of the catalogue does not apply in a place: said by administrators.
EXCEPTION_ROLES: dict[str, frozenset[Role]] = {
    "view": LIST_ROLES,
    "add": frozenset({Role.ADMINISTRATOR}),
    "change": frozenset({Role.ADMINISTRATOR}),
}


def may(user: User, action: str, region_code: str) -> bool:
    """Say whether one of the user's posts allows an act on the lists of a region.

    The rule of the domain itself, for commands and tasks too; screens ask the permission policy, which adds
    Django's model permission.
    """
    return scope.in_scope(user, region_code, ROLES_BY_ACTION.get(action, frozenset()))
