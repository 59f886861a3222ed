"""Another name of a unit: texts are read for whom they mean by it, so it counts once a second person saw it.

Until then words count for the name before, while pages already show the new one. Who runs the server
(a superuser) renames alone.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from organizations import administering
from organizations.models import Unit, User
from organizations.permissions import UnitPermissionPolicy
from protection import audit


def keep_name(unit: Unit, before: Unit, *, by: User) -> None:
    """Let words count for the name that a unit had. Called before the new one is stored, along with it."""
    known = before.called
    waits = unit.name != known and not by.is_superuser
    unit.known_as, unit.renamed_by = (known, by) if waits else ("", None)


def waiting_for(user: User) -> QuerySet[Unit]:
    """Return the units renamed by somebody else that this administrator stands above, in order."""
    kept = UnitPermissionPolicy(Unit).instances_user_has_permission_for(user, "change")
    own = frozenset() if user.is_superuser else administering.own_units(user)
    renamed = kept.exclude(known_as="").exclude(renamed_by=user.pk).exclude(pk__in=own)
    return renamed.select_related("region__parent", "renamed_by").order_by("pk")


@transaction.atomic
def confirm(unit: Unit, *, by: User, seen: str) -> None:
    """Let the new name count, which ``by`` saw as ``seen``.

    Raises ValidationError for whoever may not, and when it was changed meanwhile.
    """
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if not waiting_for(by).filter(pk=unit.pk).exists():
        raise ValidationError(_("Another administrator, of a unit above, has to confirm this name."))
    if seen != unit.name:
        raise ValidationError(_("This name was changed meanwhile. Please look at it again."))
    unit.known_as, unit.renamed_by = "", None
    unit.save()
    audit.record("organizations.confirm_unit_name", unit, user=by)
