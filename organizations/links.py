"""One-time links in place of chosen passwords: nobody but its holder ever knows what opens an account.

An administrator asks for a link; it goes to the person, who chooses the password. Only a link to an e-mail
address that a second administrator has seen confirmed, and that whoever asks did not type, gives the account
its rights at once. Any other (on paper, or to an address that one administrator typed) might have been used
by whoever asked for it: the account then waits for a second administrator (``doubts``).
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import doubts, second_factor
from organizations.models import AccountDoubt, AccountLink, User
from organizations.permissions import UserPermissionPolicy
from protection import audit
from protection.blind_index import every

#: Without the letters that a hand writes like digits; 24 of these 31 are 119 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 24
SHORTEST_HOURS, LONGEST_HOURS = 24, 72
#: Where mail goes nowhere, or into a log: a link must not.
NO_MAIL = ("console", "dummy", "filebased")


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A new link. ``code`` is the only copy there is; show it once or send it, and forget it."""

    link: AccountLink
    code: str
    by_mail: bool


class LinkRefused(ValidationError):
    """A link that may not be made or does not open anything, with the reason in words."""


def may_make(person: User, user: User) -> bool:
    """Say whether ``user`` may have a link made: for those whose account they keep, never for themselves."""
    return person.is_active and may_keep(person, user)


def may_keep(person: User, user: User) -> bool:
    """Say whether ``user`` keeps this account, which is another's."""
    policy = UserPermissionPolicy(User)
    return person.pk != user.pk and policy.user_has_permission_for_instance(user, "change", person)


def goes_by_mail(person: User) -> bool:
    """Say whether a link would be sent by mail: there is an address, and mail leaves this site."""
    return bool(person.email) and not any(name in settings.EMAIL_BACKEND for name in NO_MAIL)


def would_be_trusted(person: User, user: User) -> bool:
    """Say whether a link that ``user`` has made reaches its person alone: by mail, to a confirmed address.

    Never one that ``user`` typed: the second may have confirmed it in passing, with a name.
    """
    is_confirmed = goes_by_mail(person) and person.email == person.confirmed_email
    return is_confirmed and person.address_by_id != user.pk and not second_factor.is_reset(person)


@transaction.atomic
def make(person: User, *, user: User) -> MadeLink:
    """Make a link for a person, void those before it, write it in the audit log, and return it.

    Raises LinkRefused for oneself, a deactivated account, or one that ``user`` does not keep.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if not may_make(person, user):
        raise LinkRefused(
            _("You cannot have a link made for this account. Ask an administrator of its unit.")
        )
    withdraw(person)
    code = "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))
    by_mail, is_confirmed = goes_by_mail(person), person.email == person.confirmed_email
    link = AccountLink.objects.create(
        account=person,
        made_by=user,
        expires_at=timezone.now() + timedelta(hours=hours()),
        digest=_digests(code)[0],
        password_mark=_marks(person)[0],
        is_trusted=would_be_trusted(person, user),
        address_by=person.address_by if by_mail and not is_confirmed else None,
    )
    audit.record("organizations.make_link", person, user=user, by_mail=by_mail, trusted=link.is_trusted)
    return MadeLink(link, code, by_mail)


def hours() -> int:
    """Return how long a link holds: the setting, within one to three days."""
    return min(max(settings.ACCOUNT_LINK_HOURS, SHORTEST_HOURS), LONGEST_HOURS)


def withdraw(person: User) -> None:
    """Void every link of a person that was not used."""
    waiting = AccountLink.objects.filter(account=person, used_at=None, withdrawn_at=None)
    waiting.update(withdrawn_at=timezone.now())


def find(code: str) -> AccountLink | None:
    """Return the link that a code opens, None for one that is wrong, used, void or too old."""
    written = "".join(code.upper().split()).replace("-", "")
    link = AccountLink.objects.select_related("account").filter(digest__in=_digests(written)).first()
    return link if link is not None and _opens(link) else None


def find_held(pk: int) -> AccountLink | None:
    """Return a link by the key that a session holds since its code was entered, None when it is void."""
    link = AccountLink.objects.select_related("account").filter(pk=pk).first()
    return link if link is not None and _opens(link) else None


@transaction.atomic
def use(link: AccountLink, password: str) -> None:
    """Store the password that its holder chose; the link and all sessions of the account end with it.

    Raises LinkRefused when the link was used or voided meanwhile, ValidationError for a weak password.
    """
    person = User.objects.select_for_update().get(pk=link.account_id)
    link = AccountLink.objects.select_for_update().get(pk=link.pk)
    link.account = person
    if not _opens(link):
        raise LinkRefused(_("This link was used or replaced. Ask for a new one."))
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    audit.record("organizations.use_link", person, user=person, trusted=link.is_trusted)
    if not link.is_trusted:
        doubts.raise_doubt(person, AccountDoubt.Kind.LINK, user=link.made_by)
        if link.address_by_id not in (None, link.made_by_id):
            doubts.raise_doubt(person, AccountDoubt.Kind.ADDRESS, user=link.address_by)
        proposer = second_factor.reset_proposed_by(person)
        if proposer is not None and proposer.pk not in (link.made_by_id, link.address_by_id):
            doubts.raise_doubt(person, AccountDoubt.Kind.RESET, user=proposer)


def untold(person: User) -> list[AccountLink]:
    """Return the links that somebody else had made for a person who has not been told yet."""
    links = AccountLink.objects.filter(account=person, told_at=None).exclude(made_by=person)
    return list(links.select_related("made_by").order_by("pk"))


def _opens(link: AccountLink) -> bool:
    person = link.account
    return (
        link.used_at is None
        and link.withdrawn_at is None
        and timezone.now() < link.expires_at
        and person.is_active
        and link.password_mark in _marks(person)
    )


def _digests(code: str) -> list[str]:
    return every(code, "account-link") if code else ["-"]


def _marks(person: User) -> list[str]:
    return every(f"{person.pk}:{person.password}", "account-link-password")
