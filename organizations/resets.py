"""Resetting a lost second factor takes two administrators, and opens the account to neither the old password
nor to one of them alone.

One proposes with a reason, another confirms. With the factor the password and all sessions go
(``second_factor.reset``); a one-time link opens the account again, and whoever used it is powerless until an
administrator has met them who neither had it made nor proposed the reset (``links``, ``doubts``). So somebody
who stole the password and talked an administrator into a reset has nothing.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import links, scope, second_factor
from organizations.enums import Role
from organizations.models import FactorReset, User
from organizations.permissions import UserPermissionPolicy
from protection import audit

#: A proposal that nobody decided on lapses.
WAITS = timedelta(days=7)


class ResetRefused(ValidationError):
    """A reset that may not be proposed or decided on, with the reason in words."""


def may_propose(person: User, user: User) -> bool:
    """Say whether ``user`` keeps this account, which is another's, and there is a factor to reset."""
    return links.may_make(person, user) and second_factor.is_on(person)


def open_for(person: User) -> FactorReset | None:
    """Return the proposal for a person that waits for a decision."""
    return _waiting().filter(account=person).first()


def waiting_for(user: User):
    """Return the proposals that this administrator may decide on, oldest first."""
    kept = UserPermissionPolicy(User).instances_user_has_permission_for(user, "change")
    others = _waiting().filter(account__in=kept.filter(is_active=True).values("pk"))
    return others.exclude(proposed_by=user.pk).exclude(account=user.pk)


def proposed_by(user: User):
    """Return the proposals of this administrator that wait for somebody else."""
    return _waiting().filter(proposed_by=user.pk)


@transaction.atomic
def propose(person: User, *, user: User, reason: str) -> FactorReset:
    """Propose to reset a person's factor; raises ResetRefused without a reason, a factor or the right."""
    User.objects.select_for_update().get(pk=person.pk)  # two proposals at one moment see each other
    if not reason.strip():
        raise ResetRefused(_("Say why; it is kept in the log."))
    if not may_propose(person, user):
        raise ResetRefused(_("You cannot propose a reset for this account."))
    if open_for(person):
        raise ResetRefused(_("A reset is proposed already and waits for another administrator."))
    # What is left undecided here has lapsed.
    FactorReset.objects.filter(account=person, decided_at=None).update(decided_at=timezone.now())
    made = FactorReset.objects.create(account=person, reason=reason.strip(), proposed_by=user)
    audit.record("organizations.factor_reset_proposed", person, user=user, reason=reason)
    return made


@transaction.atomic
def confirm(reset: FactorReset, *, user: User) -> None:
    """Reset the factor as proposed, for ``user`` as the second administrator; raises ResetRefused."""
    reset = _decided(reset, user, is_confirmed=True)
    second_factor.reset(reset.account, user=user, reason=reset.reason)


@transaction.atomic
def by_hand(person: User, *, user: User, reason: str) -> None:
    """Reset at the word of one administrator, by whoever runs the server; raises ResetRefused.

    ``user``, who asked for it, counts as the one who proposed it: they are not the one to confirm who uses
    the link that a colleague prints.
    """
    if user.pk == person.pk:
        raise ResetRefused(_("Somebody else has to ask for it."))
    if not (scope.has_role(user, Role.ADMINISTRATOR) or (user.is_superuser and user.is_active)):
        raise ResetRefused(_("Whoever asks for it has to be an administrator at work."))
    if not reason.strip():
        raise ResetRefused(_("Say why; it is kept in the log."))
    User.objects.select_for_update().get(pk=person.pk)
    FactorReset.objects.filter(account=person, decided_at=None).update(decided_at=timezone.now())
    FactorReset.objects.create(
        account=person, reason=reason.strip(), proposed_by=user, decided_at=timezone.now(), is_confirmed=True
    )
    second_factor.reset(person, user=user, reason=reason)


@transaction.atomic
def refuse(reset: FactorReset, *, user: User, reason: str) -> None:
    """Leave the factor as it is; raises ResetRefused, also without a reason."""
    if not reason.strip():
        raise ResetRefused(_("Say why you refuse; it is kept in the log."))
    reset = _decided(reset, user, is_confirmed=False)
    audit.record("organizations.factor_reset_refused", reset.account, user=user, reason=reason)


def _waiting():
    fresh = FactorReset.objects.filter(decided_at=None, proposed_at__gt=timezone.now() - WAITS)
    return fresh.select_related("account", "proposed_by").order_by("pk")


def _decided(reset: FactorReset, user: User, *, is_confirmed: bool) -> FactorReset:
    reset = FactorReset.objects.select_for_update().get(pk=reset.pk)
    if not waiting_for(user).filter(pk=reset.pk).exists():
        raise ResetRefused(_("Another administrator has to decide on this reset."))
    reset.decided_by, reset.decided_at, reset.is_confirmed = user, timezone.now(), is_confirmed
    reset.save(update_fields=["decided_by", "decided_at", "is_confirmed"])
    return reset
