"""``manage.py db_worker``: the worker of django-tasks-db, which runs what is periodic too."""

import os
from typing import Any

from django.utils.autoreload import DJANGO_AUTORELOAD_ENV
from django_tasks_db.management.commands import db_worker

from portal.periodic.loop import Loop


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

    def handle(self, *, periodic: bool, **options: Any) -> None:  # type: ignore[override]
        """Start the loop beside the worker; not for one batch, nor in the reloader itself."""
        watches = options["reload"] and os.environ.get(DJANGO_AUTORELOAD_ENV) != "true"
        if not periodic or options["batch"] or watches:
            super().handle(**options)
            return
        loop = Loop(options["worker_id"])
        loop.start()
        try:
            super().handle(**options)
        finally:
            loop.stop()
