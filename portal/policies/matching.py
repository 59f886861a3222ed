"""Which page a document that was read belongs to: the same version, another version of it, or none yet."""

from dataclasses import dataclass

from django.db.models import Q

from portal.models import PolicyPage
from portal.policies import versions
from portal.policies.lines import Ask
from portal.policies.reading import Reading


@dataclass
class PageMatch:
    """The page of this very version, if there is one; and what has to be asked where that is not sure."""

    page: PolicyPage | None = None
    ask: Ask | None = None


def find(reading: Reading, title: str) -> PageMatch:
    """Find the page of a document. ``title`` is the reading's, or what stands for it."""
    issuer = reading.issuers[0] if reading.issuers else ""
    kind = versions.family(title, issuer)
    condition = Q(title=title)
    if reading.document_number:
        condition |= Q(document_number=reading.document_number)
    if kind:
        condition |= Q(family=kind)
    # The newest first: of two that fit, the one that readers see.
    pages = list(PolicyPage.objects.filter(condition).order_by("-live", "-written_on", "pk"))
    for page in pages:
        if page.title == title and page.text == reading.text and _numbers_agree(page, reading):
            return PageMatch(page)
    for page in pages:
        if _same_version(page, reading, title, issuer, kind):
            return PageMatch(page)
    return PageMatch(ask=_unclear(pages, reading, title, issuer))


def _numbers_agree(page: PolicyPage, reading: Reading) -> bool:
    return len({page.document_number, reading.document_number} - {""}) < 2


def _same_version(page: PolicyPage, reading: Reading, title: str, issuer: str, kind: str) -> bool:
    """Whether a page is of this document and this day; a law of another day is another version."""
    day = versions.same_day(page, reading)
    if reading.document_number and page.document_number == reading.document_number:
        return not (kind and page.family == kind and day is False)
    if page.document_number and reading.document_number:
        return False
    same_text = page.family == kind if kind else (page.title, page.issuer) == (title, issuer)
    both_undated = versions.undated(page) and versions.undated(reading)
    return same_text and bool(day or both_undated)


def _unclear(pages: list[PolicyPage], reading: Reading, title: str, issuer: str) -> Ask | None:
    """A text of the same title that this one is neither older nor newer than, as far as can be read."""
    for page in pages:
        own = page.title == title and (not issuer or not page.issuer or page.issuer == issuer)
        numbers = page.document_number and reading.document_number
        if own and not numbers and versions.same_day(page, reading) is not False:
            return Ask("which_version", found=page.index_number)
    return None
