"""A mail to the person when what opens their account changes: whoever did it may not have been them.

It names nothing but the greeting, and where it does not leave the act stands all the same (OWASP ASVS 6.3.7).
"""

from functools import partial

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_lazy
from wagtail.users.models import UserProfile

from organizations import mails
from organizations.models import User

#: What is told, by the short code that the log has for it (``sessions.end_all``).
TOLD = {
    "password": gettext_lazy("The password of your account was changed."),
    "factor": gettext_lazy("A second factor of your account was set up or taken off."),
    "factor-reset": gettext_lazy("The second factor of your account was reset by two administrators."),
    "renamed": gettext_lazy("The name or the login of your account was changed."),
}


def tell(user: User, why: str) -> None:
    """Tell ``user`` by mail once the open transaction is committed, where they have used the account."""
    if why in TOLD and user.email and user.last_login:
        transaction.on_commit(partial(_mail, user, why))


def _mail(user: User, why: str) -> None:
    profile = UserProfile.objects.filter(user=user).first()
    with translation.override(profile.get_preferred_language() if profile else None):
        words = gettext(
            "%(name)s,\n\n%(what)s (%(when)s)\n\n"
            "If that was not you, tell an administrator by telephone now: somebody may be in your account."
        )
        when = timezone.localtime().strftime("%Y-%m-%d %H:%M")
        subject = gettext("Your account was changed")
        text = words % {"name": user.name, "what": TOLD[why], "when": when}
    mails.deliver(user, subject, text)
