"""``manage.py import_topics FILE``."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from complaints.intake import topics
from protection.data_tables import TableRefused


class Command(BaseCommand):
    """Takes over another tree of matters, all of it or nothing."""

    help = "Add and change points of matters from a CSV with the columns of complaints/data/topics.csv."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args, **options) -> None:
        path: Path = options["file"]
        try:
            with transaction.atomic():
                added, changed = topics.take_over(path)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except TableRefused as refused:
            raise CommandError(str(refused)) from refused
        words = _("%(added)d points were added, %(changed)d changed; the others stay as they are.")
        self.stdout.write(words % {"added": added, "changed": changed})
