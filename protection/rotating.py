"""Bringing indexes to a new ``BLIND_INDEX_KEY``, in pieces, while the site works.

Whatever can be computed again from what is stored is a part, which its room names when the app is ready. A
part is a generator of pieces, each committed before the next, so that it can be killed and taken up again.
What cannot be computed again (a receipt, a backup code, a link of the log) stays under its key, which
therefore stays in ``BLIND_INDEX_OLD_KEYS``.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction

from protection.blind_index import keys
from protection.models import IndexRotation

ROWS_AT_ONCE = 300


@dataclass(frozen=True)
class RotatedRows:
    """Rows brought to the newest key; ``pieces`` goes on after a primary key, and yields the last done."""

    name: str
    pieces: Callable[[int], Iterator[int]]


PARTS: dict[str, RotatedRows] = {}


def register_part(name: str, pieces: Callable[[int], Iterator[int]]) -> None:
    """Name a part. Called when the app is ready."""
    PARTS[name] = RotatedRows(name, pieces)


def fingerprint(key: str) -> str:
    """What a key is known by in the database, from which it cannot be computed."""
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

    They follow from ``fields``: ``indexes`` gives for a row the columns and what they should hold. Only
    writing is done in the transaction, and only where the columns are as they were read.
    """
    rows = model._base_manager.order_by("pk").only(*fields)
    while piece := list(rows.filter(pk__gt=after)[:ROWS_AT_ONCE]):
        names: tuple[str, ...] = ()
        values: list[list[Any]] = []
        for row in piece:
            right = indexes(row)
            names, old = tuple(right), [getattr(row, name) for name in right]
            if old != list(right.values()):
                values.append([*right.values(), row.pk, *old])
        if values:
            with transaction.atomic():
                _update(model, names, values)
        after = piece[-1].pk
        yield after


def _update(model: type[models.Model], names: Sequence[str], values: list[list[Any]]) -> None:
    quote = connection.ops.quote_name
    columns = [quote(str(model._meta.get_field(name).column)) for name in names]  # type: ignore[union-attr]
    written = ", ".join(f"{column} = %s" for column in columns)
    as_read = " AND ".join(f"{column} = %s" for column in [quote(str(model._meta.pk.column)), *columns])
    with connection.cursor() as cursor:
        # Names come from the model, values are parameters.
        cursor.executemany(f"UPDATE {quote(model._meta.db_table)} SET {written} WHERE {as_read}", values)  # noqa: S608
