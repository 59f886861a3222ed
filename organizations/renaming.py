"""Another name of a unit, or a new unit: texts are read for whom they mean by it, so it counts once a second
person saw it.

Until then words count for the name before, while pages already show the new one; for a new unit none do, nor
those for the nearest office of its kind, and posts in it are only proposed. Else a unit that one
administrator enters above an office, called as a story calls something, would take a case from that office.
Who runs the server (a superuser) enters and renames alone.
"""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import administering, deciding, former_names
from organizations.models import Unit, User
from organizations.permissions import UnitPermissionPolicy
from protection import audit


def keep_name(unit: Unit, before: Unit, *, user: User) -> None:
    """Let words count for the name that a unit had. Called before the new one is stored, along with it."""
    known = before.called
    waits = unit.name != known and not user.is_superuser
    unit.is_new = waits and before.is_new
    unit.known_as, unit.renamed_by = (known, user) if waits else ("", None)
    unit.renamed_at = timezone.now()
    former_names.keep(unit, known)


def keep_new(unit: Unit, *, user: User) -> None:
    """Let a new unit wait. Called before it is stored."""
    unit.is_new = not user.is_superuser
    unit.renamed_by = user if unit.is_new else None


def waiting_for(user: User) -> QuerySet[Unit]:
    """Return the units entered or renamed by somebody else that this administrator stands above, in order."""
    kept = UnitPermissionPolicy(Unit).instances_user_has_permission_for(user, "change")
    own = frozenset() if user.is_superuser else administering.own_units(user)
    new_or_renamed = kept.filter(~Q(known_as="") | Q(is_new=True))
    renamed = new_or_renamed.exclude(renamed_by=user.pk).exclude(pk__in=own)
    return renamed.select_related("region__parent", "parent", "renamed_by").order_by("pk")


def shown(unit: Unit) -> str:
    """Return a mark of what a screen shows of it: of a new unit all that decides to whom cases go."""
    if not unit.is_new:
        return unit.name
    return f"{unit.name} {unit.kind} {unit.region_id} {unit.parent_id or ''}"


@transaction.atomic
def confirm(unit: Unit, *, user: User, seen: str) -> None:
    """Let the unit, or its new name, count, which ``user`` saw as ``seen``.

    Raises ValidationError for whoever may not, and when it was changed meanwhile.
    """
    others = _("Another administrator, of a unit above, has to confirm this name.")
    unit = deciding.locked(unit, among=waiting_for(user), seen=seen, shown=shown, otherwise=others)
    before = unit.called
    unit.known_as, unit.renamed_by, unit.is_new = "", None, False
    former_names.keep(unit, before)
    unit.save()
    audit.record("organizations.confirm_unit_name", unit, user=user)
