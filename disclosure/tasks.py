"""Work on lists that a request does not wait for."""

from contextlib import suppress
from functools import partial

from django.db import transaction
from django_tasks import task

from disclosure import order
from disclosure.enums import BatchState
from disclosure.intake import leases, staging
from disclosure.intake.importing import give_up, read_received
from disclosure.models import Batch
from disclosure.problems import ListActNotAllowed, Problem
from disclosure.publication.publishing import publish
from organizations.models import User


@task()
def read_batch(batch_id: int) -> None:
    """Check the kept file of a batch."""
    read_received(batch_id)


@task()
def publish_batch(batch_id: int, user_id: int | None = None) -> None:
    """Publish an approved batch for whoever asked; one that was published meanwhile stays as it is.

    Approved lists of earlier months of the same place go before it: after it they never could be public.
    """
    batch = Batch.objects.get(pk=batch_id)
    approved = Batch.objects.filter(state=BatchState.APPROVED, month__lt=batch.month)
    for earlier in approved.filter(programme=batch.programme_id, region=batch.region_id).order_by(
        "month", "pk"
    ):
        with suppress(ListActNotAllowed):
            publish(earlier)
    publish(batch, User.objects.filter(pk=user_id).first())


def publish_begun() -> int:
    """Publish the approved lists whose month has begun, oldest month first; give how many.

    One that cannot be public as it was approved (another number would end by now, another list took its
    place) stays approved, and its page says why to a reviewer. What was left of rows that a public or
    withdrawn list needs no more is deleted too.
    """
    over = Batch.objects.filter(state__in=[BatchState.PUBLISHED, BatchState.WITHDRAWN])
    for batch in over.filter(staged_rows__isnull=False).distinct():
        staging.forget(batch)
    published = 0
    approved = Batch.objects.filter(state=BatchState.APPROVED).order_by("month", "approved_at", "pk")
    for batch in [batch for batch in approved if order.has_begun(batch)]:
        with suppress(ListActNotAllowed):
            publish(batch)
            published += 1
    return published


def take_up_abandoned() -> int:
    """Give every batch whose reader died to a worker again; a file that several died of is given up.

    Asked by whoever looks at lists, and each minute by a worker (data/periodic.csv); gives how many batches
    it moved. One query where there is nothing to do.
    """
    moved = 0
    for batch_id in list(leases.abandoned().values_list("pk", flat=True)):
        batch = leases.release(batch_id)
        if batch is None:
            continue
        moved += 1
        if batch.readings >= leases.MOST_READINGS:
            died = Problem("file_reader_died", params={"times": leases.MOST_READINGS})
            give_up(batch_id, died)
        else:
            transaction.on_commit(partial(read_batch.enqueue, batch_id))
    return moved
