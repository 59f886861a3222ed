"""Say whether the audit logs are as they were written."""

import logging
from itertools import islice
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from protection import verifying

SHOWN = 20
logger = logging.getLogger("protection.seal")

WORDS = {
    "no_guard": gettext_lazy(
        "The trigger %(log)s is missing or was changed: run migrate, and find out who did that."
    ),
    "no_head": gettext_lazy("Lane %(lane)d has lost its head."),
    "bad_head": gettext_lazy("The head of lane %(lane)d does not fit its links: something was cut off."),
    "old_seal": gettext_lazy(
        "The head of lane %(lane)d is sealed by a key before the present one: run rotate_blind_index."
    ),
    "cut_off": gettext_lazy("Lane %(lane)d ends before its link %(number)d."),
    "beyond": gettext_lazy("Lane %(lane)d goes on after its end, from link %(number)d."),
    "outside": gettext_lazy(
        "Link %(number)d of lane %(lane)d stands beside the chain: %(log)s, entry %(entry)d, %(at)s."
    ),
    "gap": gettext_lazy("Lane %(lane)d lacks link %(number)d, before entry %(entry)d of %(log)s, %(at)s."),
    "bad_link": gettext_lazy(
        "Link %(number)d of lane %(lane)d does not fit: %(log)s, entry %(entry)d, %(at)s."
    ),
    "changed": gettext_lazy("Changed: %(log)s, entry %(entry)d, %(at)s."),
    "gone": gettext_lazy("Gone: %(log)s, entry %(entry)d, %(at)s."),
    "no_link": gettext_lazy("Not in the chain: %(log)s, entry %(entry)d, %(at)s."),
    "older": gettext_lazy(
        "The seal knew link %(number)d of lane %(lane)d: the logs were put back to an older state."
    ),
    "event_changed": gettext_lazy(
        "Changed since the log vouched for it: %(log)s, number %(entry)d, of the act of %(at)s."
    ),
    "event_gone": gettext_lazy("Gone: %(log)s, number %(entry)d, of the act of %(at)s."),
    "event_added": gettext_lazy("No entry of the log vouches for it: %(log)s, number %(entry)d, %(at)s."),
}


class Command(BaseCommand):
    help = "Verify the chain over the audit logs. Exit code 1 when an entry was changed, added or removed."

    def add_arguments(self, parser):
        parser.add_argument(
            "--seal", action="store_true", help="Print a seal, to be kept elsewhere; verify nothing."
        )
        parser.add_argument(
            "--against", metavar="FILE", help="Hold the chain against a seal kept in this file too."
        )

    def handle(self, *args, **options):
        if options["seal"]:
            self.stdout.write(verifying.seal())
            return
        walk = verifying.Walk()
        problems = list(islice(walk.problems(), SHOWN))
        if options["against"]:
            problems += self._against(options["against"])
        for problem in problems:
            self.stderr.write(say(problem))
        if problems:
            raise CommandError(
                _("The logs are not as they were written; the first thing found stands first.")
            )
        # Where the application's log is kept elsewhere, every good run leaves a seal there.
        logger.info(verifying.seal())
        count = ngettext(
            "%(number)d entry, all as written.", "%(number)d entries, all as written.", walk.links
        )
        self.stdout.write(count % {"number": walk.links})

    def _against(self, name):
        try:
            return list(verifying.against(Path(name).read_text(encoding="utf-8")))
        except OSError as error:
            raise CommandError(_("%(name)s cannot be read.") % {"name": name}) from error
        except ValueError as error:
            raise CommandError(_("%(name)s is no seal of this site.") % {"name": name}) from error


def say(problem: verifying.LogProblem) -> str:
    """A problem in words, with the time as the site shows it."""
    at = f"{timezone.localtime(problem.at):%Y-%m-%d %H:%M:%S}" if problem.at else ""
    return str(WORDS[problem.code]) % {**vars(problem), "at": at}
