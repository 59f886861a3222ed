"""Delete files that no row names."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from protection.unowned import STORAGES, TooMany, sweep


class Command(BaseCommand):
    help = "Delete files, private and of pages, that no row names, which a process that died left behind."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--hours", type=int, default=24, help="only those that are at least so old (default: 24)"
        )

    def handle(self, *args: Any, hours: int, **options: Any) -> None:
        try:
            before = timezone.now() - timedelta(hours=hours)
            number = sum(sweep(before, alias) for alias in STORAGES)
        except TooMany as found:
            raise CommandError(
                f"{found.unowned} files have no row and {found.known} have one: this is no work for a sweep. "
                "Is this the database that belongs to these files? Nothing was deleted."
            ) from found
        self.stdout.write(f"{number} files without a row deleted.")
