"""The test databases: one template a run, migrated and prepared, of which each worker has a copy.

A test that commits (``transactional_db``, ``live_server``) ends with a fresh copy instead of Django's flush:
a flush would lose the reference data (calendar, standards, roles, root page), and the append-only tables
rightly refuse its DELETE.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = "portal_test_template"
_own: list["SQLiteCopies | PostgreSQLCopies"] = []  # this worker's copy, once it is set up


def set_up(run_folder: Path, worker: str) -> None:
    """Point the default connection at a new copy of the run's template; the first worker makes that."""
    chosen = _backend(run_folder, worker)
    with _locked(run_folder / "database.lock"):
        ready = run_folder / "database.ready"
        if not ready.exists():
            chosen.make_template()
            ready.touch()
    chosen.copy()
    _own.append(chosen)


def restore() -> None:
    """Give the connection a fresh copy of the template: what a test committed is gone."""
    _own[-1].copy()


@contextlib.contextmanager
def empty() -> Iterator[None]:
    """Have the connection at a database without any table; afterwards a fresh copy is there."""
    _own[-1].make_empty()
    try:
        yield
    finally:
        _own[-1].remove_empty()
        restore()


def tear_down() -> None:
    """Remove this worker's copy."""
    _own[-1].remove()


def _backend(run_folder: Path, worker: str) -> "SQLiteCopies | PostgreSQLCopies":
    if connection.vendor == "sqlite":
        return SQLiteCopies(run_folder, worker)
    return PostgreSQLCopies(worker)


class SQLiteCopies:
    """The template is a file; a copy is made through SQLite's backup interface."""

    def __init__(self, run_folder: Path, worker: str):
        self.template = run_folder / "template.sqlite3"
        self.own = run_folder / f"{worker}.sqlite3"

    def make_template(self) -> None:
        migrated = _migrated_file()
        if migrated.exists():
            shutil.copy(migrated, self.template)
        _connect_to(str(self.template))
        _migrate()
        connections.close_all()
        if not migrated.exists():
            _keep(self.template, migrated)
        call_command("prepare_site", verbosity=0)
        connections.close_all()

    def copy(self) -> None:
        connections.close_all()
        _connect_to(str(self.own))
        with (
            contextlib.closing(sqlite3.connect(self.template)) as source,
            contextlib.closing(sqlite3.connect(self.own, timeout=30)) as target,
        ):
            source.backup(target)

    def make_empty(self) -> None:
        connections.close_all()
        _connect_to(f"{self.own}.empty")

    def remove_empty(self) -> None:
        self._remove(f"{self.own}.empty")

    def remove(self) -> None:
        self._remove(str(self.own))

    def _remove(self, name: str) -> None:
        connections.close_all()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{name}{suffix}").unlink(missing_ok=True)


class PostgreSQLCopies:
    """The template is a database; a copy is ``CREATE DATABASE … TEMPLATE``."""

    def __init__(self, worker: str):
        self.own = f"portal_test_{worker}"
        self.maintenance = settings.DATABASES["default"]["NAME"]

    def make_template(self) -> None:
        self._execute(f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)", f"CREATE DATABASE {TEMPLATE}")
        _connect_to(TEMPLATE)
        _migrate()
        call_command("prepare_site", verbosity=0)
        connections.close_all()

    def copy(self) -> None:
        self.remove()
        self._execute(f"CREATE DATABASE {self.own} TEMPLATE {TEMPLATE}")
        _connect_to(self.own)

    def make_empty(self) -> None:
        self._execute(f"CREATE DATABASE {self.own}_empty TEMPLATE template0")
        _connect_to(f"{self.own}_empty")

    def remove_empty(self) -> None:
        self._execute(f"DROP DATABASE IF EXISTS {self.own}_empty WITH (FORCE)")

    def remove(self) -> None:
        self._execute(f"DROP DATABASE IF EXISTS {self.own} WITH (FORCE)")

    def _execute(self, *statements: str) -> None:
        connections.close_all()
        _connect_to(self.maintenance)
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        connections.close_all()


def _connect_to(name: str) -> None:
    """Make every thread's default connection use the database ``name``."""
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _migrate() -> None:
    # run_syncdb: a room whose first migration is still being written has its tables all the same.
    call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)


def _migrated_file() -> Path:
    """Where the migrated, not yet prepared SQLite file is kept from one run to the next.

    Its name is a digest of all migrations and pinned packages, so that it is never out of date; the rows
    that ``prepare_site`` and the post-migrate signals write are made anew in every run.
    """
    digest = hashlib.sha256()
    for path in [ROOT / "requirements.txt", *sorted(ROOT.glob("*/migrations/*.py"))]:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return ROOT / "var" / "tests" / f"migrated-{digest.hexdigest()[:20]}.sqlite3"


def _keep(template: Path, migrated: Path) -> None:
    migrated.parent.mkdir(parents=True, exist_ok=True)
    for old in sorted(migrated.parent.glob("migrated-*.sqlite3"), key=lambda path: path.stat().st_mtime)[:-3]:
        old.unlink(missing_ok=True)
    draft = migrated.with_suffix(f".{os.getpid()}")
    shutil.copy(template, draft)
    draft.replace(migrated)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
