"""Putting a backup back into a site that is empty, the database last.

All of it is checked before anything is written. Files come next, and the database counts only when everything
else is there: a restore that is killed leaves a site that is still empty but for files, and says so the next
time.
"""

import contextlib
import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from pyrage.x25519 import Identity

from protection import audit
from protection.backups import BackupError, about, files
from protection.backups.checking import CheckedBackup, check
from protection.backups.databases import client_command, last_words
from protection.models import LogHead


class _Database(Protocol):
    """A database that is put back, and counts only when it is finished."""

    def write(self, part: bytes) -> None: ...

    def finish(self) -> None: ...

    def give_up(self) -> None: ...


class _Site:
    """The empty site that takes what is read from a backup."""

    def __init__(self) -> None:
        self.database: _Database = (
            _SQLiteRestoring() if connection.vendor == "sqlite" else _PostgreSQLRestoring()
        )

    def begin(self, made: about.About) -> None:
        pass

    def part(self, content: bytes) -> None:
        self.database.write(content)

    def file(self, area: str, name: str, blocks: Iterator[bytes]) -> None:
        files.put_back(area, name, blocks)


class _Fitting:
    """Reads a backup only to its end if it can be put back here."""

    def __init__(self, *, keys_are_lost: bool) -> None:
        self._keys_are_lost = keys_are_lost

    def begin(self, made: about.About) -> None:
        refusals = about.refusals(made)
        if not self._keys_are_lost:
            refusals += about.lacking_keys(made)
        if refusals:
            raise BackupError(" ".join(refusals))

    def part(self, content: bytes) -> None:
        pass

    def file(self, area: str, name: str, blocks: Iterator[bytes]) -> None:
        for _block in blocks:
            pass


def restore(path: Path, keys: list[Identity], *, keys_are_lost: bool = False) -> CheckedBackup:
    """Put a backup back. Raises BackupError, and then the site is as empty as before.

    ``keys_are_lost``: also where this site lacks keys of the backup; what they encrypted stays closed.
    """
    refuse_unless_empty()
    checked = check(path, keys, _Fitting(keys_are_lost=keys_are_lost))
    site = _Site()
    try:
        again = check(path, keys, site)
        if again.sums != checked.sums:
            raise BackupError(f"{path.name} was changed while it was read.")
        site.database.finish()
    except BaseException as error:
        site.database.give_up()
        for area in files.AREAS:
            files.remove_all(area)
        if isinstance(error, OSError):
            said = f"{error.filename or path}: {error.strerror or error}. Nothing was put back."
            raise BackupError(said) from error
        raise
    _compare(checked)
    _say(checked)
    return checked


def refuse_unless_empty() -> None:
    """Raise BackupError when the database has a table or a storage a file."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    if tables:
        raise BackupError(
            f"The database is not empty ({len(tables)} tables, {tables[0]} among them). A backup goes into a "
            "new one: name it in DATABASE_URL or DATA_DIR, and do not migrate before. Nothing was changed."
        )
    for area in files.AREAS:
        if name := files.first_file(files.storage_of(area)):
            raise BackupError(
                f"There is a file already ({area}{name}). A backup goes where no files are: name another "
                "DATA_DIR or FILES_URL; what a restore left that was broken off can be removed."
            )


def is_up_to_date(made: about.About) -> bool:
    """Whether a site that was put back needs no ``migrate``."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    return known <= set(made.migrations)


def _compare(checked: CheckedBackup) -> None:
    """Count what came back; a site of an earlier release has tables of its own time."""

    def ask(sql: str) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    if is_up_to_date(checked.made):
        now = about.count(ask)
        wrong = [
            f"{table}: {now.get(table)}, not {n}"
            for table, n in checked.made.rows.items()
            if now.get(table) != n
        ]
        if wrong:
            raise BackupError(f"It was put back, but rows are not as they were counted: {'; '.join(wrong)}")


def _say(checked: CheckedBackup) -> None:
    if is_up_to_date(checked.made):
        with transaction.atomic():
            head = LogHead.objects.get(lane=1)
            audit.record("protection.restore", head, made_at=checked.made.made_at, signed=checked.is_signed)


class _SQLiteRestoring:
    """A file beside the empty one, which takes its name in one step."""

    def __init__(self) -> None:
        self._target = Path(connection.settings_dict["NAME"])
        self._draft = self._target.with_name(f".{self._target.name}.restoring")
        self._draft.unlink(missing_ok=True)
        handle = os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(handle, "wb")

    def write(self, part: bytes) -> None:
        self._file.write(part)

    def finish(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        with contextlib.closing(sqlite3.connect(self._draft)) as database:
            (said,) = database.execute("PRAGMA quick_check(1)").fetchone()
        if said != "ok":
            raise BackupError(f"The database in the backup is damaged ({said}). Take the one before it.")
        connection.close()
        for part in ("-wal", "-shm"):
            self._target.with_name(self._target.name + part).unlink(missing_ok=True)
        self._draft.replace(self._target)

    def give_up(self) -> None:
        self._file.close()
        self._draft.unlink(missing_ok=True)


class _PostgreSQLRestoring:
    """pg_restore in one transaction. The last part is held back, so that it cannot end before we say so."""

    def __init__(self) -> None:
        words = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        command, env = client_command("pg_restore", *words)
        self._said = tempfile.TemporaryFile()  # noqa: SIM115
        self._running = subprocess.Popen(  # noqa: S603
            command, env=env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=self._said
        )
        self._held = b""

    def write(self, part: bytes) -> None:
        self._pass_on()
        self._held = part

    def finish(self) -> None:
        self._pass_on()
        self._running.communicate()
        if self._running.returncode:
            raise BackupError(f"pg_restore failed: {last_words(self._said)}")

    def give_up(self) -> None:
        if self._running.poll() is None:
            self._running.kill()
            self._running.wait()

    def _pass_on(self) -> None:
        assert self._running.stdin is not None
        try:
            self._running.stdin.write(self._held)
            self._running.stdin.flush()
        except BrokenPipeError as error:
            self._running.wait()
            raise BackupError(f"pg_restore failed: {last_words(self._said)}") from error
