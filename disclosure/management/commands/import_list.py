"""``manage.py import_list FILE --programme rural-dibao --region 320722 --month 2026-10 --user NAME``."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from disclosure.intake.importing import import_list
from disclosure.intake.lacking import WORDS
from disclosure.intake.layouts import layouts
from disclosure.intake.parsing import parse_month
from disclosure.messages import AHEAD, what_is_right, what_is_wrong
from disclosure.models import Batch, Programme, RefusedRow
from disclosure.problems import FileRefused, ListActNotAllowed, Problem, Unreadable
from disclosure.roles import ADDING, may
from organizations.models import Post, Region, User

SHOWN = 50


def month(text: str) -> date:
    """A month in any of the forms that lists have. Raises CommandError."""
    try:
        return parse_month(text)
    except Unreadable as error:
        wrong, right = what_is_wrong(error.code, error.params), what_is_right(error.code, error.params)
        raise CommandError(f"--month: {wrong} {right}") from error


class Command(BaseCommand):
    """Imports one list as a draft, as the upload form of the staff site does."""

    help = "Import a list of recipients (.xlsx, .xls, .csv) as a draft that waits to be submitted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--programme", required=True, choices=sorted(layouts()))
        parser.add_argument("--region", required=True, help="division code, from the city down")
        parser.add_argument("--month", required=True, help="for instance 2026-10")
        parser.add_argument(
            "--without",
            nargs="*",
            default=[],
            choices=list(WORDS),
            help="columns that the file does not have; nothing is made up for them",
        )
        parser.add_argument("--user", help="the editor; may be left out where there is only one")

    def handle(self, *args, **options) -> None:
        programme, region, user = self._resolve(options)
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                batch = import_list(
                    file,
                    programme=programme,
                    region=region,
                    month=month(options["month"]),
                    user=user,
                    name=path.name,
                    lacks=options["without"],
                )
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except ListActNotAllowed as refused:
            raise CommandError(" ".join(refused.reasons)) from refused
        except FileRefused as refused:
            self._print(path.name, refused.problems)
            raise CommandError(_("%(file)s: nothing was imported.") % {"file": path.name}) from refused
        self._report(path.name, batch)

    def _resolve(self, options) -> tuple[Programme, Region, User]:
        try:
            programme = Programme.objects.get(pk=options["programme"])
            region = Region.objects.get(pk=options["region"])
            if options["user"]:
                return programme, region, User.objects.get(username=options["user"])
        except Programme.DoesNotExist as error:
            raise CommandError(_("The programmes are not loaded yet: run manage.py prepare_site.")) from error
        except Region.DoesNotExist as error:
            raise CommandError(
                _("There is no region %(code)s: import the divisions first.") % {"code": options["region"]}
            ) from error
        except User.DoesNotExist as error:
            raise CommandError(_("There is no user %(name)s.") % {"name": options["user"]}) from error
        return programme, region, self._only_editor(region)

    def _only_editor(self, region: Region) -> User:
        people = Post.objects.active().filter(role__in=ADDING.roles).values("user")
        editors = [user for user in User.objects.filter(pk__in=people) if may(user, ADDING.name, region.code)]
        if len(editors) != 1:
            count = {"count": len(editors)}
            raise CommandError(_("Name the editor with --user: %(count)s people could be meant.") % count)
        return editors[0]

    def _report(self, name: str, batch: Batch) -> None:
        self._print(name, list(batch.refused_rows.faults()[: SHOWN + 1]))
        message = _("%(file)s: %(accepted)s rows accepted, %(refused)s refused. Draft %(number)s is ready.")
        self.stdout.write(
            message
            % {
                "file": name,
                "accepted": batch.accepted_count,
                "refused": batch.refused_count,
                "number": batch.pk,
            }
        )
        if batch.is_ahead:
            self.stdout.write(str(AHEAD))

    def _print(self, name: str, problems: Sequence[Problem | RefusedRow]) -> None:
        for problem in problems[:SHOWN]:
            place = [name, problem.sheet, _("row %(row)s") % {"row": problem.row} if problem.row else ""]
            place.append(problem.column)
            where = " · ".join(part for part in place if part)
            self.stdout.write(f"{where}: {problem.what_is_wrong}")
            self.stdout.write(f"    {problem.what_is_right}")
        if len(problems) > SHOWN:
            self.stdout.write(_("… and more; the staff site shows all of them."))
