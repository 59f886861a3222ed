"""A portal of the bench's own: a temporary data folder, a database in it, reference data, invented places."""

import contextlib
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def portal() -> Iterator[Path]:
    """Set Django up on an empty, migrated and prepared database; everything is gone afterwards.

    With DATABASE_URL the database is a new one on that server, otherwise a SQLite file.
    """
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        os.environ["DATA_DIR"] = folder
        os.environ.pop("SEARCH_INDEX_PATH", None)
        # Each search bench names its engine itself; a node that is running already need not be started.
        os.environ["BENCH_ELASTICSEARCH"] = os.environ.pop("SEARCH_URL", "")
        # The password hasher, cache and files of a real server; only background tasks run at once.
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        if connection.vendor == "sqlite":
            call_command("migrate", verbosity=0)
        else:
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            call_command("compile_translations", verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
            call_command("prepare_site", verbosity=0)
            from bench import making

            making.make_places()
            yield Path(folder)
        finally:
            if connection.vendor != "sqlite":
                connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
            connection.close()


def machine() -> str:
    """One line on where the figures come from."""
    from django.db import connection

    cores = os.cpu_count()
    version = ".".join(map(str, sys.version_info[:3]))
    java = "Java there" if shutil.which("java") else "no Java"
    return (
        f"{cores} cores ({_processor()}), {platform.system()} {platform.machine()}, Python {version}, "
        f"{connection.display_name} {'.'.join(map(str, connection.get_database_version()))}, {java}"
    )


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"
