"""Bringing indexes to a new ``BLIND_INDEX_KEY``, in pieces, while the site works.

Whatever can be computed again from what is stored is a part, which its room names when the app is ready. A
part is a generator of pieces, each committed before the next, so that it can be killed and taken up again.
What can't be computed again (a receipt, a backup code, a link of the log) stays under its key, which
therefore stays in ``BLIND_INDEX_OLD_KEYS``.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from protection.blind_index import keys
from protection.models import IndexRotation

ROWS_AT_ONCE = 300


@dataclass(frozen=True)
class Part:
    """Rows brought to the newest key; ``pieces`` goes on after a primary key, and yields the last done."""

    name: str
    pieces: Callable[[int], Iterator[int]]


PARTS: dict[str, Part] = {}


def follow(name: str, pieces: Callable[[int], Iterator[int]]) -> None:
    """Name a part. Called when the app is ready."""
    PARTS[name] = Part(name, pieces)


def fingerprint(key: str) -> str:
    """What a key is known by in the database, from which it can't be computed."""
    return hmac.digest(key.encode(), b"index-key", hashlib.sha256).hex()[:16]


def rotate() -> Iterator[tuple[str, int]]:
    """Bring every part to the newest key; yield its name and how far it is, after each piece."""
    for part in PARTS.values():
        state = begin(part.name)
        if state.is_done:
            continue
        for last in part.pieces(state.last):
            IndexRotation.objects.filter(name=part.name).update(last=last)
            yield part.name, last
        IndexRotation.objects.filter(name=part.name).update(is_done=True)


def begin(name: str) -> IndexRotation:
    """Return the state of a part with the newest key for its aim: from the beginning, where that is new."""
    aim = fingerprint(keys()[0])
    with transaction.atomic():
        state = locked(name)
        if state.fingerprint != aim:
            # What an unfinished one has noted of its own is still true.
            state.data = {} if state.is_done else state.data
            state.fingerprint, state.last, state.is_done = aim, 0, False
            state.save()
    return state


def locked(name: str) -> IndexRotation:
    """Return the state of a part, nobody else's until the transaction ends. One that was never brought to
    another key is under the oldest in force.
    """
    states = IndexRotation.objects.select_for_update()
    state, _made = states.get_or_create(
        name=name, defaults={"fingerprint": fingerprint(keys()[-1]), "is_done": True}
    )
    return state


def reindex(
    model: type[models.Model],
    after: int,
    fields: Sequence[str],
    indexes: Callable[[Any], dict[str, str]],
) -> Iterator[int]:
    """Write the indexes of all rows beyond a primary key anew; yield the last of each piece.

    They follow from ``fields``: ``indexes`` gives for a row the columns and what they should hold.
    """
    rows = model._base_manager.order_by("pk")
    while piece := list(rows.filter(pk__gt=after).values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        with transaction.atomic():
            found = list(rows.select_for_update(of=("self",)).filter(pk__in=piece).only(*fields))
            changed: dict[str, list[models.Model]] = {}
            for row in found:
                for column, value in indexes(row).items():
                    if getattr(row, column) != value:
                        setattr(row, column, value)
                        changed.setdefault(column, []).append(row)
            for column, those in changed.items():
                model._base_manager.bulk_update(those, [column])
        after = piece[-1]
        yield after
