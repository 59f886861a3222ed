"""What search engines are shown: the pages that everybody may see, and the portal's own statements.

Lists of people and all about cases are not in it: robots are asked to leave them alone (``views.robots``).
"""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from portal.public import public

#: Addresses of the portal's own that are no pages: names in ``public_urls``.
OWN = ("self_check", "safety", "privacy", "accessibility")


class PagesSitemap(Sitemap[Page]):
    """The pages, as ``public`` has them. Addresses are those under which the site was asked."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def items(self) -> PageQuerySet:
        """In the order of the tree."""
        root = Site.find_for_request(self._request).root_page
        return public(Page).descendant_of(root, inclusive=True).order_by("path")

    def location(self, item: Page) -> str:
        """Its path; None where it belongs to no site."""
        return item.get_url(self._request)

    def lastmod(self, item: Page) -> datetime | None:
        """When it last became public."""
        return item.last_published_at


class StatementsSitemap(Sitemap[str]):
    """What stands at addresses of the portal's own."""

    def items(self) -> list[str]:
        """Their names."""
        return list(OWN)

    def location(self, item: str) -> str:
        """Its path."""
        return reverse(f"portal:{item}")
