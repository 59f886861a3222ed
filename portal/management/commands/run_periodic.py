"""``manage.py run_periodic``: what is due now, once; for a machine that has a scheduler of its own."""

from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from portal.periodic.running import run_due


class Command(BaseCommand):
    help = "Run the periodic work that is due, once. Every db_worker does so by itself."

    def handle(self, *args, **options) -> None:
        done = run_due(get_random_string(32))
        for name in done:
            self.stdout.write(name)
        if not done:
            self.stdout.write(_("Nothing is due."))
