"""Encrypt every encrypted value anew with the first of FIELD_ENCRYPTION_KEYS."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import connection, models, transaction

from protection.encryption import rotate
from protection.fields import EncryptedTextField

ROWS_AT_ONCE = 500


class Command(BaseCommand):
    help = (
        "Encrypt all encrypted fields anew with the first of FIELD_ENCRYPTION_KEYS; then the old keys can go."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        for model in apps.get_models():
            fields = [
                field for field in model._meta.local_concrete_fields if isinstance(field, EncryptedTextField)
            ]
            if fields and not model._meta.proxy and model._meta.managed:
                rows = rotate_model(model, fields)
                self.stdout.write(f"{model._meta.label}: {rows}")
                total += rows
        self.stdout.write(self.style.SUCCESS(f"{total} rows are encrypted with the first key."))


def rotate_model(model: type[models.Model], fields: list[EncryptedTextField]) -> int:
    """Rotate the tokens of ``fields`` in all rows of ``model``; give the number of rows.

    Works on the stored tokens, in small transactions, so that the site goes on meanwhile; a run that is
    interrupted can simply be repeated. Raises Undecipherable when a key that is still needed is missing.
    """
    rows = 0
    for keys in _key_batches(model):
        with transaction.atomic():
            rows += _rotate_batch(model, fields, keys)
    return rows


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


def _rotate_batch(model: type[models.Model], fields: list[EncryptedTextField], keys: list[Any]) -> int:
    quote = connection.ops.quote_name
    table, key_column = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    columns = [quote(str(field.column)) for field in fields]
    places = ", ".join(["%s"] * len(keys))
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key_column}, {', '.join(columns)} FROM {table} WHERE {key_column} IN ({places}){lock}",  # noqa: S608
            [model._meta.pk.get_db_prep_value(key, connection) for key in keys],
        )
        rows = cursor.fetchall()
        cursor.executemany(
            f"UPDATE {table} SET {', '.join(f'{column} = %s' for column in columns)} WHERE {key_column} = %s",  # noqa: S608
            [[rotate(token) if token else token for token in tokens] + [key] for key, *tokens in rows],
        )
    return len(rows)
