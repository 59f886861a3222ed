"""A bench runs from its command line in a database of its own, on SQLite and (second leg) on PostgreSQL."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


#: Those that write rows past the models, which a new column breaks without a word.
BENCHES = ["regions", "filing-unhashed", "publish-compare", "public-history"]


@pytest.mark.django_db
def test_benches_run_one_after_the_other_and_leave_no_database_behind(tmp_path) -> None:
    figures = tmp_path / "figures.json"
    words = [sys.executable, "-m", "bench", *BENCHES]
    words += ["--sizes", "1000", "--repeats", "1", "--json", str(figures)]
    done = subprocess.run(words, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    written = json.loads(figures.read_text())
    names = [result["name"] for result in written["results"]]
    assert all(any(name.startswith(bench) for name in names) for bench in BENCHES)
    assert connection.display_name in written["machine"]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'bench%'")
            assert cursor.fetchall() == []
