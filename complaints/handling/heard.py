"""Who took a case down at the desk and knows every word of it: until somebody else adds one.

A complaint may be about whoever takes calls, in words that no table knows. So it is opened at the desk only
by who took it down, and by them only while nobody else has written into it (``visibility``). The log says
both; ``Case.heard_by`` keeps it for queries.
"""

from collections.abc import Iterable

from complaints.models import CaseEvent


def adds_words(
    heard_by: int | None, user_id: int | None, reason: str, text: str, files: Iterable[int] = ()
) -> bool:
    """Whether an event of this person holds what the one who took the case down may not know."""
    return heard_by is not None and user_id != heard_by and bool(reason or text or list(files))


def heard_by(events: Iterable[CaseEvent]) -> int | None:
    """Return who took a case down and knows every word of it, by all its events in their order."""
    registered, *later = events
    found = registered.actor_id
    for event in later:
        files = [file.pk for file in event.attachments.all()]
        if adds_words(found, event.actor_id, event.reason, event.text, files):
            return None
    return found
