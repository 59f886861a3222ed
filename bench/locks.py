"""For how long transactions hold the write lock."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.db import connection, transaction


@contextmanager
def lock_timed(held: list[float], *, all_of_them: bool = False) -> Iterator[None]:
    """Note for how long each transaction of this thread lasts, commit included: the ``durable`` ones, as a
    filing's is, or all.
    """
    enter, leave, begun = transaction.Atomic.__enter__, transaction.Atomic.__exit__, {}

    def entered(self: Any) -> None:
        is_outer = not connection.in_atomic_block
        enter(self)
        if is_outer:
            begun[id(self)] = time.perf_counter()  # from when the lock is there

    def left(self: Any, *error: Any) -> None:
        leave(self, *error)
        since = begun.pop(id(self), None)
        if since is not None and (all_of_them or self.durable):
            held.append(time.perf_counter() - since)

    with mock.patch.multiple(transaction.Atomic, __enter__=entered, __exit__=left):
        yield
