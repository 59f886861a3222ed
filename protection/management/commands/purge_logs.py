"""Remove audit entries that were kept for long enough."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from protection import retention


class Command(BaseCommand):
    help = "Remove entries of the audit logs that are older than LOG_KEPT_DAYS. The chain goes on fitting."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only count.")

    def handle(self, *args, **options):
        counts = retention.due() if options["dry_run"] else retention.purge()
        words = (
            _("%(log)s: %(number)d to be removed.")
            if options["dry_run"]
            else _("%(log)s: %(number)d removed.")
        )
        for name, number in counts.items():
            self.stdout.write(words % {"log": name, "number": number})
        if not counts:
            self.stdout.write(_("Nothing is old enough."))
