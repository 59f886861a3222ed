"""The index of what everybody may read: policies, guides, and whatever pages the portal publishes.

The portal registers the source (`register`) and notes changes (`search.indexing.note("public", pk)`); its
site search asks here and reads the pages found from the database, by `Page.objects.live().public()`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from search import engine
from search.query import Query, parse
from search.schema import LAST_HIT, Document, Facet, Keyword, Moment, Schema, Search, Sort, Text
from search.sources import Source, register_source

PUBLIC = Schema(
    name="public",
    title="title",
    fields=(
        Text("title"),
        Text("number"),  # 文号
        Text("text"),
        Keyword("kind"),  # policy, guide …
        Keyword("issuer"),
        Keyword("year"),
        Keyword("topic", many=True),
        Keyword("validity"),
        Moment("published_at"),
    ),
)
FACETS = ("kind", "issuer", "year", "topic", "validity")
PAGE_SIZE = 20


@dataclass(frozen=True)
class Found:
    """One page of ids, those with the words in the title first, then the newest; and counts by field."""

    query: Query
    total: int
    ids: tuple[int, ...]
    page: int
    pages: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]


def register(
    ids: Callable[[int, int], Sequence[int]], documents: Callable[[Sequence[int]], Sequence[Document]]
) -> None:
    """Say where public documents come from; see `search.sources.Source`. Call it in `AppConfig.ready`."""
    register_source(Source(PUBLIC, ids, documents))


def search(
    text: str,
    filters: Mapping[str, Sequence[str]] | None = None,
    page: int = 1,
    page_size: int = PAGE_SIZE,
) -> Found:
    """Find public documents that hold every word of `text`, within `filters` (field → values).

    A page beyond the last is the last. Raises EngineError when the index cannot answer, LookupError for a
    filter that is no field.
    """
    query = parse(text)
    selected = {field: tuple(values) for field, values in (filters or {}).items() if values}
    page = max(1, min(page, LAST_HIT // page_size))
    results = _page(query, selected, page, page_size)
    pages = max(1, -(-min(results.total, LAST_HIT) // page_size))
    if page > pages:
        page = pages
        results = _page(query, selected, page, page_size)
    return Found(query, results.total, results.ids, page, pages, results.facets)


def _page(query: Query, selected: Mapping[str, tuple[str, ...]], page: int, page_size: int):
    asked = Search(
        query=query,
        sort=Sort("published_at", title_first=True),
        selected=selected,
        facets=tuple(Facet(field) for field in FACETS),
        offset=(page - 1) * page_size,
        limit=page_size,
    )
    return engine.current().search(PUBLIC, asked)
