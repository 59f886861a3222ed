"""Writing checked rows a thousand at a time, past the ORM: a city's list is a hundred thousand rows.

``bulk_create`` spends more time on preparing each value by its field than all else in an import takes; the
values here are already checked and of the right type, so they go to the driver as they are.
"""

import uuid
from typing import Any

from django.db import connection

from disclosure.models import Batch, StagedRow
from disclosure.validation import CheckedRow
from protection.blind_index import blind_index
from protection.encryption import encrypt

ROWS_AT_ONCE = 1000
INDEX_PURPOSE = "recipient-id"
COLUMNS = (
    *("batch_id", "sheet", "row", "region_id", "holder_name", "id_number", "id_index"),
    *("people", "amount", "category", "since", "adult_on", "public_id"),
)


class StagedWriter:
    """Stores the accepted rows of one batch; ``flush`` after the last one."""

    def __init__(self, batch: Batch) -> None:
        self.count = 0
        self._batch_id = batch.pk
        self._pending: list[tuple[Any, ...]] = []
        column_of = {field.attname: field.column for field in StagedRow._meta.concrete_fields}
        quote = connection.ops.quote_name
        columns = ", ".join(quote(str(column_of[name])) for name in COLUMNS)
        places = ", ".join(["%s"] * len(COLUMNS))
        # Names come from the model, values are parameters.
        self._sql = f"INSERT INTO {quote(StagedRow._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608

    def add(self, row: CheckedRow) -> None:
        """Take one row; every thousandth writes those before it."""
        ops = connection.ops
        public_id = uuid.uuid4()
        self._pending.append(
            (
                self._batch_id,
                row.sheet[:64],
                row.row,
                row.region_code,
                row.holder_name,
                encrypt(row.id_number),
                blind_index(row.id_number, INDEX_PURPOSE),
                row.people,
                ops.adapt_decimalfield_value(row.amount, 10, 2),
                row.category,
                ops.adapt_datefield_value(row.since),
                ops.adapt_datefield_value(row.adult_on),
                public_id if connection.features.has_native_uuid_field else public_id.hex,
            )
        )
        self.count += 1
        if len(self._pending) >= ROWS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what is pending; the caller holds the transaction."""
        if self._pending:
            with connection.cursor() as cursor:
                cursor.executemany(self._sql, self._pending)
        self._pending = []
