"""Keyed digests: looking up an encrypted value by equality, and deriving secrets from secrets.

Without ``BLIND_INDEX_KEY`` the digests cannot be computed, so a stolen database cannot be searched by
guessing the few billion ID numbers there are.

To rotate, a new key is put there and the one before it in front of ``BLIND_INDEX_OLD_KEYS``. What is made
from then on is made with the new one; who looks something up asks under ``every`` key, since what a receipt
was is nowhere written. Decision 0034 says what is made anew.
"""

import hashlib
import hmac

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

MINIMUM_KEY_LENGTH = 32


def keys() -> tuple[str, ...]:
    """The keys in force, newest first. Raises ImproperlyConfigured for one that is too short."""
    found = (settings.BLIND_INDEX_KEY, *settings.BLIND_INDEX_OLD_KEYS)
    if len(found[0]) < MINIMUM_KEY_LENGTH:
        raise ImproperlyConfigured(f"BLIND_INDEX_KEY needs at least {MINIMUM_KEY_LENGTH} characters.")
    if any(len(key) < MINIMUM_KEY_LENGTH for key in found):
        raise ImproperlyConfigured(
            f"BLIND_INDEX_OLD_KEYS: each key needs at least {MINIMUM_KEY_LENGTH} characters."
        )
    return found


def _digest(purpose: str, value: str, key: str | None = None) -> bytes:
    chosen = keys()[0] if key is None else key
    # The purpose keeps one person's digests in two columns from being matched with each other.
    return hmac.digest(chosen.encode(), purpose.encode() + b"\0" + value.encode(), hashlib.sha256)


def blind_index(value: str, purpose: str, key: str | None = None) -> str:
    """Give 64 hexadecimal characters that stand for ``value`` within ``purpose`` (e.g. "recipient-id").

    The caller brings ``value`` into one form first (upper case, no spaces). ``key``: one of ``keys``, the
    newest unless said. An empty value has the empty index.
    """
    return _digest(purpose, value, key).hex() if value else ""


def every(value: str, purpose: str) -> list[str]:
    """Give the indexes that ``value`` may be stored under, the newest key's first; ``[""]`` for none."""
    return [blind_index(value, purpose, key) for key in keys()] if value else [""]


def derive(purpose: str, secret: str, size: int, key: str | None = None) -> bytes:
    """Give ``size`` (at most 32) bytes that only who knows ``secret`` and the key could compute again."""
    if not 0 < size <= 32:
        raise ValueError("size is between 1 and 32 bytes")
    return _digest(purpose, secret, key)[:size]
