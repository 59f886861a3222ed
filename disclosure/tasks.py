"""Work on lists that a request does not wait for."""

import logging
from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import task
from django_tasks.signals import task_started

from disclosure import leases
from disclosure.importing import give_up, read_received
from disclosure.models import Batch
from disclosure.publishing import publish

logger = logging.getLogger(__name__)


@task()
def read_batch(batch_id: int) -> None:
    """Check the kept file of a batch."""
    read_received(batch_id)


@task()
def publish_batch(batch_id: int) -> None:
    """Publish an approved batch; one that was published meanwhile stays as it is."""
    publish(Batch.objects.get(pk=batch_id))


def take_up_abandoned() -> int:
    """Give every batch whose reader died to a worker again; a file that several died of is given up.

    Asked by whoever looks at lists, and by a worker before each task; gives how many batches it moved. One
    query where there is nothing to do.
    """
    moved = 0
    for batch_id in list(leases.abandoned().values_list("pk", flat=True)):
        batch = leases.release(batch_id)
        if batch is None:
            continue
        moved += 1
        if batch.readings >= leases.MOST_READINGS:
            give_up(batch_id)
        else:
            transaction.on_commit(partial(read_batch.enqueue, batch_id))
    return moved


def before_each_task(**_: Any) -> None:
    """A worker that starts again finds what the last one had in hand; no task fails because of that."""
    try:
        take_up_abandoned()
    except Exception:
        logger.exception("Lists whose reader died could not be taken up")


task_started.connect(before_each_task, dispatch_uid="disclosure.take_up_abandoned")
