"""Work of this room that nobody waits for."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django_tasks import task

from complaints.clocks import projection
from complaints.handling import unread


@task()
def recompute_clocks() -> int:
    """Count the clocks of all cases again; return how many cases changed. Safe to run twice."""
    return projection.recompute()


@task()
def take_up_left(units: list[int], user: int | None = None) -> None:
    """Find what nobody reads any more in these units, or in somebody's hands (``unread``). Safe to run twice.

    It says nothing of what it found: who reads of background work may be of those that are meant.
    """
    unread.take_up(units, user)


def look_after(units: Iterable[int], user: int | None = None) -> None:
    """Start that when the change is committed by which people left, or an office closed."""
    if found := sorted(set(units)):
        transaction.on_commit(partial(take_up_left.enqueue, found, user))


def recount() -> None:
    """Start the recount when the change that calls for it is committed."""
    transaction.on_commit(recompute_clocks.enqueue)
