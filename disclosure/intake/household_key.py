"""The key under which households are known on lists: one for all rows, as these are compared with each other.

Elsewhere who looks something up asks under every key. Here rows of one month are joined with those of the
month before, so a new ``BLIND_INDEX_KEY`` counts only from when ``rotate_blind_index`` begins to bring all
rows to it (``rekeying``). While it does, a minute or two on a large site, no list is submitted, approved or
published; files are read all the same, and what is public stays so.
"""

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from disclosure.intake.staging import INDEX_PURPOSE, Staged, with_key
from disclosure.models import Notice, Recipient
from disclosure.problems import ListActNotAllowed
from protection import rotating
from protection.blind_index import every, keys
from protection.models import IndexRotation

PART = "disclosure.households"


def in_force() -> str:
    """Return the key for rows of lists. Raises ImproperlyConfigured when the site has it no more."""
    state = IndexRotation.objects.filter(name=PART).first()
    return _key_of(state.fingerprint) if state else keys()[-1]


def are_changing() -> bool:
    """Whether rows are being brought to another key, so that they cannot be compared with each other."""
    return (
        bool(settings.BLIND_INDEX_OLD_KEYS)
        and IndexRotation.objects.filter(name=PART, is_done=False).exists()
    )


def under_the_key(rows: Sequence[Staged], key: str) -> Sequence[Staged]:
    """Return rows that were prepared under ``key`` as they have to be stored now.

    The caller holds the transaction; until it ends, no change of the key begins.
    """
    if not settings.BLIND_INDEX_OLD_KEYS:
        return rows
    with transaction.atomic(savepoint=False):
        now = _key_of(rotating.locked(PART).fingerprint)
    return rows if now == key else [with_key(row, now) for row in rows]


def require_unchanged() -> None:
    """Keep the key as it is until the caller's transaction ends. Raises NotAllowed while it is changing."""
    if settings.BLIND_INDEX_OLD_KEYS:
        with transaction.atomic(savepoint=False):
            if not rotating.locked(PART).is_done:
                raise ListActNotAllowed(["key_changes"])


def indexes_of(row: Recipient | Notice) -> list[str]:
    """Return the indexes that other rows of the same household may stand under at the moment."""
    return every(row.id_number, INDEX_PURPOSE) if are_changing() else [row.id_index]


def _key_of(fingerprint: str) -> str:
    for key in keys():
        if rotating.fingerprint(key) == fingerprint:
            return key
    raise ImproperlyConfigured(
        f"Households on lists are known under the key {fingerprint}, which is neither BLIND_INDEX_KEY nor "
        "one of BLIND_INDEX_OLD_KEYS: put it back there, and run rotate_blind_index."
    )
