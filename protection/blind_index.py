"""Keyed digests: looking up an encrypted value by equality, and deriving secrets from secrets.

Without ``BLIND_INDEX_KEY`` the digests can't be computed, so a stolen database can't be searched by
guessing the few billion ID numbers there are.
"""

import hashlib
import hmac

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

MINIMUM_KEY_LENGTH = 32


def _digest(purpose: str, value: str) -> bytes:
    key = settings.BLIND_INDEX_KEY
    if len(key) < MINIMUM_KEY_LENGTH:
        raise ImproperlyConfigured(f"BLIND_INDEX_KEY needs at least {MINIMUM_KEY_LENGTH} characters.")
    # The purpose keeps one person's digests in two columns from being matched with each other.
    return hmac.digest(key.encode(), purpose.encode() + b"\0" + value.encode(), hashlib.sha256)


def blind_index(value: str, purpose: str) -> str:
    """Give 64 hexadecimal characters that stand for ``value`` within ``purpose`` (e.g. "recipient-id").

    The caller brings ``value`` into one form first (upper case, no spaces).
    An empty value has the empty index.
    """
    return _digest(purpose, value).hex() if value else ""


def derive(purpose: str, secret: str, size: int) -> bytes:
    """Give ``size`` (at most 32) bytes that only who knows ``secret`` and the key could compute again."""
    if not 0 < size <= 32:
        raise ValueError("size is between 1 and 32 bytes")
    return _digest(purpose, secret)[:size]
