"""Count the months that are over for the scoreboard, once each."""

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import ngettext

from complaints.scoreboard import keeping


class Command(BaseCommand):
    help = "Count the months that are over for /scoreboard/; a second run counts nothing more."

    def add_arguments(self, parser):
        parser.add_argument(
            "--anew", action="store_true", help="Count all of them again, as after an import of old cases."
        )

    def handle(self, *args, **options):
        kept = keeping.fill(timezone.localdate(), anew=options["anew"])
        self.stdout.write(ngettext("%(number)d month.", "%(number)d months.", kept) % {"number": kept})
