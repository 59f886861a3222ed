"""The one interface to the index. Whoever searches or writes knows this module and ``current``, and no
engine.

An index exists in *generations*: one is live and answers; a rebuild fills another one beside it, which takes
its place in one step. Every write names a version taken from the database before the objects were read
(``search.indexing.outbox``): the engine keeps a document's newest version, whatever order writes arrive in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from search.engines.schema import Document, Results, Schema, Search


class EngineError(Exception):
    """The index cannot answer. The message is for a log; what to tell people is up to the caller."""


class IndexMissing(EngineError):
    """No index of this schema was ever built, or it was removed: build it with ``rebuild_index``."""


class IndexBroken(EngineError):
    """The index is there but damaged: build it anew with ``rebuild_index``."""


class EngineUnreachable(EngineError):
    """The engine does not answer now; what was to be written stays in the outbox."""


@dataclass(frozen=True)
class IndexState:
    """The live generation (None: there is none), its number of documents, and generations being built."""

    live: str | None
    documents: int
    building: tuple[str, ...] = ()


class Engine(Protocol):
    """What an engine does. Every method raises EngineError when it cannot."""

    name: str

    def search(self, schema: Schema, search: Search) -> Results:
        """Answer a question from the live generation."""

    def ids(self, schema: Schema, search: Search) -> Iterator[int]:
        """All ids that meet a question, in its order, regardless of its page."""

    def write(self, schema: Schema, version: int, documents: Iterable[Document], gone: Iterable[int]) -> None:
        """Put ``documents`` and remove the ids ``gone`` in the generations being built and the live one,
        unless they hold a newer version. Doing it again changes nothing. Raises IndexMissing without a live
        one.
        """

    def refresh(self, schema: Schema) -> None:
        """Make everything written so far visible to searches at once."""

    def digests(self, schema: Schema, after: int, until: int | None) -> dict[int, str]:
        """The digests of the live documents with ids in (after, until], without an end if None, by id."""

    def state(self, schema: Schema) -> IndexState:
        """What there is of this index."""

    def begin(self, schema: Schema) -> str:
        """Create an empty generation, which from now on receives every ``write`` too."""

    def fill(self, schema: Schema, generation: str, version: int, documents: Iterable[Document]) -> None:
        """Put documents in a generation being built, unless it holds newer versions."""

    def adopt(self, schema: Schema, generation: str) -> None:
        """Let a built generation take the live one's place in one step; the former one is removed."""

    def discard(self, schema: Schema, keep: str | None = None) -> int:
        """Remove every generation that is not live, except ``keep``; returns how many there were."""
