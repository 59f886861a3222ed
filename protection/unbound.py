"""Tokens under ``FIELD_ENCRYPTION_KEYS`` themselves, which say nothing of where they belong (Fernet).

Since every value has a key of its place (``encryption``), only the keys of private files are wrapped so: a
file is bound to its name by itself (``sealing``). What a release before encrypted so is read by the
migrations that bind it, and by no model in use.
"""

import base64
from collections.abc import Iterable
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

#: How a Fernet token begins: its version byte and the first bytes of a time before the year 2106.
TOKEN_START = "gAAAA"  # noqa: S105 - how every token begins is no secret


class Undecipherable(Exception):
    """A stored value fits none of the keys; the message names no value."""


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    if not keys or not all(keys):
        raise ImproperlyConfigured("FIELD_ENCRYPTION_KEYS is empty: give at least one Fernet key.")
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError as error:
        raise ImproperlyConfigured(
            "FIELD_ENCRYPTION_KEYS: each key is 32 bytes in url-safe base64 (Fernet.generate_key())."
        ) from error


def cipher() -> MultiFernet:
    """Give the cipher for the keys now in force; ImproperlyConfigured when they are missing or malformed."""
    return _cipher(tuple(settings.FIELD_ENCRYPTION_KEYS))


def raw_keys(keys: Iterable[str]) -> list[bytes]:
    """Give the 32 bytes of each key; ImproperlyConfigured when they are missing or malformed."""
    keys = tuple(keys)
    _cipher(keys)
    return [base64.urlsafe_b64decode(key) for key in keys]


def encrypt(text: str) -> str:
    """Encrypt ``text``; the same text gives another token each time."""
    return cipher().encrypt(text.encode()).decode("ascii")


def decrypt(token: str) -> str:
    """Give the text behind ``token``; Undecipherable when no key in force made it."""
    try:
        return cipher().decrypt(token.encode("ascii")).decode()
    except (InvalidToken, UnicodeError) as error:
        raise Undecipherable("A stored value fits none of FIELD_ENCRYPTION_KEYS.") from error


def rotate(token: str) -> str:
    """Encrypt anew with the first key what any key in force had encrypted."""
    try:
        return cipher().rotate(token.encode("ascii")).decode("ascii")
    except (InvalidToken, UnicodeError) as error:
        raise Undecipherable("A stored value fits none of FIELD_ENCRYPTION_KEYS.") from error
