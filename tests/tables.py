"""Expectations that stand in a table beside a test (``data/*.csv``)."""

import csv
from pathlib import Path


def rows_beside(test: str, name: str) -> list[dict[str, str]]:
    """Return the rows of a table in ``data/`` beside a test, which says where with its ``__file__``."""
    with (Path(test).parent / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
