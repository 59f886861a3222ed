"""Showing that periodic work is still in hand, so that a dead worker's is taken up within a minute."""

from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial

from django.utils import timezone

from portal.models import PeriodicWork
from protection.heartbeat import HELD, SHOWN_EVERY, beating


def shown(name: str, runner: str, most: timedelta) -> AbstractContextManager[None]:
    """Renew the lease of the work while the block runs, for ``most`` at the longest; a hung one ends so."""
    return beating(f"periodic work {name}", partial(renew, name, runner), every=SHOWN_EVERY, most=most)


def renew(name: str, runner: str) -> None:
    """Hold the work for a while longer, where it is still this worker's."""
    PeriodicWork.objects.filter(name=name, leased_by=runner).update(leased_until=timezone.now() + HELD)
