"""``manage.py db_worker``: the worker of django-tasks-db, living through a busy database; periodic work."""

import logging
import os
import time
from typing import Any

from django.db import DatabaseError, InterfaceError, connections
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV
from django_tasks_db.management.commands import db_worker

from portal.background import living
from portal.periodic.loop import Loop

#: Seconds before a worker that could not work asks the database again.
FIRST_PAUSE, LONGEST_PAUSE = 1, 30

logger = logging.getLogger(__name__)


class Command(db_worker.Command):
    help = "Run background work, and beside it what is periodic (each room's data/periodic.csv)."

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--no-periodic",
            action="store_false",
            dest="periodic",
            help="leave what is periodic to others",
        )
        parser.add_argument(
            "--nice",
            type=int,
            default=0,
            help="give way to others on the processor: 0 not at all, 19 to everybody (the web server's is 0)",
        )

    def handle(self, *, periodic: bool, nice: int = 0, **options: Any) -> None:  # type: ignore[override]
        """Start the loop beside the worker; not for one batch, nor in the reloader itself."""
        if nice:
            os.nice(nice)
        if options["reload"] and os.environ.get(DJANGO_AUTORELOAD_ENV) != "true":
            super().handle(**options)
            return
        if not periodic or options["batch"]:
            self._work(options)
            return
        loop = Loop(options["worker_id"])
        loop.start()
        try:
            self._work(options)
        finally:
            loop.stop()

    def _work(self, options: dict[str, Any]) -> None:
        """Work until asked to stop: a database that is busy, or away for a while, ends nothing."""
        pause = FIRST_PAUSE
        while True:
            begun = time.monotonic()
            try:
                with living(options["worker_id"]):
                    super().handle(**options)
                return
            except (DatabaseError, InterfaceError) as error:
                if time.monotonic() - begun > LONGEST_PAUSE:
                    pause = FIRST_PAUSE
                logger.warning("the worker tries again in %s s: %s", pause, type(error).__name__)
            connections.close_all()
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
