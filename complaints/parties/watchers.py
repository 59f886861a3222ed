"""Who watches the offices that handle cases: inspection groups and inspectors.

What those at work on a case write never takes it from whoever watches them, or an office would be rid of its
inspectors, and of their lead, by one sentence. What the complainant writes does, in doubt, and what somebody
tells the hotline as a complaint of its own.
"""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from complaints.texts.respondent_matching import ResolvedRespondent
from organizations.enums import Role, UnitKind
from organizations.models import Post, Unit, User

#: What whoever takes a call is told to do instead.
TAKE_IT_DOWN_APART = _(
    "This means the discipline inspection group, or somebody in it. Take it down as a complaint of its own: "
    "then they do not read it, and go on watching this case."
)
#: The kinds of units whose inspectors watch, and keep leads.
WATCHING_UNITS = frozenset({UnitKind.INSPECTION, UnitKind.BUREAU})


class Reproached(Exception):
    """What was told at the hotline in a case means whoever watches it; it has to be a case of its own."""


def among(parties: Collection[ResolvedRespondent]) -> list[ResolvedRespondent]:
    """Return those of the parties that are an inspection group or an inspector."""
    if not parties:
        return []
    groups = Unit.objects.filter(pk__in=[each.unit for each in parties if each.unit])
    units = set(groups.filter(kind=UnitKind.INSPECTION).values_list("pk", flat=True))
    users = _inspectors(each.user for each in parties if each.user)
    return [each for each in parties if each.unit in units or each.user in users]


def is_one(whom: User | Unit) -> bool:
    """Whether this is an inspection group, or somebody who holds an inspector's post or will."""
    if isinstance(whom, Unit):
        return whom.kind == UnitKind.INSPECTION
    return bool(_inspectors([whom.pk]))


def _inspectors(users) -> set[int]:
    # A post that one administrator only proposed is none: it would hide what its holder did, and rid a case
    # of the group that watches it.
    held = Post.objects.not_ended().on_record().filter(user__in=list(users))
    held = held.filter(role=Role.INSPECTOR, unit__kind__in=WATCHING_UNITS)
    return set(held.values_list("user", flat=True))
