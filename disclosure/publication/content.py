"""What was approved of a list is what becomes public: a digest over its rows, taken when it is submitted and
again when it is published (design invariant 3).
"""

import hashlib
from typing import Any

from django.db.models import CharField, Func

from disclosure.models import Batch, StagedRow

ROWS_AT_ONCE = 2000


class _Written(Func):
    """A column as the text that the digest is taken of: written by the database, which is several times as
    fast as making dates, amounts and addresses of a hundred thousand rows first. Both databases write the
    same.
    """

    output_field: Any = CharField()
    arity = 1

    def __init__(self, name: str, *, sqlite: str, postgresql: str) -> None:
        super().__init__(name)
        self._sqlite, self._postgresql = sqlite, postgresql

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template=self._sqlite, **extra)

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template=self._postgresql, **extra)


#: A UUID as SQLite keeps it, without its dashes.
_DASHED = " || '-' || ".join(
    f"substr(%(expressions)s, {start}, {length})"
    for start, length in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
)
_CAST = "CAST(%(expressions)s AS text)"  # also a date, of which SQLite's driver would make one otherwise
#: ``printf`` writes nothing as 0.00.
_YUAN = "CASE WHEN %(expressions)s IS NOT NULL THEN printf('%%%%.2f', %(expressions)s) END"
CONTENT = (
    *("id_index", "region_id", "holder_name"),
    _Written("people", sqlite=_CAST, postgresql=_CAST),
    _Written("amount", sqlite=_YUAN, postgresql=_CAST),
    "category",
    _Written("since", sqlite=_CAST, postgresql="to_char(%(expressions)s, 'YYYY-MM-DD')"),
    _Written("public_id", sqlite=_DASHED, postgresql=_CAST),
)


def content_digest(batch: Batch) -> str:
    """A digest over everything of the staged rows that may become public, in an order of its own."""
    digest = hashlib.sha256()
    rows = StagedRow.objects.filter(batch=batch).order_by("id_index").values_list(*CONTENT)
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        digest.update(repr(row).encode())
    return digest.hexdigest()
