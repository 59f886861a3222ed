"""The thread beside a background worker that looks every few seconds for what is due."""

import logging
import threading

from django.db import close_old_connections, connections

from portal.periodic.running import run_due

#: Seconds.
LOOK_EVERY = 10
#: Seconds that a run may take to end when the worker is asked to stop; then its lease has to run out.
STOP_WITHIN = 20

logger = logging.getLogger(__name__)


class Loop(threading.Thread):
    """Runs periodic work in the name of one worker until it is stopped."""

    def __init__(self, runner: str) -> None:
        super().__init__(name="periodic work", daemon=True)
        self.runner = runner
        self.stopping = threading.Event()

    def run(self) -> None:
        """Look, run, wait. A database that is away for a while ends nothing."""
        while not self.stopping.is_set():
            close_old_connections()
            try:
                run_due(self.runner)
            except Exception:
                logger.exception("periodic work could not be looked through")
            finally:
                connections.close_all()
            self.stopping.wait(LOOK_EVERY)

    def stop(self) -> None:
        """Ask it to end, and wait a little for what it has in hand."""
        self.stopping.set()
        self.join(STOP_WITHIN)
