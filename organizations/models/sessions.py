"""Sessions, of staff and of citizens, and whose they are."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _


class Session(AbstractBaseSession):
    """A row of Django's sessions that knows its person, so that all of one person's can be listed and ended.

    ``session_key`` holds a keyed digest: what the browser shows is nowhere in the database. Of a citizen's
    session ``user`` and ``uid`` are empty. ``uid`` stands in addresses; for a moment, while a session gets a
    new key, two rows bear it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="sessions"
    )
    uid = models.UUIDField(null=True, db_index=True)

    wagtail_reference_index_ignore = True

    @classmethod
    def get_session_store_class(cls):
        """Return the store that writes these rows."""
        from organizations.session_store import SessionStore

        return SessionStore

    class Meta(AbstractBaseSession.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
