"""Keeps groups in step with posts that begin or end by the calendar alone."""

import time

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import links, logins, scope, sessions
from organizations.models import Post, User
from organizations.roles import sync_groups
from organizations.second_factor import CONFIRMED
from organizations.session_store import LOGIN
from protection.clients import client_address, shortened


@receiver(user_logged_in, dispatch_uid="organizations.sync_groups")
def sync_groups_at_login(sender, user: User, **kwargs) -> None:
    """Take the groups of posts that have ended since from a user, before they see the first page."""
    sync_groups(user)


@receiver(user_logged_in, dispatch_uid="organizations.confirmed_at_login")
def confirmed_at_login(sender, request, **kwargs) -> None:
    """Let the login itself count as the first confirmation of who it is."""
    if hasattr(request, "session"):
        request.session[CONFIRMED] = time.time()


@receiver(user_logged_in, dispatch_uid="organizations.begin_session")
def begin_session(sender, request, user: User, **kwargs) -> None:
    """Keep in the session what its person will read of it, and write the login in the log."""
    network = shortened(client_address(request)) if request is not None else ""
    if hasattr(request, "session"):
        request.session[LOGIN] = sessions.begun(request.META.get("HTTP_USER_AGENT", ""), network)
    logins.entered(user, network)


@receiver(user_logged_out, dispatch_uid="organizations.write_logout")
def write_logout(sender, user: User, **kwargs) -> None:
    """Write in the log that a session was left."""
    if user is not None and user.is_authenticated:
        logins.left(user)


@receiver(user_logged_in, dispatch_uid="organizations.tell_of_links")
def tell_of_links(sender, request, user: User, **kwargs) -> None:
    """Tell a person at login of each link that somebody else had made for their account."""
    if request is None or not hasattr(request, "_messages"):
        return
    for link in links.untold(user):
        facts = {"day": timezone.localtime(link.made_at).strftime("%Y-%m-%d %H:%M"), "who": link.made_by}
        messages.warning(
            request,
            _(
                "On %(day)s %(who)s had a new link to choose a password made for your account. If you do "
                "not know of it, tell another administrator or the inspection."
            )
            % facts,
        )
        link.told_at = timezone.now()
        link.save(update_fields=["told_at"])


@receiver([post_save, post_delete], sender=Post, dispatch_uid="organizations.forget_scope")
def forget_scope(sender, instance: Post, **kwargs) -> None:
    """Drop the scope remembered on the user object at hand."""
    if "user" in instance._state.fields_cache:
        scope.forget(instance.user)
