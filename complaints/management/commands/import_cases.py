"""``manage.py import_cases FILE --region 3207 --user NAME``."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from complaints.imports import importing
from complaints.imports.messages import ExplainedFinding
from complaints.models import CaseImport, ImportFinding
from disclosure.problems import FileRefused
from organizations.models import Region, User

SHOWN = 50


class Command(BaseCommand):
    """Files another system's cases, as the page of the staff site does, and waits for it."""

    help = "Import another system's export of cases (.xlsx, .xls, .csv); the same file again adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--region", required=True, help="division code of the place the file is of")
        parser.add_argument("--user", required=True, help="an administrator of that very place")

    def handle(self, *args, **options) -> None:
        path: Path = options["file"]
        region = Region.objects.filter(pk=options["region"]).first()
        user = User.objects.filter(username=options["user"]).first()
        if region is None:
            raise CommandError(
                _("There is no region %(code)s: import the divisions first.") % {"code": options["region"]}
            )
        if user is None:
            raise CommandError(_("There is no user %(name)s.") % {"name": options["user"]})
        try:
            with path.open("rb") as file:
                made = importing.receive(file, region=region, user=user, name=path.name)
        except importing.NotTheirs as error:
            raise CommandError(_("%(name)s is no administrator of this place.") % {"name": user}) from error
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except FileRefused as refused:
            for problem in refused.problems:
                self._say(
                    path.name, ImportFinding(code=problem.code, params=problem.params, column=problem.column)
                )
            raise CommandError(_("%(file)s: nothing was imported.") % {"file": path.name}) from refused
        self._report(path.name, importing.read(made.pk))

    def _report(self, name: str, made: CaseImport) -> None:
        findings = list(made.findings.all()[: SHOWN + 1])
        for finding in findings[:SHOWN]:
            self._say(name, finding)
        if len(findings) > SHOWN:
            self.stdout.write(_("… and more; the staff site shows all of them."))
        counts = {
            "file": name,
            "filed": made.filed,
            "answered": made.answered,
            "repeated": made.repeated,
            "refused": made.refused,
        }
        self.stdout.write(
            _(
                "%(file)s: %(filed)s cases filed, %(answered)s answers taken over, %(repeated)s rows were on "
                "file, %(refused)s refused."
            )
            % counts
        )

    def _say(self, name: str, finding: ImportFinding) -> None:
        said = ExplainedFinding(finding)
        place = [name, said.sheet, _("row %(row)s") % {"row": said.row} if said.row else "", said.column]
        self.stdout.write(f"{' · '.join(filter(None, place))}: {said.what_is_wrong}")
        self.stdout.write(f"    {said.what_is_right}")
