"""Where the documents of an index come from: one source each, registered by the room that owns it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from search.engines.schema import Document, Schema


@dataclass(frozen=True)
class IndexSource:
    """How to read the objects of one index from the database.

    ``ids(after, limit)`` gives the ids of objects to be indexed that are greater than ``after``, ascending.
    ``documents(ids)`` gives their documents, leaving out what is not (or no longer) to be indexed. Both read
    the database anew at every call.
    """

    schema: Schema
    ids: Callable[[int, int], Sequence[int]]
    documents: Callable[[Sequence[int]], Sequence[Document]]


_sources: dict[str, IndexSource] = {}


def register_source(source: IndexSource) -> None:
    """Make ``source`` the one of its index. Called by ``AppConfig.ready``."""
    _sources[source.schema.name] = source


def source_of(name: str) -> IndexSource:
    """The source of the index ``name``; raises LookupError when no room registered one."""
    try:
        return _sources[name]
    except KeyError:
        raise LookupError(f"No source for an index called {name}") from None


def names() -> tuple[str, ...]:
    """The indexes that have a source."""
    return tuple(sorted(_sources))
