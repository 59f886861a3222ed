"""Background work of this room."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from search.engines import current
from search.engines.engine import EngineError
from search.indexing.draining import drain
from search.indexing.rebuilding import RebuildRunning, rebuild
from search.indexing.sources import source_of
from search.models import SearchIndex

#: A task waiting for longer than this is taken for lost.
LOST_AFTER = timedelta(minutes=5)
RETRY_AFTER = timedelta(minutes=1)

logger = logging.getLogger(__name__)


@task()
def follow_index(name: str) -> None:
    """Take in what waits for the index ``name``; build it when there is none; try again later if it fails."""
    SearchIndex.objects.filter(name=name).update(enqueued_at=None)
    try:
        # Without an index there may be nothing to follow, and yet everything to build.
        if current.engine().state(source_of(name).schema).live is None:
            rebuild(name)
        else:
            drain(name)
    except RebuildRunning:
        pass  # it takes in what waits when it is done
    except EngineError as error:
        logger.warning("The index %s lags: %s", name, error)
        wake(name, after=RETRY_AFTER)


def wake(name: str, after: timedelta | None = None) -> None:
    """Enqueue ``follow_index``, unless one is waiting already."""
    now = timezone.now()
    backend = follow_index.get_backend()
    if after and not backend.supports_defer:
        return  # what waits is taken in with the next change, or by ``manage.py update_index``
    with transaction.atomic():
        SearchIndex.objects.get_or_create(name=name)
        nobody = Q(enqueued_at=None) | Q(enqueued_at__lt=now - LOST_AFTER)
        if SearchIndex.objects.filter(nobody, name=name).update(enqueued_at=now):
            follow_index.using(run_after=now + after if after else None).enqueue(name)
