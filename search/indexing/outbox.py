"""How other rooms keep an index up to date: they note what changed, in the transaction of the change."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction

from search.models import Change
from search.tasks import wake


def enqueue(index: str, object_id: int) -> None:
    """Write down that an object of ``index`` changed or went. Call it in the transaction of the change.

    The index has it soon after the commit. Nothing that goes wrong there reaches the caller.
    """
    enqueue_all(index, [object_id])


def enqueue_all(index: str, object_ids: Iterable[int]) -> None:
    """The same of several objects."""
    Change.objects.bulk_create(Change(index=index, object_id=object_id) for object_id in object_ids)
    transaction.on_commit(partial(wake, index), robust=True)
