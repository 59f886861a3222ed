"""The public half of the search index: policies and guides, as the search room's engines keep them."""

from collections.abc import Sequence

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.html import strip_tags
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished

from portal.models import GuidePage, PolicyPage
from portal.public import public
from search.engines.schema import Document, Keyword, Moment, Schema, Text
from search.indexing.outbox import enqueue
from search.indexing.sources import IndexSource

PUBLIC = Schema(
    name="public",
    title="title",
    fields=(Text("title"), Text("text"), Text("facts"), Keyword("kind"), Moment("published_at")),
)


def public_pages():
    """Every page that anybody may find: live, not behind a login."""
    return public(Page).type(PolicyPage, GuidePage)


def text_of(page: PolicyPage | GuidePage) -> str:
    """The words of a page without its marks."""
    if isinstance(page, PolicyPage):
        return page.plain_text
    parts = (page.summary, page.audience, page.materials, page.steps, page.basis)
    return "\n".join(filter(None, (strip_tags(part.replace("</", "\n</")).strip() for part in parts)))


def document(page: PolicyPage | GuidePage) -> Document:
    """What the index holds of one page."""
    is_policy = isinstance(page, PolicyPage)
    facts = (page.document_number, page.all_issuers, page.keywords, page.index_number) if is_policy else ()
    return Document(
        page.pk,
        {
            "title": page.title,
            "text": text_of(page),
            "facts": "\n".join(facts),
            "kind": "policy" if is_policy else "guide",
            "published_at": page.first_published_at,
        },
    )


def _ids(after: int, limit: int) -> Sequence[int]:
    return list(public_pages().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])


def _documents(ids: Sequence[int]) -> Sequence[Document]:
    return [document(page) for page in public_pages().filter(pk__in=ids).specific()]


SOURCE = IndexSource(PUBLIC, _ids, _documents)


@receiver(page_published, sender=PolicyPage, dispatch_uid="portal.policy_published")
@receiver(page_published, sender=GuidePage, dispatch_uid="portal.guide_published")
@receiver(page_unpublished, sender=PolicyPage, dispatch_uid="portal.policy_unpublished")
@receiver(page_unpublished, sender=GuidePage, dispatch_uid="portal.guide_unpublished")
@receiver(post_delete, sender=PolicyPage, dispatch_uid="portal.policy_deleted")
@receiver(post_delete, sender=GuidePage, dispatch_uid="portal.guide_deleted")
def note_changed_page(sender, instance, **kwargs) -> None:
    """A policy or guide was published, taken down or removed."""
    enqueue(PUBLIC.name, instance.pk)


@receiver(post_save, sender=PageViewRestriction, dispatch_uid="portal.page_closed")
@receiver(post_delete, sender=PageViewRestriction, dispatch_uid="portal.page_opened")
def note_changed_restriction(sender, instance, **kwargs) -> None:
    """A page, with all below it, was closed to the public or opened again."""
    below = Page.objects.filter(pk=instance.page_id).first()
    if below is not None:
        for pk in (
            below.get_descendants(inclusive=True).type(PolicyPage, GuidePage).values_list("pk", flat=True)
        ):
            enqueue(PUBLIC.name, pk)
