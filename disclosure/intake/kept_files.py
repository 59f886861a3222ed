"""The file of a list that waits to be read: it holds accounts and addresses, so it lives no longer than that.

A process can die between any two steps. So the row that names a file is there before the file and goes after
it: what is left behind has always somebody who knows of it, and is swept.
"""

from typing import IO

from django.core.files.base import File

from disclosure.models import Batch


def name_for(batch: Batch) -> str:
    """A random name for the file of a batch; to be saved with the batch before ``write``."""
    return batch.file.field.generate_filename(batch, batch.source_name)


def write(batch: Batch, file: IO[bytes]) -> None:
    """Keep the file under the name that the batch has; call it when the batch is committed."""
    batch.file.storage.save(batch.file.name, File(file))


def forget(batch: Batch) -> None:
    """Delete the kept file, when the batch that no longer needs it is committed."""
    if batch.file:
        batch.file.storage.delete(str(batch.file.name))
        Batch.objects.filter(pk=batch.pk).update(file="")
        batch.file = ""


def sweep() -> int:
    """Delete files that a process left when it died after its batch was read or withdrawn; say how many."""
    left = list(Batch.objects.filter(checked_at__isnull=False).exclude(file=""))
    for batch in left:
        forget(batch)
    return len(left)
