"""Write a search index anew while searches go on.

``manage.py rebuild_index [NAME ...]``
"""

from functools import partial

from django.core.management.base import BaseCommand, CommandError

from search.engines import current
from search.engines.engine import EngineError
from search.indexing import sources
from search.indexing.rebuilding import RebuildRunning, rebuild


class Command(BaseCommand):
    help = "Build search indexes anew from the database. Searches go on in the old one and miss no change."

    def add_arguments(self, parser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help="cases, public; all when none is given")

    def handle(self, *args, **options) -> None:
        known = sources.names()
        if unknown := sorted(set(options["names"]) - set(known)):
            raise CommandError(f"No index called {', '.join(unknown)}; there are {', '.join(known)}.")
        for name in options["names"] or known:
            try:
                built = rebuild(name, progress=partial(self._progress, name))
            except RebuildRunning:
                raise CommandError(f"{name}: is being rebuilt already; that one goes on.") from None
            except EngineError as error:
                raise CommandError(
                    f"{name}: not rebuilt, what was there stays in use ({error}). Is SEARCH_URL right?"
                ) from error
            self._say(f"{name}: {built.documents} documents in the {current.engine().name} index", 1)

    def _progress(self, name: str, done: int) -> None:
        self._say(f"{name}: {done}", 2)

    def _say(self, text: str, verbosity: int) -> None:
        if verbosity <= self._verbosity:
            self.stdout.write(text)

    def execute(self, *args, **options):
        self._verbosity = options["verbosity"]
        return super().execute(*args, **options)
