"""Importing a list: every cell checked, IDs encrypted and indexed.

Floor: the same file through csv and executemany into a bare table, nothing checked.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date

from django.db import connection, transaction

from bench import making
from bench.harness import Bench, Pair
from organizations.enums import Role

# After the month that other benches have published.
MONTH = date(2026, 11, 1)
COPY = "bench_copy"


def pairs(sizes: list[int]) -> Iterator[Pair]:
    """A .csv of as many households, for one county."""
    from disclosure.importing import import_list
    from disclosure.models import Batch, Programme, RefusedRow, StagedRow
    from organizations.models import Region

    editor = making.make_person("editor", Role.EDITOR)
    programme = Programme.objects.get(pk="rural-dibao")
    county = Region.objects.get(pk=making.COUNTY)
    with connection.cursor() as cursor:
        columns = ", ".join(f"c{n} text" for n in range(len(making.HEADINGS)))
        cursor.execute(f"CREATE TABLE {COPY} ({columns})")

    def clear() -> None:
        StagedRow.objects.filter(batch__month=MONTH).delete()
        RefusedRow.objects.filter(batch__month=MONTH).delete()
        Batch.objects.filter(month=MONTH).delete()
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {COPY}")

    for size in sizes:
        text = io.StringIO()
        csv.writer(text).writerows([making.HEADINGS, *making.households(size)])
        content = text.getvalue().encode()

        def work(content: bytes = content, size: int = size) -> None:
            batch = import_list(
                io.BytesIO(content),
                programme=programme,
                region=county,
                month=MONTH,
                user=editor,
                name="list.csv",
            )
            # A bench of rows that were refused would measure nothing.
            assert batch.accepted_count == size, (batch.accepted_count, batch.refused_count)

        def floor(content: bytes = content) -> None:
            rows = csv.reader(io.StringIO(content.decode()))
            next(rows)
            marks = ", ".join(["%s"] * len(making.HEADINGS))
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.executemany(f"INSERT INTO {COPY} VALUES ({marks})", list(rows))

        yield Pair(size, work, floor, after=clear)


BENCH = Bench("import", "importing a list (.csv)", "csv and executemany", "rows", pairs)
