"""Writing encrypted columns anew, row by row: for new keys, and for columns that were in clear or bound to no
place before.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import connection, models, transaction

from protection import encryption, unbound
from protection.encryption import Undecipherable
from protection.fields import encrypted_fields

ROWS_AT_ONCE = 500

logger = logging.getLogger(__name__)


@dataclass
class Rewritten:
    """How many ``rows`` were gone through; how many values of each column were ``refused`` and left as they
    are, since they open under no key in force.
    """

    rows: int = 0
    refused: Counter[str] = field(default_factory=Counter)


def rewrite(model: type[models.Model], changes: Mapping[str, Callable[[str], str]]) -> Rewritten:
    """Put what the change of each column makes of a value in its place, in all rows.

    Works on what stands in the table, in small transactions, so that the site goes on meanwhile; a run that
    is interrupted can be repeated where the changes can. Empty values stay empty.
    """
    done = Rewritten()
    for keys in _key_batches(model):
        with transaction.atomic():
            _rewrite_batch(model, changes, keys, done)
    return done


def rotate(model: type[models.Model]) -> Rewritten:
    """Encrypt all values of a model anew with the first of the keys."""
    return rewrite(
        model,
        {str(each.column): partial(encryption.rotate, place=each.place) for each in encrypted_fields(model)},
    )


def bind(model: type[models.Model]) -> None:
    """Encrypt for the place of their column what a release before there were places had encrypted.

    For a migration, with a model of its own whose fields have a place; nothing else takes such tokens, so
    that none counts that is put there later. What fits no key stays as it is, and opens nowhere.
    """
    changes = {str(each.column): partial(_bound, place=each.place) for each in encrypted_fields(model)}
    for column, number in rewrite(model, changes).refused.items():
        logger.error("%s.%s: %d values fit no key and were left", model._meta.db_table, column, number)


def encrypt_once(value: str) -> str:
    """Return the token of a value in clear, and a value that is a token as it is; bound to no place."""
    if value.startswith(unbound.TOKEN_START):
        try:
            unbound.decrypt(value)
        except Undecipherable:
            return unbound.encrypt(value)
        return value
    return unbound.encrypt(value)


def _bound(value: str, place: str) -> str:
    if value.startswith(encryption.TOKEN_START):
        return value
    return encryption.encrypt(unbound.decrypt(value), place)


def _key_batches(model: type[models.Model]) -> Iterator[list[Any]]:
    # By ranges of the key, not with one open cursor: each batch is committed before the next is read.
    last: Any = None
    while True:
        queryset = model._base_manager.order_by("pk")
        if last is not None:
            queryset = queryset.filter(pk__gt=last)
        keys = list(queryset.values_list("pk", flat=True)[:ROWS_AT_ONCE])
        if not keys:
            return
        yield keys
        last = keys[-1]


def _rewrite_batch(
    model: type[models.Model],
    changes: Mapping[str, Callable[[str], str]],
    keys: list[Any],
    done: Rewritten,
) -> None:
    quote = connection.ops.quote_name
    table, key_column = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    names = [quote(column) for column in changes]
    places = ", ".join(["%s"] * len(keys))
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key_column}, {', '.join(names)} FROM {table} WHERE {key_column} IN ({places}){lock}",  # noqa: S608
            [model._meta.pk.get_db_prep_value(key, connection) for key in keys],
        )
        rows = cursor.fetchall()
        written = [[*_changed(changes, values, done.refused), key] for key, *values in rows]
        cursor.executemany(
            f"UPDATE {table} SET {', '.join(f'{name} = %s' for name in names)} WHERE {key_column} = %s",  # noqa: S608
            written,
        )
    done.rows += len(rows)


def _changed(
    changes: Mapping[str, Callable[[str], str]], values: list[Any], refused: Counter[str]
) -> Iterator[Any]:
    for (column, change), value in zip(changes.items(), values, strict=True):
        try:
            yield change(value) if value else value
        except Undecipherable:
            refused[column] += 1
            yield value
