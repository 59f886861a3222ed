"""Gather statistics about all tables, by which the database chooses between indexes."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from protection import statistics


class Command(BaseCommand):
    help = "Gather the statistics by which the database chooses between indexes; safe at any time."

    def handle(self, *args, **options):
        self.stdout.write(
            _("Statistics of %(number)d tables were gathered.") % {"number": statistics.gather()}
        )
