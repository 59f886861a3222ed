"""The mail with a one-time link, to the person whose account it opens."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import mails
from organizations.links import MadeLink
from organizations.models import AccountLink


def address_of(code: str) -> str:
    """Return the address that opens a link. Its code stands behind the #, which browsers send nowhere, so
    that no log of a server or proxy holds it.
    """
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse('organizations_enter_code')}#{code}"


def send(made: MadeLink) -> bool:
    """Send a link to its person, and say whether the mail left; the mail names nothing but the greeting."""
    link = made.link
    words = _(
        "%(name)s,\n\nwith this link you choose the password of your account:\n\n%(address)s\n\n"
        "It works once, until %(until)s. Do not pass it on: whoever has it can log in as you."
    )
    facts = {"name": link.account.name, "address": address_of(made.code), "until": until(link)}
    return mails.deliver(link.account, _("Choose your password"), words % facts)


def until(link: AccountLink) -> str:
    """Return the last minute of a link in local time."""
    return timezone.localtime(link.expires_at).strftime("%Y-%m-%d %H:%M")
