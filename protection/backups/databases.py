"""The database as it stood at one moment: read from while the site goes on writing, and given in parts."""

import contextlib
import fcntl
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from django.db import connection

from protection.backups import BackupError
from protection.backups.archive import BLOCK

#: A part of the database in the archive: small enough to be held in memory, where its length is counted.
PART = 4 * BLOCK
_COPY_START = ".backup-"


class DatabaseSnapshot(Protocol):
    """One moment of the database."""

    def ask(self, sql: str, values: Sequence[Any] = ()) -> list[tuple]:
        """Return the rows of a query, as they were at that moment; ``%s`` stands for each value."""
        ...

    def parts(self) -> Iterator[bytes]:
        """Yield the whole database in parts of ``PART`` bytes, the last one shorter."""
        ...


@contextlib.contextmanager
def snapshot(without: Sequence[str]) -> Iterator[DatabaseSnapshot]:
    """Give the database as it stands now; of the tables ``without`` no rows. Raises BackupError."""
    if connection.vendor == "sqlite":
        with _sqlite(without) as taken:
            yield taken
    elif connection.vendor == "postgresql":
        with _postgresql(without) as taken:
            yield taken
    else:
        raise BackupError(f"Backups are not written for {connection.vendor}.")


def client_command(program: str, *words: str) -> tuple[list[str], dict[str, str]]:
    """Give the command line and environment of a PostgreSQL client for the site's database."""
    from django.db.backends.postgresql.client import DatabaseClient

    path = shutil.which(program)
    if path is None:
        raise BackupError(
            f"{program} is not installed: apt-get install postgresql-client, of the server's age."
        )
    # Django's own reading of the settings, made for psql: its last word is the database's name.
    given, env = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return [path, *given[1:-1], f"--dbname={given[-1]}", *words], {**os.environ, **(env or {})}


class _SQLiteSnapshot:
    def __init__(self, database: sqlite3.Connection, file: Any) -> None:
        self._database, self._file = database, file

    def ask(self, sql: str, values: Sequence[Any] = ()) -> list[tuple]:
        return self._database.execute(sql.replace("%s", "?"), values).fetchall()

    def parts(self) -> Iterator[bytes]:
        self._file.seek(0)
        yield from iter(lambda: self._file.read(PART), b"")


@contextlib.contextmanager
def _sqlite(without: Sequence[str]) -> Iterator[_SQLiteSnapshot]:
    """A copy by SQLite's online backup, in one step: a reader, for which no writer waits.

    It lies beside the database, where what it holds lies anyway, and has lost its name before it is read:
    whoever kills the backup leaves no copy behind. One that was killed while it copied is swept up here.
    """
    source = Path(connection.settings_dict["NAME"])
    for left in source.parent.glob(f"{_COPY_START}*"):
        sweep(left)
    with contextlib.ExitStack() as held:
        folder = Path(tempfile.mkdtemp(prefix=_COPY_START, dir=source.parent))
        held.callback(shutil.rmtree, folder, ignore_errors=True)
        held.enter_context(locked(folder))
        path = folder / "copy"
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with (
            contextlib.closing(sqlite3.connect(source, timeout=60)) as original,
            contextlib.closing(sqlite3.connect(path, isolation_level=None)) as copy,
        ):
            original.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            copy.execute("PRAGMA secure_delete=ON")
            for table in without:
                copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names of our own tables
        database = held.enter_context(
            contextlib.closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True))
        )
        file = held.enter_context(path.open("rb"))
        database.execute("SELECT 1 FROM sqlite_master").fetchone()  # has the file open from now on
        shutil.rmtree(folder)
        yield _SQLiteSnapshot(database, file)


class _PostgreSQLSnapshot:
    def __init__(self, session: Any, name: str, without: Sequence[str]) -> None:
        self._session, self._name, self._without = session, name, without

    def ask(self, sql: str, values: Sequence[Any] = ()) -> list[tuple]:
        with self._session.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    def parts(self) -> Iterator[bytes]:
        words = ["--format=custom", "--compress=1", "--no-owner", "--no-privileges"]
        words += [f"--snapshot={self._name}", "--lock-wait-timeout=60s"]
        command, env = client_command(
            "pg_dump", *words, *(f"--exclude-table-data={t}" for t in self._without)
        )
        with (
            tempfile.TemporaryFile() as said,
            subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=said) as running,  # noqa: S603
        ):
            assert running.stdout is not None
            try:
                yield from iter(lambda: running.stdout.read(PART), b"")  # type: ignore[union-attr]
            except BaseException:
                running.kill()
                raise
            if running.wait():
                raise BackupError(f"pg_dump failed: {last_words(said)}")


@contextlib.contextmanager
def _postgresql(without: Sequence[str]) -> Iterator[_PostgreSQLSnapshot]:
    """A transaction that sees one moment, and lends that moment to pg_dump."""
    session = connection.copy()
    try:
        with session.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (name,) = cursor.fetchone()
        yield _PostgreSQLSnapshot(session, name, without)
    finally:
        session.close()


def last_words(said: Any) -> str:
    """Return the end of what a program wrote to its ``stderr``."""
    said.seek(0, os.SEEK_END)
    said.seek(max(0, said.tell() - 2000))
    return said.read().decode(errors="replace").strip() or "it said nothing"


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file or folder for as long as this process lives, so that ``sweep`` of another leaves it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def sweep(path: Path) -> None:
    """Remove what a process that is dead left half done."""
    with contextlib.suppress(OSError), locked(path):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
