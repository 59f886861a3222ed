"""Site search over policies and guides."""

from dataclasses import dataclass

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.html import strip_tags
from wagtail.models import Page

from portal.models import GuidePage, PolicyPage
from portal.passages import Passage, passage

PAGE_SIZE = 15
LONGEST_QUERY = 200
FIELDS = (
    "title",
    "policypage__text",
    "policypage__document_number",
    "policypage__keywords",
    "policypage__issuer",
    "guidepage__summary",
    "guidepage__audience",
    "guidepage__materials",
    "guidepage__steps",
    "guidepage__basis",
)


@dataclass(frozen=True)
class Hit:
    """One page found, with the passage that shows why."""

    page: PolicyPage | GuidePage
    is_policy: bool
    passage: Passage


@dataclass
class Found:
    """The answer to one search: the words as read, how many pages hold them, and one page of hits."""

    words: str
    hits: list[Hit]
    page: PaginatorPage | None = None

    @property
    def total(self) -> int:
        return self.page.paginator.count if self.page else 0


def search(query: str, page: str = "1") -> Found:
    """Find the public policies and guides that hold every word of the query, in title or text."""
    words = query.strip()[:LONGEST_QUERY].split()
    if not words:
        return Found("", [])
    pages = Page.objects.live().public().type(PolicyPage, GuidePage).order_by("-first_published_at", "pk")
    for word in words:
        condition = Q()
        for field in FIELDS:
            condition |= Q(**{f"{field}__icontains": word})
        pages = pages.filter(condition)
    result = Paginator(pages.specific(), PAGE_SIZE).get_page(page)
    hits = [Hit(found, isinstance(found, PolicyPage), passage(_text(found), words)) for found in result]
    return Found(" ".join(words), hits, result)


def _text(page: PolicyPage | GuidePage) -> str:
    if isinstance(page, PolicyPage):
        return page.text.replace("\n# ", "\n")
    parts = (page.summary, page.audience, page.materials, page.steps, page.basis)
    return " ".join(strip_tags(part.replace("</", " </")) for part in parts)
