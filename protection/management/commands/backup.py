"""Make an encrypted backup of database and files."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from protection.backups import BackupError, making


class Command(BaseCommand):
    help = (
        "Write database and files, encrypted to BACKUP_RECIPIENTS, into one file of a folder (BACKUP_DIR). "
        "The site goes on meanwhile. No key of the site is in it: keep those apart."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to", metavar="FOLDER", default=settings.BACKUP_DIR, help="instead of BACKUP_DIR"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["to"]:
            raise CommandError(
                "Say where to: --to FOLDER, or BACKUP_DIR. Not on the disk of the site itself."
            )
        try:
            made = making.make(Path(options["to"]), settings.BACKUP_RECIPIENTS)
        except BackupError as error:
            raise CommandError(str(error)) from error
        counted = ", ".join(f"{number} files in {area}" for area, number in made.files.items()) or "no files"
        self.stdout.write(f"{made.path}: {made.rows} rows, {counted}, {made.size} bytes.")
        if made.gone:
            self.stdout.write(f"{made.gone} files went with their rows while it was made.")
        if made.lost:
            raise CommandError(
                f"The backup is whole, but {len(made.lost)} files were not there that rows name, "
                f"{', '.join(made.lost[:5])} among them: look for them in earlier backups."
            )
