"""Work of this room that nobody waits for."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.db import transaction
from django_tasks import task

from complaints.clocks import projection
from complaints.handling import unread
from complaints.imports import importing, leases
from complaints.models import Case
from complaints.telling import outbox

#: For so long a worker files cases of another system before other work has its turn.
TURN = timedelta(seconds=20)


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


@task()
def read_cases_file(import_id: int) -> None:
    """File what a kept file of another system's cases says, from where it was left, for a turn; other work
    goes between the turns.
    """
    read = importing.read(import_id, turn=TURN)
    if read.finished_at is None and not read.is_in_hand:
        read_cases_file.enqueue(import_id)


@task()
def send_notice(pk: int) -> None:
    """Send a message that there is something new. Safe to run twice."""
    outbox.send(pk)


def tell(case: Case) -> None:
    """Have what was done last told to the complainant, where they want it, when the act is committed."""
    if pk := outbox.queue(case):
        transaction.on_commit(partial(send_notice.enqueue, pk))


def take_up_imports() -> int:
    """Give every file of cases whose reader died to a worker again, and give up what several died of.

    Each minute by a worker (data/periodic.csv); gives how many files it moved.
    """
    moved = [found for import_id in leases.abandoned() if (found := leases.release(import_id))]
    for found in moved:
        if found.died >= leases.MOST_DEATHS:
            importing.give_up(found.pk, "cases_left")
        else:
            transaction.on_commit(partial(read_cases_file.enqueue, found.pk))
    importing.sweep()
    return len(moved)


def look_after(units: Iterable[int], user: int | None = None) -> None:
    """Start that when the change is committed by which people left, or an office closed."""
    if found := sorted(set(units)):
        transaction.on_commit(partial(take_up_left.enqueue, found, user))


def recount() -> None:
    """Start the recount when the change that calls for it is committed."""
    transaction.on_commit(recompute_clocks.enqueue)
