"""Apply to yesterday's looks the alarm rules that are for the night."""

import datetime

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import ngettext

from complaints import alarms


class Command(BaseCommand):
    help = (
        "Ring the alarms about yesterday's looks that are counted at night; a second run rings nothing more."
    )

    def handle(self, *args, **options):
        made = alarms.watch(timezone.localdate() - datetime.timedelta(days=1))
        words = ngettext("%(number)d alarm.", "%(number)d alarms.", len(made))
        self.stdout.write(words % {"number": len(made)})
