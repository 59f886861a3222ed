"""Showing that periodic work is still in hand, so that a dead worker's is taken up within a minute or two."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, connections
from django.utils import timezone

from portal.models import PeriodicWork

HELD = timedelta(minutes=1)
"""For how long whoever shows that they are at it may be believed to be."""
SHOWN_EVERY = 20
"""Seconds."""

logger = logging.getLogger(__name__)


@contextmanager
def shown(name: str, runner: str, most: timedelta) -> Iterator[None]:
    """Renew the lease of the work while the block runs, for ``most`` at the longest; a hung one ends so."""
    done = threading.Event()
    showing = threading.Thread(
        target=_show, args=(name, runner, most, done), name=f"lease {name}", daemon=True
    )
    showing.start()
    try:
        yield
    finally:
        done.set()
        showing.join()


def _show(name: str, runner: str, most: timedelta, done: threading.Event) -> None:
    until = timezone.now() + most
    while not done.wait(SHOWN_EVERY) and timezone.now() < until:
        try:
            renew(name, runner)
        except DatabaseError:  # the next turn may reach it; else another worker takes the work up
            logger.warning("the lease of the periodic work %s could not be renewed", name)
        finally:
            connections.close_all()


def renew(name: str, runner: str) -> None:
    """Hold the work for a while longer, where it is still this worker's."""
    PeriodicWork.objects.filter(name=name, leased_by=runner).update(leased_until=timezone.now() + HELD)
