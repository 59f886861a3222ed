"""Writing encrypted columns anew, row by row: for new keys, and for columns that were in clear before."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import connection, models, transaction

from protection.encryption import TOKEN_START, Undecipherable, decrypt, encrypt

ROWS_AT_ONCE = 500


def rewrite(model: type[models.Model], columns: Sequence[str], change: Callable[[str], str]) -> int:
    """Put ``change(value)`` in place of what stands in ``columns`` of all rows; return how many these are.

    Works on what stands in the table, in small transactions, so that the site goes on meanwhile; a run that
    is interrupted can be repeated where ``change`` can. Empty values stay empty.
    """
    rows = 0
    for keys in _key_batches(model):
        with transaction.atomic():
            rows += _rewrite_batch(model, columns, change, keys)
    return rows


def encrypt_once(value: str) -> str:
    """Return the token of a value in clear, and a value that is a token of ours as it is."""
    if value.startswith(TOKEN_START):
        try:
            decrypt(value)
        except Undecipherable:
            return encrypt(value)
        return value
    return encrypt(value)


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
    model: type[models.Model], columns: Sequence[str], change: Callable[[str], str], keys: list[Any]
) -> int:
    quote = connection.ops.quote_name
    table, key_column = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    names = [quote(column) for column in columns]
    places = ", ".join(["%s"] * len(keys))
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key_column}, {', '.join(names)} FROM {table} WHERE {key_column} IN ({places}){lock}",  # noqa: S608
            [model._meta.pk.get_db_prep_value(key, connection) for key in keys],
        )
        rows = cursor.fetchall()
        cursor.executemany(
            f"UPDATE {table} SET {', '.join(f'{name} = %s' for name in names)} WHERE {key_column} = %s",  # noqa: S608
            [[change(value) if value else value for value in values] + [key] for key, *values in rows],
        )
    return len(rows)
