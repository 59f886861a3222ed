"""Hold what lists find cases by against their events and clocks, and mend what says something else."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import ngettext

from complaints import list_columns


class Command(BaseCommand):
    help = "Hold the columns by which lists find cases against events and clocks; --repair mends them."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="write what events and clocks say")

    def handle(self, *args, repair, **options):
        wrong = list_columns.bring_in_line(repair=repair)
        words = ngettext(
            "%(number)d case said something else than its events.",
            "%(number)d cases said something else than their events.",
            wrong,
        ) % {"number": wrong}
        if wrong and not repair:
            raise CommandError(words)
        self.stdout.write(words)
