"""Put a backup back into an empty site."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from protection.backups import BackupError, about, age, restoring


class Command(BaseCommand):
    help = "Check a backup and put it back: into an empty database that was not migrated, and empty folders."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--identity", type=Path, required=True, help="file with the private key")
        parser.add_argument(
            "--keys-are-lost",
            action="store_true",
            help="also without keys of the site that the backup was made with: what they encrypted stays "
            "closed for good, and nobody can say that the backup is a true one",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            checked = restoring.restore(
                options["file"],
                age.identities(options["identity"]),
                keys_are_lost=options["keys_are_lost"],
            )
        except BackupError as error:
            raise CommandError(str(error)) from error
        made = checked.made
        for words in [*checked.lacking_keys, *about.other_settings(made)]:
            self.stdout.write(self.style.WARNING(words))
        for name in checked.lost:
            self.stdout.write(f"Not there already when the backup was made: {name}")
        counted = (
            ", ".join(f"{number} files in {area}" for area, number in checked.files.items()) or "no files"
        )
        self.stdout.write(
            self.style.SUCCESS(f"Put back as of {made.made_at}: {sum(made.rows.values())} rows, {counted}.")
        )
        self.stdout.write(
            "Next: manage.py migrate, prepare_site, verify_log, rebuild_index. Everybody logs in again."
        )
