"""One search for citizens: what answers the question, and the policies and guides that have its words.

Pages are found by the index, or plainly by the database while there is none.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Q, prefetch_related_objects
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from portal import frame
from portal.asking import answering, question, words
from portal.asking.answering import QuestionAnswer
from portal.asking.question import CitizenQuestion
from portal.enums import Intent
from portal.models import GuidePage, PolicyPage
from portal.public_index import PUBLIC, public_pages, text_of
from search.engines import current
from search.engines.engine import EngineError
from search.engines.query import Query
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

#: What is asked and done on a page of its own.
WAYS = (Intent.APPLY, Intent.ELIGIBLE, Intent.WHERE, Intent.LISTS, Intent.PAY, Intent.COMPLAIN, Intent.FOLLOW)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class PageHit:
    """One page found, with the passages that show why."""

    page: PolicyPage | GuidePage
    is_policy: bool
    passages: list[SafeString]


@dataclass
class FoundPages:
    """The answer to one search: the words as typed, what answers them, and one page of hits.

    ``is_wider`` when no page has all of the words, and these have the known ones.
    """

    words: str
    hits: list[PageHit]
    page: PaginatorPage | None = None
    question: CitizenQuestion | None = None
    answer: QuestionAnswer = field(default_factory=QuestionAnswer)
    is_wider: bool = False

    @property
    def total(self) -> int:
        return self.page.paginator.count if self.page else 0

    @property
    def is_empty(self) -> bool:
        """Whether something was asked and nothing at all was found."""
        answer = self.answer
        return not (self.hits or answer.places or answer.paragraph or answer.paid or self.ways)

    @property
    def ways(self) -> tuple[Intent, ...]:
        """What was asked that a page of this site does."""
        return tuple(intent for intent in WAYS if self.question and self.question.asks(intent))


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


def search(text: str, page: str = "1", chosen: str = "") -> FoundPages:
    """Answer what somebody typed.

    Pages have every word of it in title or text, or what the word is called there; where none has, those
    with the known words. ``chosen`` is the code of the reader's place, or empty.
    """
    typed = text.strip()[:LONGEST_QUERY]
    asked = question.read(typed, words.vocabulary())
    if not asked.typed.wanted:
        return FoundPages(typed, [])
    answer = answering.answer(asked, frame.bureau().region_code, chosen)
    query = asked.wider if answer.places and asked.wider else asked.query
    result = _pages(query, page)
    is_wider = not result.object_list and asked.wider is not None and query is not asked.wider
    if is_wider and asked.wider:
        query = asked.wider
        result = _pages(query, page)
    # What a text is today hangs on what took its place.
    prefetch_related_objects([found for found in result if isinstance(found, PolicyPage)], "replaced_by")
    marker = Marker(query)
    hits = [
        PageHit(found, isinstance(found, PolicyPage), marker.excerpts(text_of(found))) for found in result
    ]
    return FoundPages(typed, hits, result, asked, answer, is_wider and bool(hits))


def _pages(query: Query, page: str) -> PaginatorPage:
    try:
        found = Paginator[PolicyPage | GuidePage](IndexedPages(query), PAGE_SIZE).get_page(page)
        found.object_list = list(found.object_list)
    except EngineError as problem:
        # A citizen must still find a policy: slower, and only by the letters as typed.
        logger.warning("site search without the index: %s", type(problem).__name__)
        found = Paginator[PolicyPage | GuidePage](_plainly(query), PAGE_SIZE).get_page(page)
        found.object_list = list(found.object_list)
    return found


def _plainly(query: Query):
    pages = public_pages().order_by("-first_published_at", "pk")
    for term in query.terms:
        condition = Q()
        for name, way in product(FIELDS, term.ways):
            condition |= Q(**{f"{name}__icontains": way.text})
        pages = pages.exclude(condition) if term.excluded else pages.filter(condition)
    return pages.specific()
