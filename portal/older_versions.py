"""What becomes of the older versions of a law when one of its versions is published."""

from django.db import transaction
from django.dispatch import receiver
from wagtail.signals import page_published

from portal.enums import Validity
from portal.models import PolicyPage
from portal.policies import versions
from portal.public import public
from protection import audit

IN_FORCE = frozenset({Validity.VALID, Validity.UPCOMING})


@receiver(page_published, sender=PolicyPage, dispatch_uid="portal.settle")
def mark_older_versions(sender, instance: PolicyPage, **kwargs) -> None:
    """Mark each older public version as amended, with the next newer one in its place.

    The newest stays as it is, so that a text from before, published later, never takes its place; what an
    editor marked as repealed or expired stays so too.
    """
    if not instance.family:
        return
    with transaction.atomic():
        kin = list(public(PolicyPage).filter(family=instance.family).select_for_update(of=("self",)))
        for older, newer in versions.replacements(kin):
            _mark(older, newer, {page.pk for page in kin})


def _mark(older: PolicyPage, newer: PolicyPage, kin: set[int]) -> None:
    changes: dict[str, object] = {}
    if older.validity in IN_FORCE:
        changes["validity"] = Validity.AMENDED.value
    # A version between the two is put into the row; what an editor named instead stays.
    if older.replaced_by_id != newer.pk and (older.replaced_by_id is None or older.replaced_by_id in kin):
        changes["replaced_by"] = newer.pk
    if not changes:
        return
    PolicyPage.objects.filter(pk=older.pk).update(**changes)
    latest = older.latest_revision
    if latest is not None and latest.pk == older.live_revision_id:
        # The next edit begins from the revision, and must not bring back what was.
        latest.content |= changes
        latest.save(update_fields=["content"])
    audit.record("portal.mark_version", older, newer=newer.pk)
