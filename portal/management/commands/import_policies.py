"""``manage.py import_policies DIR``: official documents into the policy library."""

from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.models import PolicyIndexPage
from portal.policies import messages
from portal.policies.importing import Gathered, ImportOutcome, gather, take_in


class Command(BaseCommand):
    help = (
        "Turn the .txt and .md files of a folder into policy pages. What a text does not say is asked in a "
        "draft; a file that cannot be read is named at the end (exit code 1), and the others are taken in."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="a folder, or one file")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument("--draft", action="store_true", help="leave the pages as drafts for the workflow")
        parser.add_argument(
            "--user", metavar="NAME", help="leave drafts in this editor's name; somebody else approves"
        )

    def handle(self, *args, **options) -> None:
        folder: Path = options["folder"]
        if not folder.exists():
            raise CommandError(_("There is no folder %(name)s.") % {"name": folder})
        gathered = gather(folder)
        for name in gathered.ignored:
            self.stdout.write(_("%(file)s: left out, only .txt and .md files are read") % {"file": name})
        for note in gathered.notes:
            self.stdout.write(note)
        if not gathered.sources and not gathered.problems:
            raise CommandError(_("There is no .txt or .md file in %(name)s.") % {"name": folder})
        if options["dry_run"]:
            self._show(gathered)
            _say_problems(gathered.problems)
            return
        library = PolicyIndexPage.objects.first()
        if library is None:
            raise CommandError(_("There is no policy library yet: run prepare_site first."))
        # A named editor's work needs somebody else's approval; without a name it is the machine's operator.
        user = _user(options["user"])
        publish = user is None and not options["draft"]
        outcome = take_in(gathered.sources, library, user=user, publish=publish)
        self._report(outcome)
        _say_problems(gathered.problems + outcome.problems)

    def _show(self, gathered: Gathered) -> None:
        """What was read from each file, so that a person can check it."""
        for source in gathered.sources:
            reading = source.reading
            self.stdout.write(f"{source.name}: {reading.title}")
            facts = [reading.document_number, "、".join(reading.issuers), str(reading.written_on or "")]
            self.stdout.write("  " + " · ".join(filter(None, facts)))
            for line in reading.joined:
                self.stdout.write("  " + _("line %(line)s joined to the one before") % {"line": line})
            for title in reading.attachments:
                self.stdout.write("  " + _("attached: %(title)s") % {"title": title})
            for question in messages.questions(reading.asks).splitlines():
                self.stdout.write("  " + _("asked: %(question)s") % {"question": question})

    def _report(self, outcome: ImportOutcome) -> None:
        parts = (
            (_("new"), outcome.created),
            (_("updated"), outcome.updated),
            (_("unchanged"), outcome.unchanged),
            (_("left alone, somebody is editing it"), outcome.waiting),
            (_("draft with questions"), outcome.asked),
        )
        for label, titles in parts:
            for title in titles:
                self.stdout.write(f"{label}: {title}")


def _say_problems(problems: list[str]) -> None:
    """End with what could not be taken in, and an exit code that says so."""
    if problems:
        count = ngettext("%(number)d file was left out:", "%(number)d files were left out:", len(problems))
        raise CommandError("\n".join([count % {"number": len(problems)}, *problems]))


def _user(name: str | None):
    if not name:
        return None
    try:
        return get_user_model().objects.get_by_natural_key(name)
    except get_user_model().DoesNotExist:
        raise CommandError(_("There is no staff member %(name)s.") % {"name": name}) from None
