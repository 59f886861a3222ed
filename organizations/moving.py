"""Another kind, place or last day of a unit, or another unit above it: it waits for a second administrator.

The unit above decides to whom a case goes up, the kind who screens it and who inspects, the place whose cases
come to it, and a unit that is closed gets none any more; until a second has seen it, the unit is what it was,
in every place that asks. In a wider place posts that need two wait again (``posts.ask_again``). Who runs the
server (a superuser) moves alone, and a new unit waits as a whole (``renaming``).
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations import administering, both_hands, codes, deciding, posts, scope
from organizations.enums import Role
from organizations.models import Post, Unit, User
from organizations.permissions import UnitPermissionPolicy
from protection import audit

#: The condition that something of it waits.
WAITING = (
    ~Q(next_kind="") | Q(next_parent__isnull=False) | Q(next_region__isnull=False) | Q(ends_otherwise=True)
)
_OTHERS = gettext_lazy("Another administrator, of a unit above, has to decide on this.")
_NEXT = ("next_parent", "next_region__parent")


def propose_move(unit: Unit, before: Unit, *, user: User) -> None:
    """Put back on ``unit`` what it was ``before``, and keep what ``user`` wants instead of what waited.

    Called before it is stored. Where nothing of it is another, what waits goes on waiting.
    """
    other_kind, other_above = unit.kind != before.kind, unit.parent_id != before.parent_id
    other_place, other_end = unit.region_id != before.region_id, unit.open_until != before.open_until
    if not (other_kind or other_above or other_place or other_end):
        return
    if user.is_superuser:
        forget(unit)
        return
    if before.is_new:
        unit.renamed_by = user
        return
    forget(unit)
    unit.moved_by, unit.moved_at = user, timezone.now()
    if other_kind:
        unit.next_kind, unit.kind = unit.kind, before.kind
    if other_above:
        unit.next_parent, unit.parent = unit.parent, before.parent
    if other_place:
        unit.next_region, unit.region = unit.region, before.region
    if other_end:
        unit.ends_otherwise = True
        unit.next_open_until, unit.open_until = unit.open_until, before.open_until


def waits(unit: Unit) -> bool:
    """Say whether something of it waits for a second administrator."""
    return bool(unit.next_kind or unit.next_parent_id or unit.next_region_id or unit.ends_otherwise)


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
    now = (unit.kind, unit.parent_id, unit.region_id, unit.open_until)
    end = unit.next_open_until or unit.ends_otherwise
    then = (unit.next_kind, unit.next_parent_id, unit.next_region_id, end, unit.moved_by_id)
    return "-".join(str(part or "") for part in (*now, *then))


@transaction.atomic
def confirm(unit: Unit, *, user: User, seen: str) -> None:
    """Let the unit be what another administrator said, which ``user`` saw as ``seen``.

    Raises ValidationError for whoever may not, when it was changed meanwhile, and where it no longer fits.
    """
    unit = _locked(unit, user, seen)
    mover, before = unit.moved_by, Unit.objects.get(pk=unit.pk)
    if unit.next_kind and unit.posts.exists():
        raise ValidationError(
            _("People have held posts here. Close this unit and add one of the other kind.")
        )
    other_above, other_place = bool(unit.next_parent_id), bool(unit.next_region_id)
    other_end = unit.ends_otherwise
    _take_over(unit)
    if other_place and not (user.is_superuser or scope.in_scope(user, unit.region_id, {Role.ADMINISTRATOR})):
        raise ValidationError(_OTHERS)
    if (other_above or other_place) and unit.parent:
        _refuse_one_elsewhere(unit.parent, unit)
    forget(unit)
    unit.full_clean()
    if other_above:
        both_hands.refuse_move(unit, unit.parent)
    unit.save()
    if not codes.contains(before.region_id, unit.region_id):
        posts.ask_again(unit, user=mover or user)
    if other_end:
        posts.sync_unit(unit)
    audit.record(
        "organizations.confirm_move",
        unit,
        user=user,
        kind=unit.kind,
        above=unit.parent_id,
        place=unit.region_id,
        until=unit.open_until,
    )


@transaction.atomic
def refuse(unit: Unit, *, user: User, seen: str, reason: str) -> None:
    """Leave the unit what it is; raises ValidationError as ``confirm``, and without a reason."""
    deciding.needs_reason(reason)
    unit = _locked(unit, user, seen)
    forget(unit)
    unit.save()
    audit.record("organizations.refuse_move", unit, user=user, reason=reason)


def _locked(unit: Unit, user: User, seen: str) -> Unit:
    return deciding.locked(unit, among=waiting_for(user), seen=seen, shown=shown, otherwise=str(_OTHERS))


def _take_over(unit: Unit) -> None:
    unit.kind = unit.next_kind or unit.kind
    unit.parent, unit.region = unit.next_parent or unit.parent, unit.next_region or unit.region
    if unit.ends_otherwise:
        unit.open_until = unit.next_open_until


def _refuse_one_elsewhere(above: Unit, unit: Unit) -> None:
    if not codes.contains(above.region_id, unit.region_id):
        text = _("%(unit)s is not responsible for %(region)s. Choose one of this place or above it.")
        raise ValidationError(text % {"unit": above, "region": unit.region})


def forget(unit: Unit) -> None:
    """Let nothing of it wait any longer, unsaved: it is what it was."""
    unit.next_kind, unit.next_parent, unit.next_region, unit.moved_by = "", None, None, None
    unit.next_open_until, unit.ends_otherwise = None, False
