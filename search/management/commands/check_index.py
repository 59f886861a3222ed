"""Hold a search index against the database.

``manage.py check_index [--repair] [NAME ...]``
"""

from django.core.management.base import BaseCommand, CommandError

from search.engines.engine import EngineError, IndexMissing
from search.indexing import sources
from search.indexing.checking import IndexPart, check, repair
from search.indexing.draining import drain
from search.indexing.rebuilding import RebuildRunning, rebuild


class Command(BaseCommand):
    help = "Hold search indexes against the database by number and digest; ends with 1 if any differs."

    def add_arguments(self, parser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help="cases, public; all when none is given")
        parser.add_argument("--repair", action="store_true", help="write anew what differs or is missing")

    def handle(self, *args, **options) -> None:
        differing = 0
        for name in options["names"] or sources.names():
            try:
                differing += self._check(name, mend=options["repair"], parts=options["verbosity"] > 1)
            except LookupError as error:
                raise CommandError(str(error)) from None
            except RebuildRunning:
                raise CommandError(f"{name}: is being built just now and will hold everything.") from None
            except EngineError as error:
                raise CommandError(f"{name}: not checked ({error}).") from error
        if differing and not options["repair"]:
            raise CommandError(f"{differing} differ. Run check_index --repair, or rebuild_index if many do.")

    def _check(self, name: str, *, mend: bool, parts: bool) -> int:
        found = IndexPart(0, None, 0, 0, ())
        try:
            for part in check(name):
                found = _together(found, part)
                if parts:
                    self.stdout.write(f"{name} after {part.after}: {_in_words(part)}")
                if mend and part.differing:
                    repair(name, part.differing)
        except IndexMissing:
            if not mend:
                raise
            self.stdout.write(f"{name}: there was none, built with {rebuild(name).documents} documents")
            return 0
        if mend and found.differing:
            drain(name)
        mended = ", written anew" if mend and found.differing else ""
        # How many there are in all would tell an administrator of cases they are not shown (periodic work).
        said = _in_words(found) if parts else f"{len(found.differing)} differ"
        self.stdout.write(f"{name}: {said}{mended}")
        return len(found.differing)


def _together(one: IndexPart, other: IndexPart) -> IndexPart:
    return IndexPart(
        0,
        None,
        one.in_database + other.in_database,
        one.in_index + other.in_index,
        (*one.differing, *other.differing),
    )


def _in_words(part: IndexPart) -> str:
    return f"{part.in_database} in the database, {part.in_index} in the index, {len(part.differing)} differ"
