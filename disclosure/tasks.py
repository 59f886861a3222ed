"""Work on lists that a request does not wait for."""

from django_tasks import task

from disclosure.importing import read_received
from disclosure.models import Batch
from disclosure.publishing import publish


@task()
def read_batch(batch_id: int) -> None:
    """Check the kept file of a batch."""
    read_received(batch_id)


@task()
def publish_batch(batch_id: int) -> None:
    """Publish an approved batch; one that was published meanwhile stays as it is."""
    publish(Batch.objects.get(pk=batch_id))
