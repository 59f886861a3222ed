"""Accounts that wait for a second administrator: until then none of their posts counts (``scope.holdings``).

Whoever can make an account somebody else's (a link not proven to have reached its person, another name)
raises a doubt; another administrator who keeps the account settles it after meeting the holder in person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import former_names, in_office, posts
from organizations.models import AccountDoubt, User
from organizations.permissions import UserPermissionPolicy
from protection import audit
from protection.blind_index import blind_index


class NotConfirmed(ValidationError):
    """An account or post that this administrator cannot confirm, with the reason in words."""


@transaction.atomic
def raise_doubt(person: User, kind: str, *, user: User | None) -> None:
    """Take every right from an account until somebody but ``user`` and its holder settles the doubt."""
    AccountDoubt.objects.create(account=person, kind=kind, by=user)
    person.held_back = True
    person.save(update_fields=["held_back"])
    posts.sync_account(person)
    audit.record("organizations.hold_back", person, user=user, kind=str(kind))


def keep_name(person: User, before: User) -> None:
    """Let words count for the name that an account had, until a second has seen to the one it is given.

    Called before the new name is stored.
    """
    person.known_as = before.called
    User.objects.filter(pk=person.pk).update(known_as=person.known_as)


def note_address(person: User, before: str, *, user: User) -> None:
    """Keep who typed the e-mail address of an account as it is now, when, and the one ``before`` it that was
    not theirs to change alone; they never are the one to confirm it.
    """
    person.address_by, person.address_at = user, timezone.now()
    person.address_before = person.address_before or before
    person.save(update_fields=["address_by", "address_at", "address_before"])


def may_vouch(person: User, user: User) -> bool:
    """Say whether there is an address that ``user`` may confirm: who typed it may have typed their own."""
    return bool(person.email) and person.address_by_id != user.pk


def waiting_for(user: User) -> QuerySet[User]:
    """Return the accounts held back that this administrator keeps and had no hand in, oldest first."""
    own = AccountDoubt.objects.filter(account=OuterRef("pk"), settled_at=None, by=user.pk)
    kept = UserPermissionPolicy(User).instances_user_has_permission_for(user, "change")
    held = kept.filter(~Exists(own), held_back=True, is_active=True).exclude(pk=user.pk)
    return held.select_related("address_by").order_by("pk")


def old_for(user: User, before: datetime) -> int:
    """Count the accounts that wait for this administrator since before a time."""
    old = AccountDoubt.objects.filter(account=OuterRef("pk"), settled_at=None, at__lte=before)
    return waiting_for(user).filter(Exists(old)).count()


def asked_by(user: User) -> QuerySet[User]:
    """Return the accounts held back because of what this administrator did."""
    own = AccountDoubt.objects.filter(settled_at=None, by=user.pk)
    return User.objects.filter(held_back=True, is_active=True, pk__in=own.values("account")).order_by("pk")


def shown(person: User) -> str:
    """Return a mark of what a confirming administrator sees; another once any of it has changed."""
    open_doubts = AccountDoubt.objects.filter(account=person, settled_at=None)
    return _mark(person, open_doubts.values_list("pk", flat=True))


@transaction.atomic
def confirm(person: User, *, user: User, seen: str, is_theirs: bool = False) -> None:
    """Settle the doubts about an account: ``user`` has met its holder, who chose the password themselves.

    ``seen`` is the mark of what the screen showed; ``is_theirs`` says that the holder named the address as
    their own. Where nobody says so it is confirmed no longer, not even one that was: it may be that of
    whoever had the account before it was renamed. Raises NotConfirmed for whoever raised one of the doubts,
    the holder, an administrator who does not keep the account, and when it was changed meanwhile.
    """
    in_office.changes()
    person = User.objects.select_for_update().get(pk=person.pk)
    if not waiting_for(user).filter(pk=person.pk).exists():
        raise NotConfirmed(_("Another administrator has to confirm this account."))
    if seen != shown(person):
        raise NotConfirmed(_("This account was changed meanwhile. Please look at it again."))
    AccountDoubt.objects.filter(account=person, settled_at=None).update(
        settled_at=timezone.now(), settled_by=user
    )
    before = person.called
    person.held_back, person.known_as = False, ""
    former_names.keep(person, before)
    vouched = is_theirs and may_vouch(person, user)
    person.confirmed_email = person.email if vouched else ""
    person.address_before = "" if vouched else person.address_before
    person.save(update_fields=["held_back", "known_as", "formerly", "confirmed_email", "address_before"])
    posts.sync_account(person)
    audit.record("organizations.confirm_account", person, user=user, address=vouched)


@dataclass(frozen=True)
class HeldBack:
    """An account held back with its open doubts; ``seen`` is the mark of what a screen shows of it."""

    person: User
    doubts: list[AccountDoubt]
    seen: str
    may_vouch: bool

    @property
    def since(self) -> datetime | None:
        """Since when it waits."""
        return min((doubt.at for doubt in self.doubts), default=None)


def with_doubts(people: Iterable[User], *, user: User) -> list[HeldBack]:
    """Return accounts with their open doubts, for the screen of ``user``; two queries."""
    people = list(people)
    rows = AccountDoubt.objects.filter(account__in=people, settled_at=None).select_related("by")
    by_account: dict[int, list[AccountDoubt]] = {person.pk: [] for person in people}
    for row in rows:
        by_account[row.account_id].append(row)
    return [
        HeldBack(person, doubts, _mark(person, [row.pk for row in doubts]), may_vouch(person, user))
        for person, doubts in ((person, by_account[person.pk]) for person in people)
    ]


def _mark(person: User, open_doubts: Iterable[int]) -> str:
    said = (person.pk, person.username, person.name, person.email, person.address_by_id, person.password)
    return blind_index(repr((*said, *sorted(open_doubts))), "account-confirmation")
