"""Send the messages that wait for their time."""

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from complaints.telling import outbox


class Command(BaseCommand):
    help = "Send what waits of the messages that there is something new; a second run sends nothing more."

    def handle(self, *args, **options):
        sent = outbox.send_due()
        self.stdout.write(ngettext("%(number)d message.", "%(number)d messages.", sent) % {"number": sent})
