"""What this room hears from the rooms below it."""

from complaints.models import Case
from search.indexing.outbox import enqueue


def note_changed_case(sender, case: Case, **kwargs) -> None:
    """A case changed, in a transaction that is still open."""
    enqueue("cases", case.pk)


def note_removed_case(sender, instance: Case, **kwargs) -> None:
    """A case was removed, in a transaction that is still open."""
    enqueue("cases", instance.pk)
