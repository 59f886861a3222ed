"""Importing a list: every cell checked, ID numbers encrypted and indexed, the rows staged.

Floor: the same file read by the same reader process, its ID numbers encrypted and their keyed digests taken,
its cells as they stand inserted into the same table with the same indexes, 2,000 in a transaction. Nothing is
checked; the place, the month and the people are constants.
"""

import csv
import io
import uuid
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection, transaction

from bench import making
from bench.harness import Bench, Pair
from organizations.enums import Role

#: After the month that other benches have published.
MONTH = date(2026, 11, 1)
PIECE = 2000
COLUMNS = (
    *("batch_id", "sheet", "row", "region_id", "holder_name", "id_number", "id_index"),
    *("people", "amount", "category", "since", "public_id"),
)


def pairs(sizes: list[int]) -> Iterator[Pair]:
    """A .csv of as many households, for one county."""
    from disclosure.intake.importing import import_list
    from disclosure.models import Batch, Programme, RefusedRow, StagedRow
    from organizations.models import Region

    programme = Programme.objects.get(pk="rural-dibao")
    facts = {
        "programme": programme,
        "region": Region.objects.get(pk=making.COUNTY),
        "month": MONTH,
        "user": making.make_person("editor", Role.EDITOR),
        "name": "list.csv",
    }

    def clear() -> None:
        StagedRow.objects.filter(batch__month=MONTH).delete()
        RefusedRow.objects.filter(batch__month=MONTH).delete()
        Batch.objects.filter(month=MONTH).delete()

    for size in sizes:
        content = file_of(size)

        def work(content: bytes = content, size: int = size) -> None:
            batch = import_list(io.BytesIO(content), **facts)
            # A bench of rows that were refused would measure nothing.
            assert batch.accepted_count == size, (batch.accepted_count, batch.refused_count)

        def floor(content: bytes = content, size: int = size) -> None:
            batch = Batch.objects.create(
                programme=programme, region=facts["region"], month=MONTH, uploaded_by=facts["user"]
            )
            assert store(batch.pk, values(batch.pk, content)) == size

        yield Pair(size, work, floor, after=clear)


def file_of(size: int) -> bytes:
    """A .csv of as many households."""
    text = io.StringIO()
    csv.writer(text).writerows([making.HEADINGS, *making.households(size)])
    return text.getvalue().encode()


def values(batch_id: int, content: bytes) -> Iterator[tuple[Any, ...]]:
    """What the floor writes of a file, in the order of COLUMNS."""
    from disclosure.intake import reading
    from disclosure.intake.staging import INDEX_PURPOSE
    from disclosure.models import ID_NUMBERS
    from protection.blind_index import blind_index, keys
    from protection.encryption import encrypt

    village, since, key = making.villages()[0], MONTH.isoformat(), keys()[0]
    native = connection.features.has_native_uuid_field
    for sheet in reading.sheets(io.BytesIO(content), len(content)):
        next(sheet.rows)  # the headings
        for number, cells in sheet.rows:
            public_id = uuid.uuid4()
            yield (
                *(batch_id, sheet.name, number, village, cells[0]),
                *(encrypt(cells[1], ID_NUMBERS), blind_index(cells[1], INDEX_PURPOSE, key)),
                *(1, cells[3].rstrip("元"), cells[12], since, public_id if native else public_id.hex),
            )


def store(batch_id: int, rows: Iterable[tuple[Any, ...]]) -> int:
    """Write the floor's rows; say how many."""
    from disclosure.models import StagedRow

    quote = connection.ops.quote_name
    places = ", ".join(["%s"] * len(COLUMNS))
    columns = ", ".join(map(quote, COLUMNS))
    sql = f"INSERT INTO {quote(StagedRow._meta.db_table)} ({columns}) VALUES ({places})"
    rows, count = iter(rows), 0
    while piece := list(islice(rows, PIECE)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(sql, piece)
        count += len(piece)
    return count


BENCH = Bench(
    "import",
    "importing a list (.csv)",
    "same reader, encrypted, keyed index, same table and indexes",
    "rows",
    pairs,
)
