"""Read a backup to its end and say whether it is whole."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from protection.backups import BackupError, about, age
from protection.backups.checking import check


class Command(BaseCommand):
    help = (
        "Read a backup to its end: whether it opens, is whole, and was written by this site. Writes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--identity", type=Path, required=True, help="file with the private key")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            checked = check(options["file"], age.identities(options["identity"]))
        except BackupError as error:
            raise CommandError(str(error)) from error
        made = checked.made
        counted = (
            ", ".join(f"{number} files in {area}" for area, number in checked.files.items()) or "no files"
        )
        self.stdout.write(
            f"Made {made.made_at}, {made.engine}: {sum(made.rows.values())} rows, {counted}, "
            f"{checked.bytes} bytes. Every digest is right."
        )
        for name in checked.lost:
            self.stdout.write(f"Not there already when it was made: {name}")
        for words in about.refusals(made):
            self.stdout.write(self.style.WARNING(words))
        if checked.lacking_keys:
            raise CommandError(
                "Whether this site wrote it cannot be told without its keys. "
                + " ".join(checked.lacking_keys)
            )
