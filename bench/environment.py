"""A portal of the bench's own: a temporary data folder, a database in it, reference data, invented places."""

import contextlib
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path


@contextlib.contextmanager
def portal(settings: str = "bench.settings") -> Iterator[Callable[[], None]]:
    """Set Django up on an empty, migrated and prepared database; everything is gone afterwards.

    Yields a function that brings the database back to that state, for the next bench. With DATABASE_URL the
    database is a new one on that server, otherwise a SQLite file.
    """
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        os.environ["DATA_DIR"] = folder
        os.environ.pop("SEARCH_INDEX_PATH", None)
        # Each search bench names its engine itself; a node that is running already need not be started.
        os.environ["BENCH_ELASTICSEARCH"] = os.environ.pop("SEARCH_URL", "")
        os.environ["DJANGO_SETTINGS_MODULE"] = settings
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
    """Two new databases on the server that DATABASE_URL names: the one that is worked in, and its template.

    Named bench_…, so that neither the portal's own database nor that of its tests is touched.
    """

    def __init__(self) -> None:
        from django.db import connection

        self.name = f"bench_{connection.settings_dict['NAME']}"
        self.template = f"{self.name}_template"
        self.there = False

    def make(self) -> None:
        from django.db import connection

        connection.settings_dict["TEST"]["NAME"] = self.name
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        self.there = True
        _prepare()
        self._copy(self.name, self.template)

    def make_again(self) -> None:
        self._copy(self.template, self.name)

    def drop(self) -> None:
        if self.there:
            self._say(f'DROP DATABASE IF EXISTS "{self.name}"', f'DROP DATABASE IF EXISTS "{self.template}"')

    def _copy(self, source: str, target: str) -> None:
        self._say(f'DROP DATABASE IF EXISTS "{target}"', f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    def _say(self, *statements: str) -> None:
        from django.db import connection

        connection.close()  # nobody may be in a database that is copied or dropped
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


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
