"""What is acknowledged is on disk, so that it is there after a power cut too.

On SQLite a commit with ``PRAGMA synchronous=NORMAL`` (settings) is in the system's memory only. A filing
waits for the disk in its commit (``acknowledged``), since its receipt may be shown by another request; what
else a request wrote is waited for once, before its answer (``middleware.DurableMiddleware``), when no lock is
held any more. Sessions and throttles of requests that only read are waited for by nobody. On PostgreSQL every
commit waits, also where the server was told not to. Files wait for the disk before the rows that name them.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.db import connection, transaction

WAIT_FOR_THE_DISK = """
SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
"""


@contextmanager
def acknowledged() -> Iterator[None]:
    """A transaction of its own that is on disk when the block is left; RuntimeError inside of another one."""
    waits = connection.vendor == "sqlite" and not connection.in_atomic_block
    if waits:
        _choose("FULL")
    try:
        with transaction.atomic(durable=True):
            yield
    finally:
        if waits and connection.connection is not None:
            _choose("NORMAL")


def _choose(mode: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={mode}")


def settle_database() -> None:
    """Return when all that was committed so far is on disk; on SQLite, where the log is all that is not."""
    if connection.vendor == "sqlite":
        with suppress(FileNotFoundError):  # nothing was written since the log was taken into the file
            _sync(Path(f"{connection.settings_dict['NAME']}-wal"))


def settle_file(path: Path, root: Path) -> None:
    """Return when a file is on disk, and its name in its folder, and those of all folders up to ``root``."""
    _sync(path)
    folder = path.parent
    while True:
        _sync(folder)
        if folder in (root, folder.parent):
            return
        folder = folder.parent


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def wait_for_the_disk(connection: Any, **_signal: Any) -> None:
    """Have a new connection to PostgreSQL acknowledge only what is on disk, whatever the server was told."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(WAIT_FOR_THE_DISK)
