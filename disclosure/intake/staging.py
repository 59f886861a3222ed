"""Writing checked rows a thousand at a time, past the ORM: a city's list is a hundred thousand rows.

``bulk_create`` spends more time on preparing each value by its field than all else in an import takes; the
values here are already checked and of the right type, so they go to the driver as they are. They are
encrypted before the transaction begins.
"""

import uuid
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

from django.db import connection

from disclosure import own_index
from disclosure.intake.validation import CheckedRow
from disclosure.models import ID_NUMBERS, Batch, StagedRow
from protection.blind_index import blind_index
from protection.encryption import decrypt, encrypt

ROWS_AT_ONCE = 1000
#: Of rows that nobody needs any more, so many are deleted in one transaction. Each writes most of the index
# by household anew, in which the rows of a file lie everywhere.
DELETED_AT_ONCE = 20_000
INDEX_PURPOSE = "recipient-id"
COLUMNS = (
    *("batch_id", "sheet", "row", "region_id", "holder_name", "id_number", "id_index"),
    *("own_index", "people", "amount", "category", "since", "adult_on", "public_id"),
)


class Staged(NamedTuple):
    """One row as it goes to the database, but for its batch; ``sheet`` and ``row`` name it in the file."""

    sheet: str
    row: int
    values: tuple[Any, ...]


def preparing(key: str) -> Callable[[CheckedRow], Staged]:
    """Give what brings a checked row into the form of the database, its ID number encrypted and its index
    under ``key``.
    """
    # Asked once and not for every row: each of them is found by way of the thread.
    day = connection.ops.adapt_datefield_value
    money = lru_cache(maxsize=5000)(
        partial(connection.ops.adapt_decimalfield_value, max_digits=10, decimal_places=2)
    )
    has_uuids = connection.features.has_native_uuid_field

    def prepared(row: CheckedRow) -> Staged:
        public_id = uuid.uuid4()
        values = (
            row.region_code,
            row.holder_name,
            encrypt(row.id_number, ID_NUMBERS),
            blind_index(row.id_number, INDEX_PURPOSE, key),
            own_index.index_of(row.holder_name, row.id_number, key),
            row.people,
            money(row.amount),
            row.category,
            day(row.since),
            day(row.adult_on),
            public_id if has_uuids else public_id.hex,
        )
        return Staged(row.sheet, row.row, values)

    return prepared


def with_key(row: Staged, key: str) -> Staged:
    """Give a prepared row with its indexes under another key."""
    values = dict(zip(COLUMNS[3:], row.values, strict=True))
    number = decrypt(values["id_number"], ID_NUMBERS)
    values["id_index"] = blind_index(number, INDEX_PURPOSE, key)
    values["own_index"] = own_index.index_of(values["holder_name"], number, key)
    return row._replace(values=tuple(values.values()))


def insert(batch: Batch, rows: Sequence[Staged]) -> None:
    """Write the accepted rows of one batch; the caller holds the transaction."""
    column_of = {field.attname: field.column for field in StagedRow._meta.concrete_fields}
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(column_of[name])) for name in COLUMNS)
    places = ", ".join(["%s"] * len(COLUMNS))
    # Names come from the model, values are parameters.
    sql = f"INSERT INTO {quote(StagedRow._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS_AT_ONCE):
            some = rows[start : start + ROWS_AT_ONCE]
            cursor.executemany(sql, [(batch.pk, row.sheet[:64], row.row, *row.values) for row in some])


def forget(batch: Batch) -> None:
    """Delete the rows of a batch that is public or withdrawn, some at a time: what is still needed of them
    stands in the rows of lists now, and a second copy would only be one more to protect.
    """
    rows = StagedRow.objects.filter(batch=batch).order_by()
    while rows.exists():
        StagedRow.objects.filter(pk__in=rows.values("pk")[:DELETED_AT_ONCE]).delete()
