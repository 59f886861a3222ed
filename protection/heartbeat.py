"""Saying again and again, beside some work, that it is in hand, so that a dead worker's is taken up soon.

Who has something in hand writes until when they may be believed to be at it, and renews that from a thread
of their own while they work. Whoever dies stops renewing, and when the time has passed the next one takes the
work up: within a minute, by these figures. A wait of twenty seconds for a busy database breaks no lease.
"""

import itertools
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, connections

#: For how long whoever shows that they are at it may be believed to be.
HELD = timedelta(seconds=30)
SHOWN_EVERY = timedelta(seconds=10)

logger = logging.getLogger(__name__)


@contextmanager
def beating(
    name: str, beat: Callable[[], object], *, every: timedelta = SHOWN_EVERY, most: timedelta | None = None
) -> Iterator[None]:
    """Call ``beat`` every while as long as the block runs, but not for longer than ``most``: a hung one ends
    so.

    A beat that the database refuses is logged, and tried again at its next turn.
    """
    done = threading.Event()
    beats = threading.Thread(target=_beat, args=(name, beat, every, most, done), name=name, daemon=True)
    beats.start()
    try:
        yield
    finally:
        done.set()
        beats.join()


def _beat(
    name: str, beat: Callable[[], object], every: timedelta, most: timedelta | None, done: threading.Event
) -> None:
    turns = range(int(most / every)) if most else itertools.count()
    for _ in turns:
        if done.wait(every.total_seconds()):
            return
        try:
            beat()
        except (DatabaseError, InterfaceError) as error:
            logger.warning("%s could not be shown to be in hand: %s", name, type(error).__name__)
        except Exception:  # who stops showing it counts as dead
            logger.exception("%s could not be shown to be in hand", name)
        finally:
            connections.close_all()
