"""Taking the changes of the outbox into the index.

The order of steps is what makes it safe with any number of workers and crashes: read which objects changed,
take a version, read the objects, write them under that version, forget the changes read. A crash in between
only repeats the write. A change committed after the reading has its own row, which stays.
"""

import time

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from search.engines import current
from search.indexing.leases import LeaseLost, acquire
from search.indexing.sources import source_of
from search.models import Change, SearchIndex

BATCH = 500


def next_version(name: str) -> int:
    """A number greater than all given before for this index; take it before reading what is to be written.

    It is never less than the time in milliseconds, so that versions go on rising when the database was
    restored from a copy and the index was not.
    """
    now = int(time.time() * 1000)
    with transaction.atomic():
        SearchIndex.objects.get_or_create(name=name)
        row = SearchIndex.objects.filter(name=name)
        row.update(version=Greatest(F("version") + 1, Value(now)))
        return row.values_list("version", flat=True).get()


def drain(name: str) -> int:
    """Write all changes waiting for the index ``name``; returns how many objects.

    Raises EngineError when the engine cannot take them (they stay in the outbox), LookupError for an index
    without a source. Does nothing when another worker is at it: that one looks again after its last batch.
    """
    done = 0
    while waiting(name):
        with acquire(f"{name}/follow") as lease:
            if lease is None:
                return done
            while batch := list(Change.objects.filter(index=name).order_by("pk")[:BATCH]):
                try:
                    lease.renew()
                except LeaseLost:
                    return done  # another worker has taken it up meanwhile
                done += _take_in(name, batch)
    return done


def waiting(name: str) -> int:
    """How many changes the index does not have yet."""
    return Change.objects.filter(index=name).count()


def _take_in(name: str, batch: list[Change]) -> int:
    source = source_of(name)
    ids = sorted({change.object_id for change in batch})
    version = next_version(name)
    documents = source.documents(ids)
    gone = set(ids) - {document.id for document in documents}
    current.engine().write(source.schema, version, documents, sorted(gone))
    Change.objects.filter(pk__in=[change.pk for change in batch]).delete()
    return len(ids)
