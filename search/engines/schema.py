"""What an index holds and what may be asked of it, independent of the engine that answers."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone

from search.engines import tokens
from search.engines.query import Query

#: Raised whenever an engine keeps a document in another form: such an index is built anew, not asked.
LAYOUT = 4

#: No engine is asked for hits beyond this one; who wants all of them exports them.
LAST_HIT = 10_000

Value = str | tuple[str, ...] | datetime | date | None


@dataclass(frozen=True)
class Text:
    """Words to search for. Phrases are found within one such field."""

    name: str


@dataclass(frozen=True)
class Keyword:
    """An exact value to filter and count by; ``many`` when a document may have several."""

    name: str
    many: bool = False


@dataclass(frozen=True)
class Moment:
    """A point in time to filter and sort by."""

    name: str


Field = Text | Keyword | Moment


@dataclass(frozen=True)
class Schema:
    """The fields of one index. Words found in the ``title`` field rank first when sorting by relevance.

    ``version`` is raised whenever the same object gives other texts, such as when more of them is masked.
    ``tallied`` are keyword fields of few values, by which an engine may count documents beforehand: for a
    search that looks for no words, and chooses and counts by none but these.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    version: int = 1
    tallied: tuple[str, ...] = ()

    def of(self, kind: type[Field]) -> tuple[Field, ...]:
        """The fields of one kind, in order."""
        return tuple(each for each in self.fields if isinstance(each, kind))

    def field(self, name: str) -> Field:
        """The field ``name``; raises LookupError for one that the index does not have."""
        for each in self.fields:
            if each.name == name:
                return each
        raise LookupError(f"The index {self.name} has no field {name}")

    @property
    def key(self) -> str:
        """Name of this schema *as it is now*: an index of other fields or words is never taken for it.

        So ``update_index`` builds it anew after an upgrade, and the texts of the old one go with that.
        """
        made_of = (self.fields, self.tallied, tokens.VERSION, self.version, LAYOUT)
        digest = hashlib.sha256(repr(made_of).encode()).hexdigest()[:8]
        return f"{self.name}-{digest}"


@dataclass(frozen=True)
class Document:
    """What is indexed of one object: its ``id`` and a value a field. A field left out is empty."""

    id: int
    values: Mapping[str, Value]

    def digest(self) -> str:
        """What tells this document from every other state of the same object, whatever engine keeps it."""
        kept = sorted((name, _canonical(value)) for name, value in self.values.items())
        return hashlib.blake2b(json.dumps(kept).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True)
class Facet:
    """Counts of one keyword field: of ``values`` only, or of its ``size`` most frequent values."""

    field: str
    values: tuple[str, ...] | None = None
    size: int = 50


@dataclass(frozen=True)
class Sort:
    """Order of the hits by a moment, empty ones last; equal ones by descending id.

    With ``title_first``, documents with more of the terms in their title come before all others.
    """

    field: str
    descending: bool = True
    title_first: bool = False


@dataclass(frozen=True)
class Search:
    """One question to an index.

    ``required`` and ``forbidden`` bound what may be seen at all: a document needs one of the required values
    of each field (none given: nothing is found) and none of the forbidden. ``without`` are ids of documents
    that the database hides and the index, which lags, may not yet. ``selected`` is the same as ``required``,
    but chosen by the person: counts of a field leave its own selection out of account, so that they say
    what another choice would bring. ``ranges`` are half open: from (inclusive) to (exclusive), a date meaning
    its beginning, None no bound.
    """

    query: Query
    sort: Sort
    selected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forbidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    without: tuple[int, ...] = ()
    ranges: Mapping[str, tuple[date | None, date | None]] = field(default_factory=dict)
    facets: tuple[Facet, ...] = ()
    offset: int = 0
    limit: int = 20

    def __post_init__(self) -> None:
        if self.offset < 0 or self.limit < 0 or self.offset + self.limit > LAST_HIT:
            raise ValueError(f"Hits {self.offset} to {self.offset + self.limit} are beyond {LAST_HIT}")


@dataclass(frozen=True)
class Results:
    """How many documents meet the question, the ids of the page asked for, and the counts by field."""

    total: int
    ids: tuple[int, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]


def _canonical(value: Value) -> str | int | list[str] | None:
    if isinstance(value, tuple):
        return sorted(keywords(value))
    return millis(value) if isinstance(value, date) else value and str(value)


def millis(value: datetime | date | None) -> int | None:
    """``value`` as milliseconds since 1970; a date is its beginning in the current time zone."""
    if value is None:
        return None
    if not isinstance(value, datetime):
        value = timezone.make_aware(datetime.combine(value, time.min))
    return int(value.timestamp() * 1000)


def keywords(value: Value) -> tuple[str, ...]:
    """The keyword values in ``value``, without empty ones and without repetition."""
    values = value if isinstance(value, tuple) else (value,)
    return tuple(dict.fromkeys(str(each) for each in values if each not in (None, "")))
