"""Chain audit entries that have no link."""

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from protection import setup


class Command(BaseCommand):
    help = "Chain entries without a link, after verify_log named them and somebody found out why. Logged."

    def handle(self, *args, **options):
        count = setup.adopt()
        self.stdout.write(
            ngettext("%(number)d entry chained.", "%(number)d entries chained.", count) % {"number": count}
        )
