"""Places that owe lists and in which nobody can bring one in, or approve what was brought in.

Such a list is never public, and its place stands among the late ones as if somebody had forgotten it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from disclosure.roles import ROLES_BY_ACTION
from organizations import codes
from organizations.models import Post

#: What two people have to do before a list is public.
NEEDED = ("submit", "approve")


@dataclass(frozen=True)
class Lacking:
    """Of some places (division codes) those in which nobody can do the one, or the other."""

    submit: list[str]
    approve: list[str]

    @property
    def places(self) -> set[str]:
        """All of them."""
        return {*self.submit, *self.approve}


def lacking(places: Iterable[str]) -> Lacking:
    """Return in which of some places nobody has a post for an act, there or above (``roles.may``); one query.

    A post counts whose holder can log in and waits for no second administrator.
    """
    roles = frozenset().union(*(ROLES_BY_ACTION[action] for action in NEEDED))
    posts = Post.objects.active().filter(role__in=roles, user__is_active=True, user__held_back=False)
    held = set(posts.order_by().values_list("role", "unit__region_id").distinct())
    places = list(places)
    return Lacking(**{action: _without(places, action, held) for action in NEEDED})


def _without(places: list[str], action: str, held: set[tuple[str, str]]) -> list[str]:
    covered = {region for role, region in held if role in ROLES_BY_ACTION[action]}
    return [code for code in places if covered.isdisjoint(codes.ancestors_of(code, include_self=True))]
