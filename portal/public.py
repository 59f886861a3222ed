"""Which pages everybody may see: the one query that every list of pages starts from."""

from django.db.models import QuerySet
from wagtail.models import Page


def public(model: type[Page]) -> QuerySet:
    """The pages of a kind that are live and behind no login, password or group.

    A page under one that is restricted is restricted too.
    """
    return model.objects.live().public()


def is_public(page: Page) -> bool:
    """Whether everybody may see this page."""
    return public(Page).filter(pk=page.pk).exists()
