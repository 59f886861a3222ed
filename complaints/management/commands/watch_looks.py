"""Apply the alarm rules that are for the night to yesterday's looks, or to those of some days before."""

import datetime

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import ngettext

from complaints.oversight import alarms


class Command(BaseCommand):
    help = (
        "Ring the alarms about yesterday's looks that are counted at night; a second run rings nothing more."
    )

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=1, help="How many days, the last one yesterday.")

    def handle(self, *args, **options):
        today = timezone.localdate()
        made = []
        # The earliest first, as on the nights that were missed.
        for back in range(options["days"], 0, -1):
            made += alarms.watch(today - datetime.timedelta(days=back))
        words = ngettext("%(number)d alarm.", "%(number)d alarms.", len(made))
        self.stdout.write(words % {"number": len(made)})
