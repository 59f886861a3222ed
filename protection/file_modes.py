"""Files of SQLite, readable by the server's own account alone: SQLite makes them as the umask has it."""

import stat
from pathlib import Path
from typing import Any

PRIVATE_FILE = 0o600
#: The database itself, its log of writes, and the index of that log.
_PARTS = ("", "-wal", "-shm")


def close_to_others(database: Path) -> None:
    """Take a database's files from everybody but their owner; files of another owner are left as they are."""
    for part in _PARTS:
        path = database.with_name(database.name + part)
        try:
            if stat.S_IMODE(path.stat().st_mode) & ~PRIVATE_FILE:
                path.chmod(PRIVATE_FILE)
        except (FileNotFoundError, PermissionError):
            continue


def close_database(connection: Any, **kwargs: object) -> None:
    """Receive Django's ``connection_created``: later files of SQLite take the mode of the first."""
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():
        close_to_others(Path(connection.settings_dict["NAME"]))
