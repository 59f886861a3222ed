"""Delete forms that nobody finished within a day, with their files."""

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from complaints.public import drafts


class Command(BaseCommand):
    help = "Delete drafts older than 24 hours, with their files. Run it every hour."

    def handle(self, *args, **options):
        number = drafts.purge()
        self.stdout.write(
            ngettext("%(number)d draft deleted.", "%(number)d drafts deleted.", number) % {"number": number}
        )
