"""Holding an index against the database: every object is in it as it is now, and nothing else is.

Part by part, by number and by the digest that each document was written with. What waits in the outbox is on
its way and no difference; what changed while it was looked at is looked at once more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search.engines import current
from search.indexing.outbox import enqueue_all
from search.indexing.sources import IndexSource, source_of
from search.models import Change

BATCH = 500


@dataclass(frozen=True)
class IndexPart:
    """The objects whose ids lie in (after, until], without an end if None; ``differing`` are theirs that are
    missing in the index, too many there, or there in another state.
    """

    after: int
    until: int | None
    in_database: int
    in_index: int
    differing: tuple[int, ...]


def check(name: str) -> Iterator[IndexPart]:
    """Compare the index ``name`` with the database, a part after the other.

    Raises EngineError when there is no index or it does not answer, LookupError for one without a source.
    """
    source = source_of(name)
    current.engine().refresh(source.schema)
    after: int = 0
    while True:
        ids = source.ids(after, BATCH)
        until = ids[-1] if len(ids) == BATCH else None
        yield _compare(source, after, until, ids)
        if until is None:
            return
        after = until


def repair(name: str, differing: Sequence[int]) -> None:
    """Have these objects written anew, as changes are; ``draining.drain`` or the next worker does it."""
    enqueue_all(name, differing)


def _compare(source: IndexSource, after: int, until: int | None, ids: Sequence[int]) -> IndexPart:
    held = current.engine().digests(source.schema, after, until)
    differing = _differing(source, ids, held)
    if differing:  # perhaps only since the index was read
        current.engine().refresh(source.schema)
        again = current.engine().digests(source.schema, after, until)
        differing = _differing(source, differing, {pk: again[pk] for pk in differing if pk in again})
    waiting = Change.objects.filter(index=source.schema.name, object_id__in=differing)
    on_their_way = set(waiting.values_list("object_id", flat=True))
    return IndexPart(
        after, until, len(ids), len(held), tuple(pk for pk in differing if pk not in on_their_way)
    )


def _differing(source: IndexSource, ids: Sequence[int], held: dict[int, str]) -> list[int]:
    meant = {document.id: document.digest() for document in source.documents(ids)}
    return sorted(pk for pk in meant.keys() | held.keys() if meant.get(pk) != held.get(pk))
