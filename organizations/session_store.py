"""Django's sessions in the database, with two differences: a row knows its person, and not its own key.

Who reads the database, or a copy of it, finds digests in place of the keys that browsers show, and can be
nobody with them. ``settings.SESSION_ENGINE`` names this module.
"""

from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from protection.blind_index import every
from protection.busy import is_busy

#: Under this name a session keeps what its person reads of it in the list (organizations.sessions).
LOGIN = "login"
#: Under these, that no second factor is due (organizations.second_factor), and since when it is used.
STATE, DONE = "second_factor", "done"
SINCE = "staff_since"
#: A session that is only used is written anew when this part of its time has gone by, not with every page.
SELDOM = 1 / 30


def stored(session_key: str) -> str:
    """Return what stands in the database for a key: 160 bits of a keyed digest."""
    return ever_stored(session_key)[0]


def ever_stored(session_key: str) -> list[str]:
    """Return what may stand there, since a key of the site was another when the session began."""
    return [index[:40] for index in every(session_key, "session")]


class SessionStore(DatabaseStore):
    """Reads and writes ``organizations.Session``."""

    @classmethod
    def get_model_class(cls):
        """Return the model; imported late, since settings name this module before there are models."""
        from organizations.models import Session

        return Session

    def create_model_instance(self, data):
        """Return the row as it is to be written."""
        return self._owned(super().create_model_instance(data), data)

    async def acreate_model_instance(self, data):
        """The same, awaited."""
        return self._owned(await super().acreate_model_instance(data), data)

    #: When the session ends by what was read; None where nothing was.
    _ends: datetime | None = None

    def save(self, must_create=False):
        """Write the session. Where it only would be prolonged and somebody else writes for too long, it ends
        as it did before: nobody who reads is kept from their page by that. Nor is it prolonged by seconds.
        """
        if not (self.modified or must_create) and self._is_fresh():
            return
        try:
            super().save(must_create)
        except UpdateError as error:
            if self.modified or not is_busy(error):
                raise

    def _is_fresh(self) -> bool:
        """Whether the row was written a moment ago: within the last minute of thirty."""
        if self._ends is None or self.session_key is None:
            return False
        gone = self.get_expiry_date() - self._ends
        return gone.total_seconds() < self.get_expiry_age() * SELDOM

    def exists(self, session_key):
        """Say whether there is such a session."""
        return self.model.objects.filter(session_key__in=ever_stored(session_key)).exists()

    async def aexists(self, session_key):
        """The same, awaited."""
        return await self.model.objects.filter(session_key__in=ever_stored(session_key)).aexists()

    def delete(self, session_key=None):
        """End a session, this one if none is named."""
        key = session_key or self.session_key
        if key:
            self.model.objects.filter(session_key__in=ever_stored(key)).delete()

    async def adelete(self, session_key=None):
        """The same, awaited."""
        key = session_key or self.session_key
        if key:
            await self.model.objects.filter(session_key__in=ever_stored(key)).adelete()

    def _get_session_from_db(self):
        row = self._open().first()
        if row is None:
            self._session_key = None
        elif row.session_key != (now := stored(self.session_key or "")):
            # It is written under the newest key from here on, and must not stand there twice.
            self.model.objects.filter(session_key=row.session_key).update(session_key=now)
            row.session_key = now
        self._ends = row.expire_date if row else None
        return row

    async def _aget_session_from_db(self):
        row = await self._open().afirst()
        if row is None:
            self._session_key = None
        elif row.session_key != (now := stored(self.session_key or "")):
            await self.model.objects.filter(session_key=row.session_key).aupdate(session_key=now)
            row.session_key = now
        self._ends = row.expire_date if row else None
        return row

    def _open(self):
        return self.model.objects.filter(
            session_key__in=ever_stored(self.session_key or ""), expire_date__gt=timezone.now()
        )

    def _owned(self, row, data):
        row.session_key = stored(row.session_key)
        row.user_id = data.get(SESSION_KEY)
        row.uid = data.get(LOGIN, {}).get("uid")
        return row
