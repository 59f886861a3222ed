"""One worker at a time for one thing, on every database alike.

A lease is a row that is taken by a conditional UPDATE and runs out by itself: no lock is held while an engine
is waited for, and a worker that dies blocks the others for no longer than the lease lasts. A living one
renews it beside its work (``protection.heartbeat``), however long the engine takes.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.utils import timezone

from protection.heartbeat import HELD, beating
from search.models import Lease


class LeaseLost(Exception):
    """The lease ran out and somebody else took it: stop, and leave their work alone."""


class HeldLease:
    """A lease in one's hands."""

    def __init__(self, name: str, holder: str) -> None:
        self.name, self.holder = name, holder

    def renew(self) -> None:
        """Hold it for another while. Raises LeaseLost."""
        if not self.show():
            raise LeaseLost(self.name)

    def show(self) -> int:
        """The same, where it is still one's own; 0 where it is not."""
        until = timezone.now() + HELD
        return Lease.objects.filter(name=self.name, holder=self.holder).update(until=until)


@contextmanager
def acquire(name: str) -> Iterator[HeldLease | None]:
    """Take the lease ``name`` for the length of the block; None when somebody else has it.

    It runs out HELD after it was taken or last renewed: so long is waited for a worker that died.
    """
    now = timezone.now()
    Lease.objects.get_or_create(name=name, defaults={"until": now - timedelta(seconds=1)})
    holder = uuid.uuid4().hex
    until = now + HELD
    if not Lease.objects.filter(name=name, until__lt=now).update(holder=holder, until=until):
        yield None
        return
    try:
        held = HeldLease(name, holder)
        with beating(f"lease {name}", held.show):
            yield held
    finally:
        Lease.objects.filter(name=name, holder=holder).update(until=now - timedelta(seconds=1), holder="")
