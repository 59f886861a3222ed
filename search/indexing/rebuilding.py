"""Building an index anew from the database, beside the one that answers meanwhile."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from search.engines import current
from search.engines.engine import Engine, EngineError
from search.indexing.draining import drain, next_version
from search.indexing.leases import LeaseLost, acquire
from search.indexing.sources import IndexSource, source_of
from search.models import SearchIndex

BATCH = 500

logger = logging.getLogger(__name__)


class RebuildRunning(Exception):
    """Somebody else is building this index; theirs will be as new as ours."""


@dataclass(frozen=True)
class Rebuilt:
    """The new generation, its number of documents, and how many half-built ones were cleared away before."""

    generation: str
    documents: int
    cleared: int


def rebuild(name: str, progress: Callable[[int], None] = lambda done: None) -> Rebuilt:
    """Build the index ``name`` anew and put it in the old one's place in one step.

    Searches go on in the old generation. Changes meanwhile are written to both (``Engine.write``), under
    versions that say which is newer. ``progress`` is called with the number of documents written so far.
    Raises RebuildRunning, EngineError, LookupError. What becomes of a half-built generation:

    * an error while reading or writing: removed at once, the old generation stays;
    * this process dies, or the engine is gone too: never searched, removed by the next rebuild;
    * the lease is lost to another rebuild: that one removed it already.
    """
    source = source_of(name)
    with acquire(f"{name}/rebuild") as lease:
        if lease is None:
            raise RebuildRunning(name)
        index = current.engine()
        cleared = index.discard(source.schema)
        generation = index.begin(source.schema)
        try:
            documents = _fill(index, source, generation, lease.renew, progress)
            lease.renew()
            index.adopt(source.schema, generation)
        except LeaseLost:
            logger.warning("The rebuild of %s was taken over by another one", name)
            raise RebuildRunning(name) from None
        except BaseException:
            _give_up(index, source)
            raise
    # Nothing was waiting for anybody: what came in while there was no index at all is taken in now.
    SearchIndex.objects.filter(name=name).update(enqueued_at=None)
    drain(name)
    return Rebuilt(generation, documents, cleared)


def _fill(
    index: Engine,
    source: IndexSource,
    generation: str,
    renew: Callable[[], None],
    progress: Callable[[int], None],
) -> int:
    last, done = 0, 0
    while ids := source.ids(last, BATCH):
        renew()
        version = next_version(source.schema.name)
        documents = source.documents(ids)
        index.fill(source.schema, generation, version, documents)
        last = ids[-1]
        done += len(documents)
        progress(done)
    return done


def _give_up(index: Engine, source: IndexSource) -> None:
    try:
        index.discard(source.schema)
    except EngineError:
        # Not reachable to clean up either; it stays unused until the next rebuild clears it away.
        logger.warning("A half-built index of %s is left behind", source.schema.name)
