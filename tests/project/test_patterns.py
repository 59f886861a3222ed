"""No regular expression of the rooms takes longer than its text: each over hostile texts made from itself.

They run in a process of their own, in processor time and with a wide margin: a quadratic pattern takes
many times what it may, and one without end is killed with its process.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tables import rows_beside

ROOT = Path(__file__).resolve().parents[2]
#: Of the clock; it takes two and a half minutes of computing, and more where others compute too.
MOST_SECONDS = 1200


def run(*words: str) -> list[dict]:
    """What the process says, line by line. A process that takes too long fails."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.project.patterns.run", *words],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_no_pattern_takes_longer_than_its_text():
    *slow, last = run()
    assert slow == []
    assert last["count"] > 100, "the walk through the modules misses some"


@pytest.mark.parametrize(
    "pattern",
    [
        r"<R\b[^>]*Target=[\"']/?docProps/[^>]*>",  # its like held the whole site for half a minute
        r"[\s_]*[（(]\d{4}",
        r"^.*(?:通过|批准)[。 ]*[）]?[。 ]*$",
    ],
)
def test_one_that_does_is_found(pattern):
    (found,) = run(pattern)
    assert found["text"]


@pytest.mark.parametrize("row", rows_beside(__file__, "patterns.csv"), ids=lambda row: row["pattern"])
def test_what_is_said_of_a_pattern_is_about_one_that_is_there(row):
    module, _, name = row["pattern"].partition(":")
    assert f"\n{name} = " in (ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
    assert row["why"]
