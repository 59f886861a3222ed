"""Which pages everybody may see: the one query that every list of pages starts from."""

from wagtail.models import Page
from wagtail.query import PageQuerySet


def public(model: type[Page]) -> PageQuerySet:
    """The pages of a kind that are live and behind no login, password or group.

    A page under one that is restricted is restricted too.
    """
    return model.objects.live().public()


def is_public(page: Page) -> bool:
    """Whether everybody may see this page."""
    return public(Page).filter(pk=page.pk).exists()


def has_live_pages(page: Page) -> bool:
    """Whether this page or one below it is live, restricted or not."""
    return page.get_descendants(inclusive=True).live().exists()
