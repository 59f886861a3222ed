"""Expectations that stand in a table beside a test (``data/*.csv``)."""

import csv
from pathlib import Path


def rows_beside(test: str, name: str) -> list[dict[str, str]]:
    """Return the rows of a table in the ``data/`` nearest to a test, which says where with its ``__file__``:
    beside it, or beside the folder it is in. Raises StopIteration where there is none.
    """
    tables = (folder / "data" / name for folder in Path(test).parents)
    with next(filter(Path.exists, tables)).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
