"""Writing half a million places fast: what each database does best, behind one function."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from django.db import connection

from organizations.models import Region

CHUNK = 20_000


class PlaceRow(NamedTuple):
    """One place as it is written, in the order of the columns."""

    code: str
    name: str
    level: int
    parent: str | None


_COLUMNS = "(code, name, level, parent_id)"
#: A row is written only where it is new or bears another name, so the number written tells the renamed ones.
#: The name that it had is kept: texts and lists go on meaning the place by it (former_names).
_ON_CONFLICT = (
    "ON CONFLICT (code) DO UPDATE SET name = excluded.name, known_as = '', renamed_by_id = NULL, "
    "renamed_at = NULL, formerly = {kept} WHERE {table}.name <> excluded.name"
)
_BEFORE = "COALESCE(NULLIF({table}.known_as, ''), {table}.name)"
_KEPT = {
    "postgresql": "COALESCE({table}.formerly, '[]'::jsonb) || to_jsonb(" + _BEFORE + ")",
    "sqlite": "json_insert(COALESCE({table}.formerly, '[]'), '$[#]', " + _BEFORE + ")",
}


def upsert(places: Iterator[PlaceRow]) -> tuple[int, int]:
    """Insert places or rename those that are there; return how many were read and how many written.

    Runs inside the caller's transaction; parents come before their children.
    """
    table = connection.ops.quote_name(Region._meta.db_table)
    write = _by_copy if connection.vendor == "postgresql" else _by_executemany
    return write(places, table)


def _on_conflict(table: str) -> str:
    return _ON_CONFLICT.format(table=table, kept=_KEPT[connection.vendor].format(table=table))


def _by_executemany(places: Iterator[PlaceRow], table: str) -> tuple[int, int]:
    sql = f"INSERT INTO {table} {_COLUMNS} VALUES (%s, %s, %s, %s) " + _on_conflict(table)  # noqa: S608
    read = written = 0
    with connection.cursor() as cursor:
        while chunk := list(islice(places, CHUNK)):
            cursor.executemany(sql, chunk)
            read += len(chunk)
            written += max(cursor.rowcount, 0)
    return read, written


def _by_copy(places: Iterator[PlaceRow], table: str) -> tuple[int, int]:
    """COPY into a table of the transaction, then merge once: rows in between never leave the server."""
    read = 0
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE places_read ON COMMIT DROP AS SELECT * FROM {table} WITH NO DATA"  # noqa: S608
        )
        with cursor.copy(f"COPY places_read {_COLUMNS} FROM STDIN") as copy:
            for read, place in enumerate(places, start=1):  # noqa: B007
                copy.write_row(place)
        cursor.execute(
            f"INSERT INTO {table} {_COLUMNS} "  # noqa: S608
            "SELECT code, name, level, parent_id FROM places_read ORDER BY code " + _on_conflict(table)
        )
        written = cursor.rowcount
        cursor.execute("DROP TABLE places_read")
    return read, written
