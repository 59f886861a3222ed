"""Encryption of single values at rest, each under the key of the place it is kept in; keys can be rotated.

``FIELD_ENCRYPTION_KEYS`` lists keys, newest first: the first encrypts, every one decrypts. To rotate, put a
new key in front, run ``manage.py rotate_field_keys``, then drop the old key.

A *place* is a written name, such as a table and a column. The keys of a place are derived from those (HKDF),
so that a token that was moved to another place does not open there: whoever may write to the database could
otherwise read any value through a page that shows another. A name stays as it was written once, also where
table or column are called otherwise later.
"""

import base64
import binascii
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from protection import unbound
from protection.unbound import Undecipherable

#: How a token begins; the rest is nonce, text and tag (AES-256-GCM) in url-safe base64.
TOKEN_START = "B1:"  # noqa: S105 - how every token begins is no secret
_NONCE = 12
_PURPOSE = b"portal field "


@lru_cache(maxsize=256)
def _ciphers(keys: tuple[str, ...], place: str) -> tuple[AESGCM, ...]:
    if not place:
        raise ValueError("A value is encrypted for a place, which needs a name.")
    return tuple(
        AESGCM(HKDF(SHA256(), 32, salt=None, info=_PURPOSE + place.encode()).derive(key))
        for key in unbound.raw_keys(keys)
    )


def ciphers(place: str) -> tuple[AESGCM, ...]:
    """Give what the keys now in force open and write at a place, newest first.

    Raises ImproperlyConfigured when they are missing or malformed.
    """
    return _ciphers(tuple(settings.FIELD_ENCRYPTION_KEYS), place)


def encrypt(text: str, place: str) -> str:
    """Encrypt ``text`` for a place; the same text gives another token each time."""
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + ciphers(place)[0].encrypt(nonce, text.encode(), None)
    return TOKEN_START + base64.urlsafe_b64encode(sealed).decode("ascii")


def decrypt(token: str, place: str) -> str:
    """Give the text behind ``token``; Undecipherable when no key in force made it for this place."""
    sealed = _sealed(token)
    for cipher in ciphers(place):
        try:
            return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], None).decode()
        except (InvalidTag, ValueError):  # ValueError: too short for a nonce
            continue
    raise Undecipherable(
        f"A value at {place} fits none of FIELD_ENCRYPTION_KEYS, or was written for another place."
    )


def rotate(token: str, place: str) -> str:
    """Encrypt anew with the first key what any key in force had encrypted for this place."""
    return encrypt(decrypt(token, place), place)


def _sealed(token: str) -> bytes:
    if not token.startswith(TOKEN_START):
        return b""
    try:
        return base64.b64decode(token[len(TOKEN_START) :], altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
