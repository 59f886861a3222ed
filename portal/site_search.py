"""Site search over policies and guides: by the index, or plainly by the database while there is none."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Q, prefetch_related_objects
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from portal.models import GuidePage, PolicyPage
from portal.public_index import PUBLIC, public_pages, text_of
from search.engines import current
from search.engines.engine import EngineError
from search.engines.query import Query, parse
from search.engines.schema import LAST_HIT, Search, Sort
from search.workbench.highlight import Marker

PAGE_SIZE = 15
LONGEST_QUERY = 200
FIELDS = (
    "title",
    "policypage__text",
    "policypage__document_number",
    "policypage__keywords",
    "policypage__issuer",
    "policypage__co_issuers",
    "guidepage__summary",
    "guidepage__audience",
    "guidepage__materials",
    "guidepage__steps",
    "guidepage__basis",
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Hit:
    """One page found, with the passages that show why."""

    page: PolicyPage | GuidePage
    is_policy: bool
    passages: list[SafeString]


@dataclass
class Found:
    """The answer to one search: the words as read, how many pages hold them, and one page of hits."""

    words: str
    hits: list[Hit]
    page: PaginatorPage | None = None

    @property
    def total(self) -> int:
        return self.page.paginator.count if self.page else 0


class IndexedPages(Sequence[PolicyPage | GuidePage]):
    """What the index finds for a query, as a list that a Paginator can count and slice."""

    def __init__(self, query: Query) -> None:
        self.query = query

    @cached_property
    def total(self) -> int:
        return self._ask(0, 0).total

    def __len__(self) -> int:
        """How many pages can be leafed through; the engines give no hits beyond LAST_HIT."""
        return min(self.total, LAST_HIT)

    def __getitem__(self, part):
        if isinstance(part, int):
            return self[part : part + 1][0]
        start = part.start or 0
        ids = self._ask(start, part.stop - start).ids
        # Fetched anew, so that a page taken down a moment ago is not shown although the index lags.
        pages = {page.pk: page for page in public_pages().filter(pk__in=ids).specific()}
        return [pages[pk] for pk in ids if pk in pages]

    def _ask(self, offset: int, limit: int):
        sort = Sort("published_at", title_first=True)
        return current.engine().search(PUBLIC, Search(self.query, sort, offset=offset, limit=limit))


def search(text: str, page: str = "1") -> Found:
    """Find the public policies and guides that hold every word of the text, in title or text."""
    words = text.strip()[:LONGEST_QUERY]
    query = parse(words)
    if not query.wanted:
        return Found(words, [])
    try:
        result = Paginator[PolicyPage | GuidePage](IndexedPages(query), PAGE_SIZE).get_page(page)
    except EngineError as problem:
        # A citizen must still find a policy: slower, and only by the letters as typed.
        logger.warning("site search without the index: %s", type(problem).__name__)
        result = Paginator[PolicyPage | GuidePage](_plainly(query), PAGE_SIZE).get_page(page)
    # What a text is today hangs on what took its place.
    prefetch_related_objects([found for found in result if isinstance(found, PolicyPage)], "replaced_by")
    marker = Marker(query)
    hits = [Hit(found, isinstance(found, PolicyPage), marker.excerpts(text_of(found))) for found in result]
    return Found(words, hits, result)


def _plainly(query: Query):
    pages = public_pages().order_by("-first_published_at", "pk")
    for term in query.terms:
        condition = Q()
        for field in FIELDS:
            condition |= Q(**{f"{field}__icontains": term.text})
        pages = pages.exclude(condition) if term.excluded else pages.filter(condition)
    return pages.specific()
