"""Nobody but the server's own account reads the files of the database and of the index."""

import sqlite3
import stat
from pathlib import Path

import pytest
from django.db import connection

from protection.file_modes import close_to_others
from search.engines.embedded import Embedded


def open_to_others(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if stat.S_IMODE(path.stat().st_mode) & 0o077]


def test_a_database_that_stood_open_is_closed(tmp_path):
    path = tmp_path / "portal.sqlite3"
    with sqlite3.connect(path) as opened:
        opened.execute("PRAGMA journal_mode = WAL")
        opened.execute("CREATE TABLE t (x)")
        for each in tmp_path.iterdir():
            each.chmod(0o644)
        assert len(open_to_others(tmp_path)) == 3
        close_to_others(path)
        assert open_to_others(tmp_path) == []
    opened.close()


def test_what_is_not_there_is_no_trouble(tmp_path):
    close_to_others(tmp_path / "none.sqlite3")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a server has its own files")
@pytest.mark.django_db(transaction=True)
def test_the_first_query_closes_the_database():
    path = Path(connection.settings_dict["NAME"])
    connection.close()
    path.chmod(0o644)
    connection.ensure_connection()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_index_is_made_closed(tmp_path):
    engine = Embedded(tmp_path / "search.sqlite3")
    with engine._connection():
        assert (tmp_path / "search.sqlite3").exists()
        assert open_to_others(tmp_path) == []
