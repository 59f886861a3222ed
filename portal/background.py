"""Tasks whose worker died are given to the next one, within a minute.

django-tasks-db marks a task as running when a worker claims it, and nothing ever takes the mark back: what a
killed worker had in hand would run for ever and be done never. So each worker shows that it lives
(``LivingWorker``), and looks for tasks that run in hands of which nothing is heard any more. Those are made
ready again; so each task must bear being run twice, also at the same time, when a worker was only slow.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial

from django.db import DatabaseError, InterfaceError
from django.db.models import Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.models import LivingWorker
from protection.heartbeat import HELD, SHOWN_EVERY, beating

#: For how long a worker counts as alive: until every lease that it may have held ran out before it.
ALIVE = HELD + SHOWN_EVERY
#: A task that so many workers died of is given up: it is what kills them.
MOST_WORKERS = 5
RETRY = timedelta(seconds=10)
#: A task that ended so found the database busy or away, and is tried again.
BUSY = ("django.db.utils.OperationalError", "django.db.utils.InterfaceError")
GIVEN_UP = "portal.background.WorkersDied"

logger = logging.getLogger(__name__)


@contextmanager
def living(worker: str) -> Iterator[None]:
    """Show during the block that ``worker`` is alive, and take up what others died of.

    What runs in its own name from before is a dead predecessor's. A worker that ends in good order leaves
    nothing that has to run out.
    """
    _leave(worker)
    take_up()
    show(worker)
    try:
        with beating(f"background worker {worker}", partial(_look_around, worker)):
            yield
    finally:
        # Where the database is away, the row runs out; the worker has to end all the same.
        with suppress(DatabaseError, InterfaceError):
            _leave(worker)


def show(worker: str) -> None:
    """Say that a worker is alive now."""
    row = LivingWorker(name=worker, until=timezone.now() + ALIVE)
    LivingWorker.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["name"], update_fields=["until"]
    )


def take_up() -> int:
    """Make every task ready again whose worker is not alive, or that the database refused; give how many."""
    # The tasks are read first: who claimed one has shown itself before.
    running = Q(status="RUNNING")
    refused = Q(status="FAILED", exception_class_path__in=BUSY)
    tasks = list(DBTaskResult.objects.filter(running | refused).only("worker_ids", "started_at", "status"))
    if not tasks:
        return 0
    alive = set(LivingWorker.objects.filter(until__gt=timezone.now()).values_list("name", flat=True))
    gone = [task for task in tasks if task.status == "FAILED" or alive.isdisjoint(task.worker_ids[-1:])]
    return sum(map(_give, gone))


def _look_around(worker: str) -> None:
    show(worker)
    take_up()


def _leave(worker: str) -> None:
    """Forget a worker, and those of whom nothing was heard for long."""
    LivingWorker.objects.filter(Q(name=worker) | Q(until__lt=timezone.now() - ALIVE)).delete()


def _give(task: DBTaskResult) -> int:
    """Put one task back; nothing where another worker did so meanwhile."""
    tries, now = len(task.worker_ids), timezone.now()
    its = DBTaskResult.objects.filter(pk=task.pk, status=task.status, started_at=task.started_at)
    if tries < MOST_WORKERS:
        wait = RETRY * 2**tries if task.status == "FAILED" else timedelta(0)
        return its.update(status="READY", started_at=None, finished_at=None, run_after=now + wait)
    if task.status == "RUNNING":
        logger.error("task %s is given up: %s workers died of it", task.pk, tries)
        its.update(status="FAILED", finished_at=now, exception_class_path=GIVEN_UP)
    return 0
