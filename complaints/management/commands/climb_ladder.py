"""Put every open case on its rung of the ladder, and prove that it was done."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from complaints.handling import climbing


class Command(BaseCommand):
    help = "Put every open case on its rung of the ladder and count them; --check only counts."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing; fail where a case is off")

    def handle(self, *args, check, **options):
        moved = 0 if check else climbing.climb()
        found = climbing.check()
        words = _(
            "%(open)d open; on the ladder: with handlers %(handler)d, with heads %(head)d, "
            "with units above %(above)d; %(moved)d moved."
        )
        self.stdout.write(words % {"open": found.open, "moved": moved, **found.on_rung})
        if found.wrong:
            raise CommandError(
                _("%(number)d cases do not stand where the ladder says.") % {"number": found.wrong}
            )
