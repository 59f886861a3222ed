"""Count the clocks of all cases again, after the calendar or a standard changed."""

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from complaints.clocks import projection


class Command(BaseCommand):
    help = "Count the clocks of all cases again from their events."

    def handle(self, *args, **options):
        changed = projection.recompute()
        self.stdout.write(
            ngettext("%(number)d case changed.", "%(number)d cases changed.", changed) % {"number": changed}
        )
