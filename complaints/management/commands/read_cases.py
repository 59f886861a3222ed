"""Read all cases again for whom they mean, after the tables of words changed (``complaints/data/words``)."""

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from complaints.handling import later_messages
from complaints.models import Case


class Command(BaseCommand):
    help = "Read title, story and messages of all cases again, and hide each from those whom it means."

    def handle(self, *args, **options):
        keys = Case.objects.order_by("pk").values_list("pk", flat=True)
        # A transaction a case: whoever waits for the write lock gets it in between.
        changed = sum(later_messages.read_again(key) is not None for key in keys.iterator())
        self.stdout.write(
            ngettext("%(number)d case changed.", "%(number)d cases changed.", changed) % {"number": changed}
        )
