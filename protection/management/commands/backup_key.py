"""Make the pair of keys for backups."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from protection.backups import BackupError, age


class Command(BaseCommand):
    help = (
        "Make a pair of keys for backups, as age-keygen does: the private one goes into a new file, the "
        "public one is printed. Not on the server: whoever has the private key reads every backup."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            public = age.make_identity(options["file"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"BACKUP_RECIPIENTS={public}")
