"""Who works with lists: the roles behind each act, and the policy that also asks for the region.

Both are needed, the model permission of a role's group and a post whose region holds the list.
"""

from organizations.enums import Role

# Who may look at batches and rows at all, each in their own region.
LIST_ROLES = frozenset({Role.EDITOR, Role.REVIEWER, Role.INSPECTOR, Role.ADMINISTRATOR})

# One line an act: the model permission's short name → the roles that may do it.
ROLES_BY_ACTION: dict[str, frozenset[Role]] = {
    "view": LIST_ROLES,
    "add": frozenset({Role.EDITOR}),
    "change": frozenset({Role.EDITOR}),
    "delete": frozenset(),
    "submit": frozenset({Role.EDITOR}),
    "approve": frozenset({Role.REVIEWER}),
}
