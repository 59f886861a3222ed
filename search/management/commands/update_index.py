"""Bring what waits into the search index.

``manage.py update_index [NAME ...]``
"""

from django.core.management.base import BaseCommand, CommandError

from search.engines import current
from search.engines.engine import EngineError, IndexMissing
from search.indexing import sources
from search.indexing.draining import drain, waiting
from search.indexing.rebuilding import RebuildRunning, rebuild


class Command(BaseCommand):
    help = "Take the changes that wait into the search indexes now; an index that is missing is built."

    def add_arguments(self, parser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help="cases, public; all when none is given")

    def handle(self, *args, **options) -> None:
        for name in options["names"] or sources.names():
            try:
                done = self._update(name)
            except LookupError as error:
                raise CommandError(str(error)) from None
            except RebuildRunning:
                raise CommandError(f"{name}: is being built just now and will hold everything.") from None
            except EngineError as error:
                left = f"{waiting(name)} changes wait, none is lost"
                raise CommandError(f"{name}: {left} ({error}).") from error
            if options["verbosity"] > 0:
                self.stdout.write(f"{name}: {done} objects taken in, {waiting(name)} waiting")

    def _update(self, name: str) -> int:
        schema = sources.source_of(name).schema
        index = current.engine()
        try:
            if index.state(schema).live is None:
                return rebuild(name).documents
            done = drain(name)
        except IndexMissing:
            return rebuild(name).documents
        index.refresh(schema)
        return done
