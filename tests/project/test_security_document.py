"""docs/security.md speaks of every item of the standard, and of nothing that is not there."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VERDICTS = ("holds", "partly", "absent", "n/a")
#: The items of levels 1 and 2 of OWASP ASVS 5.0.0: first and last number of each run.
RUNS = """
1.1.1-2 1.2.1-9 1.3.1-11 1.4.1-3 1.5.1-2
2.1.1-3 2.2.1-3 2.3.1-4 2.4.1-1
3.2.1-2 3.3.1-4 3.4.1-6 3.5.1-5 3.7.1-2
4.1.1-3 4.2.1-1 4.3.1-2 4.4.1-4
5.1.1-1 5.2.1-3 5.3.1-2 5.4.1-3
6.1.1-3 6.2.1-12 6.3.1-4 6.4.1-4 6.5.1-5 6.6.1-3 6.8.1-4
7.1.1-3 7.2.1-4 7.3.1-2 7.4.1-5 7.5.1-2 7.6.1-2
8.1.1-2 8.2.1-3 8.3.1-1 8.4.1-1
9.1.1-3 9.2.1-4
10.1.1-2 10.2.1-2 10.3.1-4 10.4.1-11 10.5.1-5 10.6.1-2 10.7.1-3
11.1.1-2 11.2.1-3 11.3.1-3 11.4.1-4 11.5.1-1 11.6.1-1
12.1.1-3 12.2.1-2 12.3.1-4
13.1.1-1 13.2.1-5 13.3.1-2 13.4.1-5
14.1.1-2 14.2.1-4 14.3.1-3
15.1.1-3 15.2.1-3 15.3.1-7
16.1.1-1 16.2.1-5 16.3.1-4 16.4.1-3 16.5.1-3
17.1.1-1 17.2.1-4 17.3.1-2
"""
ITEM = r"\d+\.\d+\.\d+"
ROW = re.compile(rf"^\| ({ITEM}[^|]*) \| [^|]+ \| ([^|]+) \| [^|]+ \|$", re.MULTILINE)


def items() -> list[str]:
    found = []
    for run in RUNS.split():
        section, first, last = re.fullmatch(r"(\d+\.\d+)\.(\d+)-(\d+)", run).groups()
        found += [f"{section}.{number}" for number in range(int(first), int(last) + 1)]
    return found


def named(words: str) -> list[str]:
    """The items that a cell names: one, several after commas, or from one to another."""
    if "–" in words:
        first, last = words.split(" – ")
        known = items()
        return known[known.index(first) : known.index(last) + 1]
    return words.split(", ")


@pytest.fixture(scope="module")
def text() -> str:
    return (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def verdicts(text) -> list[tuple[str, str]]:
    return [(item, verdict) for words, verdict in ROW.findall(text) for item in named(words)]


def test_every_item_stands_there_once_and_in_order(verdicts):
    assert len(items()) == 253
    assert [item for item, _verdict in verdicts] == items()


def test_every_verdict_is_one_of_four(verdicts):
    assert {verdict for _item, verdict in verdicts} <= set(VERDICTS)


def test_the_counts_are_right(text, verdicts):
    counts = Counter(verdict for _item, verdict in verdicts)
    said = ", ".join(f"{verdict} {counts[verdict]}" for verdict in VERDICTS)
    assert f"Of {len(verdicts)} items: {said}." in text


def test_every_file_that_is_named_exists(text):
    paths = set(re.findall(r"`((?:[\w-]+/)+[\w.-]+)`", text)) - {"n/a"}
    assert len(paths) > 80
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []
