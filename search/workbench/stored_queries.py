"""What a person typed, kept on the server: a search for a name must not stand in an address or an access log.

The address carries a short random key; the words are in the session, encrypted, and end with it.
"""

import secrets
from collections.abc import MutableMapping
from typing import Any

from protection.encryption import Undecipherable, decrypt, encrypt

SLOT = "typed_searches"
PLACE = "session.typed_searches"
MOST = 20


class TypedSearches:
    """The searches that one session typed; the oldest are forgotten first."""

    def __init__(self, session: MutableMapping[str, Any]) -> None:
        self.session = session

    def keep(self, text: str) -> str:
        """Keep ``text`` and return the key to find it by; empty for an empty text."""
        if not text:
            return ""
        kept = dict(self.session.get(SLOT, {}))
        key = secrets.token_urlsafe(6)
        kept[key] = encrypt(text, PLACE)
        while len(kept) > MOST:
            kept.pop(next(iter(kept)))
        self.session[SLOT] = kept
        return key

    def text(self, key: str) -> str | None:
        """What was typed, None when it is not kept (any more)."""
        if not key:
            return ""
        token = self.session.get(SLOT, {}).get(key)
        if token is None:
            return None
        try:
            return decrypt(token, PLACE)
        except Undecipherable:
            return None
