"""What can be done with cases that were found: the rooms above this one add it by a hook.

A function registered for ``register_case_search_actions`` takes the user and returns ``CaseSearchAction``s.
The workbench shows each as a button under the hits; it sends the ticked cases by POST to the action's
address, as ``case`` values (ids) beside ``next`` (where to come back to). The address checks for itself what
the user may do.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from wagtail import hooks

from organizations.models import User

HOOK = "register_case_search_actions"


@dataclass(frozen=True)
class CaseSearchAction:
    """One button: what it says, where it sends the ticked cases, and one of Wagtail's icons."""

    label: str | Promise
    url: str
    icon: str = "plus"


def actions_for(user: User) -> list[CaseSearchAction]:
    """The actions that the rooms above offer this user."""
    offered: Iterable = hooks.get_hooks(HOOK)
    return [action for register in offered for action in register(user) or ()]
