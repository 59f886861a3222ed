"""Work of this room that nobody waits for."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from complaints import projection


@task()
def recompute_clocks() -> int:
    """Count the clocks of all cases again; return how many cases changed. Safe to run twice."""
    return projection.recompute()


def recount() -> None:
    """Start the recount when the change that calls for it is committed."""
    transaction.on_commit(recompute_clocks.enqueue)
