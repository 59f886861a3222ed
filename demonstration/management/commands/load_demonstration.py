"""manage.py load_demonstration: fill an empty site with an invented city."""

from datetime import date, timedelta

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.scoreboard import keeping
from demonstration.loading import NotEmpty, load
from demonstration.plan import SEED, Plan


class Command(BaseCommand):
    """Load the demonstration once; the second time does nothing."""

    help = "Fill an empty site with the demonstration: invented people, lists, cases, leads and texts."

    def add_arguments(self, parser) -> None:
        """Take the size, the seed and the last day."""
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument(
            "--until", type=date.fromisoformat, help="last day, YYYY-MM-DD (default: yesterday)"
        )
        parser.add_argument("--households", type=int, default=Plan.households)
        parser.add_argument("--cases", type=int, default=Plan.cases)

    def handle(self, *args, seed: int, until: date | None, households: int, cases: int, **options) -> None:
        """Load, then bring the search index in step. Raises CommandError where no demonstration is wanted."""
        # Its accounts share one password: a real site must not get them by a slip of the hand.
        if not settings.DEMONSTRATION:
            raise CommandError(_("This is no demonstration site. Set DEMONSTRATION=true where it is one."))
        plan = Plan(until or timezone.localdate() - timedelta(days=1), seed, households, cases)
        try:
            loaded = load(plan, self._say)
        except NotEmpty as error:
            message = _("This database holds other data. Load the demonstration into an empty one.")
            raise CommandError(message) from error
        if loaded is None:
            self.stdout.write(_("The demonstration is loaded already; nothing was done."))
            return
        keeping.fill(plan.until + timedelta(days=1))
        if "rebuild_index" in get_commands():
            call_command("rebuild_index", stdout=self.stderr)
        self.stdout.write(
            _("Loaded %(households)s households and %(cases)s cases up to %(until)s.")
            % {"households": loaded.households, "cases": loaded.cases, "until": loaded.until}
        )

    def _say(self, step: str) -> None:
        self.stderr.write(f"  {step}", ending="\n")
