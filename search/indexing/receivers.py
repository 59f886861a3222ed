"""What this room hears from the rooms below it."""

from django.db.models.signals import post_delete
from django.dispatch import receiver

from complaints.models import Case
from complaints.signals import case_changed
from search.indexing.outbox import enqueue


@receiver(case_changed, dispatch_uid="search.note_changed_case")
def note_changed_case(sender, case: Case, **kwargs) -> None:
    """A case changed, in a transaction that is still open."""
    enqueue("cases", case.pk)


@receiver(post_delete, sender=Case, dispatch_uid="search.note_removed_case")
def note_removed_case(sender, instance: Case, **kwargs) -> None:
    """A case was removed, in a transaction that is still open."""
    enqueue("cases", instance.pk)
