"""The embedded engine: SQLite FTS5 in a file of its own, shared safely by any number of processes.

A generation is five tables (``embedded_sql.Tables``), in one of which FTS5 has the tokens of
``tokens`` with spaces between, so that SQLite's own tokenizer has nothing left to decide. A connection
lives for one call: a file that was replaced is never read through an old handle.
"""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from protection.file_modes import close_to_others
from search.engines import embedded_sql as sql
from search.engines.embedded_hits import Hits
from search.engines.engine import EngineUnreachable, IndexBroken, IndexMissing, IndexState
from search.engines.schema import Document, Results, Schema, Search

BUSY_SECONDS = 20
#: At most; a search among 100,000 cases reads half of it. It goes with the connection.
CACHE_KIB = 32 * 1024

_REGISTER = """
CREATE TABLE IF NOT EXISTS generation (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    index_name TEXT NOT NULL,
    key TEXT NOT NULL,
    live INTEGER NOT NULL DEFAULT 0
)"""


class Embedded:
    """The engine over the index file at ``path``."""

    name = "embedded"

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)

    # --- searching ------------------------------------------------------------------------------------
    def search(self, schema: Schema, search: Search) -> Results:
        with self._reading(schema) as (connection, generation):
            found = Hits(connection, schema, generation, search)
            return Results(found.total(), tuple(found.page()), found.facets())

    def ids(self, schema: Schema, search: Search) -> Iterator[int]:
        with self._reading(schema) as (connection, generation):
            yield from Hits(connection, schema, generation, search).all()

    # --- writing --------------------------------------------------------------------------------------
    def write(self, schema: Schema, version: int, documents: Iterable[Document], gone: Iterable[int]) -> None:
        rows = [sql.row(schema, document) for document in documents]
        gone = list(gone)
        with self._writing() as connection:
            self._live(connection, schema)
            for number, _live in self._generations(connection, schema):
                tables = sql.Tables(schema, number)
                tables.put(connection, version, rows)
                tables.remove(connection, version, gone)

    def refresh(self, schema: Schema) -> None:
        """Nothing to do: a committed write is visible."""

    def state(self, schema: Schema) -> IndexState:
        if not self.path.exists():
            return IndexState(None, 0)
        with self._connection() as connection:
            generations = self._generations(connection, schema)
            live = [number for number, is_live in generations if is_live]
            building = tuple(str(number) for number, is_live in generations if not is_live)
            if not live:
                return IndexState(None, 0, building)
            return IndexState(str(live[0]), sql.Tables(schema, live[0]).count(connection), building)

    def digests(self, schema: Schema, after: int, until: int | None) -> dict[int, str]:
        with self._reading(schema) as (connection, generation):
            return sql.Tables(schema, generation).digests(connection, after, until)

    # --- generations ----------------------------------------------------------------------------------
    def begin(self, schema: Schema) -> str:
        try:
            return self._create(schema)
        except IndexBroken:
            # Nothing in the file can be trusted or saved; everything in it is in the database.
            self._set_aside()
            return self._create(schema)

    def _create(self, schema: Schema) -> str:
        with self._writing() as connection:
            number = connection.execute(
                "INSERT INTO generation (index_name, key) VALUES (?, ?)", (schema.name, schema.key)
            ).lastrowid
            assert number is not None
            sql.Tables(schema, number).create(connection)
            return str(number)

    def fill(self, schema: Schema, generation: str, version: int, documents: Iterable[Document]) -> None:
        rows = [sql.row(schema, document) for document in documents]
        with self._writing() as connection:
            self._expect(connection, schema, generation)
            sql.Tables(schema, int(generation)).put(connection, version, rows)

    def adopt(self, schema: Schema, generation: str) -> None:
        self._merge(schema, generation)
        with self._writing() as connection:
            self._expect(connection, schema, generation)
            connection.execute(
                "UPDATE generation SET live = (number = ?) WHERE index_name = ?",
                (int(generation), schema.name),
            )
            self._drop(connection, schema, keep=None)

    def _merge(self, schema: Schema, generation: str) -> None:
        """Make one piece of the words before anybody searches them, a part in a transaction."""
        first, more = True, True
        while more:
            with self._writing() as connection:
                self._expect(connection, schema, generation)
                more = sql.Tables(schema, int(generation)).merge(connection, first)
            first = False

    def discard(self, schema: Schema, keep: str | None = None) -> int:
        if not self.path.exists():
            return 0
        try:
            with self._writing() as connection:
                return self._drop(connection, schema, keep)
        except IndexBroken:
            return 0  # ``begin`` sets the file aside

    def _drop(self, connection: sqlite3.Connection, schema: Schema, keep: str | None) -> int:
        stale = [
            number
            for (number,) in connection.execute(
                "SELECT number FROM generation WHERE index_name = ? AND NOT live", (schema.name,)
            )
            if str(number) != keep
        ]
        for number in stale:
            sql.Tables(schema, number).drop(connection)
            connection.execute("DELETE FROM generation WHERE number = ?", (number,))
        return len(stale)

    def _set_aside(self) -> None:
        for suffix in ("-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        self.path.replace(self.path.with_name(f"{self.path.name}.broken-{time.time_ns()}"))

    # --- the file -------------------------------------------------------------------------------------
    def _generations(self, connection: sqlite3.Connection, schema: Schema) -> list[tuple[int, bool]]:
        rows = connection.execute(
            "SELECT number, live FROM generation WHERE key = ? ORDER BY live", (schema.key,)
        )
        return [(number, bool(live)) for number, live in rows]

    def _live(self, connection: sqlite3.Connection, schema: Schema) -> int:
        for number, live in self._generations(connection, schema):
            if live:
                return number
        raise IndexMissing(f"No index {schema.key} in {self.path.name}")

    def _expect(self, connection: sqlite3.Connection, schema: Schema, generation: str) -> None:
        if (int(generation), False) not in self._generations(connection, schema):
            raise IndexMissing(f"Generation {generation} of {schema.key} was removed while it was built")

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection in autocommit mode whose failures are told in the words of ``engine``."""
        connection = None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'generation'").fetchone():
                connection.execute(_REGISTER)
            close_to_others(self.path)
            yield connection
        except sqlite3.OperationalError as error:
            raise EngineUnreachable(f"{self.path.name}: {error}") from error
        except sqlite3.DatabaseError as error:
            raise IndexBroken(f"{self.path.name}: {error}") from error
        except OSError as error:
            raise EngineUnreachable(f"{self.path.name}: {error.strerror}") from error
        finally:
            if connection is not None:
                connection.close()

    @contextmanager
    def _reading(self, schema: Schema) -> Iterator[tuple[sqlite3.Connection, int]]:
        """A snapshot of the file, with the number of the live generation in it."""
        if not self.path.exists():
            raise IndexMissing(f"There is no {self.path.name}")
        with self._connection() as connection:
            connection.execute("BEGIN")
            yield connection, self._live(connection, schema)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction that holds the file's only write lock; undone when the block raises."""
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
