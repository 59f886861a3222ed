"""Who does the acts on cases: named groups of roles."""

from organizations.enums import Role

HANDLERS = frozenset({Role.HANDLER, Role.SUPERVISOR})
SUPERVISORS = frozenset({Role.SUPERVISOR})
DESK = frozenset({Role.OPERATOR})
INSPECTORS = frozenset({Role.INSPECTOR})
#: Who works on a case that lies with their unit; an inspector's unit is the inspection group.
INVESTIGATORS = HANDLERS | {Role.INSPECTOR}
DECIDERS = SUPERVISORS | {Role.INSPECTOR}
EVERYONE_AT_WORK = INVESTIGATORS | DESK
