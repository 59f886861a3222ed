"""What the readers of the worker share: the refusal that ends a file, letters of columns, chunks of rows, and
which part of a file a sheet is.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import accumulate, pairwise
from typing import Any

ROWS_A_LINE = 500
MOST_CELLS = 1000


class ListFileRefused(Exception):
    """The file cannot be read, or not without doubt; ``code`` is one of disclosure/messages.py."""

    def __init__(self, code: str, row: int = 0, column: str = "", **params: Any) -> None:
        super().__init__(code)
        self.message = {"error": code, "row": row, "column": column, "params": params}


def letter(index: int) -> str:
    """The letter of a column, counted from 0: A to Z, then AA and so on."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def parts(sizes: Sequence[int]) -> list[tuple[float, float]]:
    """From which share of the file to which its sheets go, by how large they are, in any measure."""
    ends = list(accumulate(max(size, 1) for size in sizes))
    return [(begin / ends[-1], end / ends[-1]) for begin, end in pairwise([0, *ends])]


def in_chunks(rows: Iterable[list[Any]], hidden: Set[int] = frozenset()) -> Iterator[dict[str, Any]]:
    """Pack rows, numbered from 1, into messages; a long run of empty rows is skipped, not sent.

    ``hidden``: numbers of rows that whoever opens the file does not see.
    """
    chunk: list[list[Any]] = []
    first, empty = 1, 0
    for number, cells in enumerate(rows, start=1):
        if not cells:
            empty += 1
            if empty < ROWS_A_LINE:
                chunk.append(cells)
            continue
        if empty >= ROWS_A_LINE:
            if chunk:
                yield _message(first, chunk, hidden)
            chunk, first = [], number
        empty = 0
        chunk.append(cells)
        if len(chunk) >= ROWS_A_LINE:
            yield _message(first, chunk, hidden)
            chunk, first = [], number + 1
    if chunk and any(chunk):
        yield _message(first, chunk, hidden)


def _message(first: int, chunk: list[list[Any]], hidden: Set[int]) -> dict[str, Any]:
    message: dict[str, Any] = {"at": first, "rows": chunk}
    unseen = [number for number in range(first, first + len(chunk)) if number in hidden] if hidden else []
    return {**message, "hidden": unseen} if unseen else message
