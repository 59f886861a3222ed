"""Another kind of a unit, or another unit above it: what one administrator says of it waits for a second.

The unit above decides to whom a case goes up, the kind who screens it and who inspects; until a second has
seen it, the unit is what it was, in every place that asks. Another place counts at once, as posts there that
need two wait again (``posts.ask_again``), unless it comes with another unit above: then both wait. Who runs
the server (a superuser) moves alone, and a new unit waits as a whole (``renaming``).
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import administering, both_hands, codes, in_office, posts
from organizations.models import Post, Unit, User
from organizations.permissions import UnitPermissionPolicy
from protection import audit

#: The condition that something of it waits.
WAITING = ~Q(next_kind="") | Q(next_parent__isnull=False)
_NEXT = ("next_parent", "next_region__parent")


def hold(unit: Unit, before: Unit, *, by: User) -> None:
    """Put back on ``unit`` what it was ``before``, and keep what ``by`` wants instead of what waited.

    Called before it is stored. Where nothing of it is another, what waits goes on waiting.
    """
    other_kind, other_above = unit.kind != before.kind, unit.parent_id != before.parent_id
    if not (other_kind or other_above):
        return
    if by.is_superuser:
        forget(unit)
        return
    if before.is_new:
        unit.renamed_by = by
        return
    forget(unit)
    unit.moved_by, unit.moved_at = by, timezone.now()
    if other_kind:
        unit.next_kind, unit.kind = unit.kind, before.kind
    if other_above:
        unit.next_parent, unit.parent = unit.parent, before.parent
        if unit.region_id != before.region_id:
            unit.next_region, unit.region = unit.region, before.region


def waits(unit: Unit) -> bool:
    """Say whether another kind or unit above waits for a second administrator."""
    return bool(unit.next_kind or unit.next_parent_id)


def waiting_for(user: User) -> QuerySet[Unit]:
    """Return the units moved by somebody else that this administrator stands above and works not in."""
    kept = UnitPermissionPolicy(Unit).instances_user_has_permission_for(user, "change")
    own = frozenset() if user.is_superuser else administering.own_units(user)
    works_in = Post.objects.not_ended().filter(user=user).values("unit")
    others = kept.filter(WAITING).exclude(moved_by=user.pk).exclude(pk__in=own).exclude(pk__in=works_in)
    return others.select_related("region__parent", "parent", *_NEXT, "moved_by").order_by("pk")


def asked_by(user: User) -> QuerySet[Unit]:
    """Return the units whose move by this administrator waits for somebody else."""
    return Unit.objects.filter(WAITING, moved_by=user.pk).order_by("pk")


def shown(unit: Unit) -> str:
    """Return a mark of what a screen shows of it; another once any of it has changed."""
    now = (unit.kind, unit.parent_id, unit.region_id)
    then = (unit.next_kind, unit.next_parent_id, unit.next_region_id, unit.moved_by_id)
    return "-".join(str(part or "") for part in (*now, *then))


@transaction.atomic
def confirm(unit: Unit, *, by: User, seen: str) -> None:
    """Let the unit be what another administrator said, which ``by`` saw as ``seen``.

    Raises ValidationError for whoever may not, when it was changed meanwhile, and where it no longer fits.
    """
    unit = _decidable(unit, by, seen)
    mover, before = unit.moved_by, Unit.objects.get(pk=unit.pk)
    if unit.next_kind and unit.posts.exists():
        raise ValidationError(
            _("People have held posts here. Close this unit and add one of the other kind.")
        )
    unit.kind = unit.next_kind or unit.kind
    unit.parent, unit.region = unit.next_parent or unit.parent, unit.next_region or unit.region
    if unit.parent and not codes.contains(unit.parent.region_id, unit.region_id):
        text = _("%(unit)s is not responsible for %(region)s. Choose one of this place or above it.")
        raise ValidationError(text % {"unit": unit.parent, "region": unit.region})
    forget(unit)
    unit.full_clean()
    both_hands.refuse_move(unit, unit.parent)
    unit.save()
    if mover and not codes.contains(before.region_id, unit.region_id):
        posts.ask_again(unit, by=mover)
    audit.record("organizations.confirm_move", unit, user=by, kind=unit.kind, above=unit.parent_id)


@transaction.atomic
def refuse(unit: Unit, *, by: User, seen: str, reason: str) -> None:
    """Leave the unit what it is; raises ValidationError as ``confirm``, and without a reason."""
    if not reason.strip():
        raise ValidationError(_("Say why you refuse; it is kept in the log."))
    unit = _decidable(unit, by, seen)
    forget(unit)
    unit.save()
    audit.record("organizations.refuse_move", unit, user=by, reason=reason)


def _decidable(unit: Unit, by: User, seen: str) -> Unit:
    in_office.changes()
    # The row alone: PostgreSQL locks no outer join.
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if not waiting_for(by).filter(pk=unit.pk).exists():
        raise ValidationError(_("Another administrator, of a unit above, has to decide on this."))
    if seen != shown(unit):
        raise ValidationError(_("This unit was changed meanwhile. Please look at it again."))
    return unit


def forget(unit: Unit) -> None:
    """Let nothing of it wait any longer, unsaved: it is what it was."""
    unit.next_kind, unit.next_parent, unit.next_region, unit.moved_by = "", None, None, None
