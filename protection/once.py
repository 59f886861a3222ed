"""Read once a request: tables of rules that several parts of one page ask for.

Only while a page is shown, and for as long: what is written is read again each time, and so is what decides
who may see a row.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TypeVar

Rows = TypeVar("Rows")

_read: ContextVar[dict[Callable, object] | None] = ContextVar("read_in_this_request", default=None)


@contextmanager
def request() -> Iterator[None]:
    """Within the block, what is marked ``a_request`` is read once."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def is_showing() -> bool:
    """Whether a page is being shown, and nothing written."""
    return _read.get() is not None


def a_request(read: Callable[[], Rows]) -> Callable[[], Rows]:
    """Mark a function that reads a table and takes no argument; nobody may change what it returns."""

    @wraps(read)
    def once() -> Rows:
        known = _read.get()
        if known is None:
            return read()
        if read not in known:
            known[read] = read()
        return known[read]  # type: ignore[return-value]

    return once
