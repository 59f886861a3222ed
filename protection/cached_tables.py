"""Kept in the process from one request to the next, while the tables of the public pages are in one state:
small tables that almost every page asks for.

The state is a value that the database itself draws anew in the transaction of every write to one of those
tables (``HOOK``; portal/stamping.py), whatever process, program or hand writes. Each request asks for it
once, before it uses anything kept; what is kept was read after its state, so that it is that state or a later
one and never an older. Only while a page is shown, as with ``once``: what writes reads again each time. And
only for a day: an office may have closed with the one before.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import TypeVar

from django.utils import timezone
from wagtail import hooks

from protection import once

#: The room that watches the tables answers with a function: nothing → their state, None where unknown.
HOOK = "state_of_public_tables"

Rows = TypeVar("Rows")

#: All that is kept; a test holds against the watched tables what they read.
READERS: list[Callable[[], object]] = []


@dataclass(frozen=True)
class _InOneState:
    state: str
    day: date
    rows: dict[Callable, object] = field(default_factory=dict)


_kept = _InOneState("", date.min)


@once.a_request
def state() -> str | None:
    """The state of the tables; None where nothing watches them, or not all of them."""
    for ask in hooks.get_hooks(HOOK):
        return ask()
    return None


def while_unchanged(read: Callable[[], Rows]) -> Callable[[], Rows]:
    """Mark a function that reads watched tables alone and takes no argument; nobody may change what it
    returns, which other threads use at the same time.
    """

    @wraps(read)
    def kept() -> Rows:
        known = state() if once.is_showing() else None
        if known is None:
            return read()
        rows = _in(known, timezone.localdate()).rows
        if read not in rows:
            rows[read] = read()
        return rows[read]  # type: ignore[return-value]

    READERS.append(read)
    return kept


def _in(known: str, day: date) -> _InOneState:
    """What is kept of a state. Whatever was of another is let go."""
    global _kept
    found = _kept
    if (found.state, found.day) != (known, day):
        found = _kept = _InOneState(known, day)
    return found
