"""A portal of the bench's own: a temporary data folder, a database in it, reference data, invented places."""

import contextlib
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path


@contextlib.contextmanager
def portal() -> Iterator[Callable[[], None]]:
    """Set Django up on an empty, migrated and prepared database; everything is gone afterwards.

    Yields a function that brings the database back to that state, for the next bench. With DATABASE_URL the
    database is a new one on that server, otherwise a SQLite file.
    """
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        os.environ["DATA_DIR"] = folder
        os.environ.pop("SEARCH_INDEX_PATH", None)
        # Each search bench names its engine itself; a node that is running already need not be started.
        os.environ["BENCH_ELASTICSEARCH"] = os.environ.pop("SEARCH_URL", "")
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("compile_translations", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        database = _File(Path(folder)) if connection.vendor == "sqlite" else _Server()
        try:
            database.make()
            yield database.make_again
        finally:
            connection.close()
            database.drop()


class _File:
    """A SQLite file and a copy of it as it was prepared."""

    def __init__(self, folder: Path) -> None:
        self.template = folder / "template.sqlite3"

    def make(self) -> None:
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        _prepare()
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        shutil.copyfile(connection.settings_dict["NAME"], self.template)

    def make_again(self) -> None:
        from django.db import connection

        connection.close()
        name = str(connection.settings_dict["NAME"])
        for suffix in ("-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self.template, name)

    def drop(self) -> None:
        """Nothing: the folder goes."""


class _Server:
    """A new database on the server that DATABASE_URL names."""

    def __init__(self) -> None:
        from django.db import connection

        self.original = str(connection.settings_dict["NAME"])

    def make(self) -> None:
        from django.db import connection

        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        _prepare()

    def make_again(self) -> None:
        self.drop()
        self.make()

    def drop(self) -> None:
        from django.db import connection

        connection.creation.destroy_test_db(self.original, verbosity=0)


def _prepare() -> None:
    from django.core.management import call_command

    from bench import making

    call_command("prepare_site", verbosity=0)
    making.make_places()


def machine() -> str:
    """One line on where the figures come from."""
    from django.db import connection

    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    database = f"{connection.display_name} {'.'.join(map(str, connection.get_database_version()))}"
    return f"{os.cpu_count()} cores ({_processor()}), {system}, {database}"


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"
