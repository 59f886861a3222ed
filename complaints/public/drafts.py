"""A filing in the making. Its key is in the visitor's session alone; the table holds the key's index."""

import secrets
from collections.abc import Collection
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from complaints.models import Draft
from complaints.public import crowding
from complaints.public.answers import FilingAnswers
from complaints.public.crowding import NOWHERE, Origin
from protection.blind_index import every

LIFETIME = timedelta(hours=24)
FILING = "complaints.draft"
REPLY = "complaints.reply"
REFUSED = "complaints.refused"


def reply_slot(case_id: int, own: bool = False) -> str:
    """Where a session keeps the key of a reply: one place a case, so that no other case ever finds it.

    ``own``: and what was written with a PIN of one's own is not found with another one.
    """
    return f"{REPLY}.{case_id}{'.own' if own else ''}"


def review_slot(case_id: int, own: bool = False) -> str:
    """The same for a request for review, while it is not sent."""
    return f"{REPLY}.review.{case_id}{'.own' if own else ''}"


def recusal_slot(case_id: int, own: bool = False) -> str:
    """The same for a request that somebody steps aside."""
    return f"{REPLY}.recusal.{case_id}{'.own' if own else ''}"


def key_of(session, slot: str = FILING) -> str | None:
    """The key this session holds, None when it never began or has ended."""
    return session.get(slot)


def _indexes(key: str) -> list[str]:
    return every(key, "complaints.draft")


def submission_keys(key: str) -> list[str]:
    """The one submission a draft can become, and before it, where the site's key changed meanwhile, could.

    Derived, so that a second click finds it without the draft.
    """
    return every(key, "complaints.submission")


def current(session, slot: str = FILING) -> Draft | None:
    """The session's draft; None when there is none or it is older than 24 hours."""
    key = key_of(session, slot)
    if not key:
        return None
    return Draft.objects.filter(key_index__in=_indexes(key), created_at__gt=timezone.now() - LIFETIME).first()


def begin(session, slot: str = FILING, origin: Origin = NOWHERE, answered: bool = False) -> Draft:
    """A new empty draft, its key put into the session; on the way a few that are over are deleted.

    So the promise "deleted within a day" holds also where nobody set up ``purge_drafts`` to run. Raises
    ``crowding.Full`` when there are too many, and no word is written in any that could make way.
    """
    purge(most=20)
    _make_room(origin)
    key = secrets.token_urlsafe(32)
    draft = Draft.objects.create(
        key_index=_indexes(key)[0], network=origin.network, around=origin.around, answered=answered
    )
    session[slot] = key
    return draft


def _make_room(origin: Origin) -> None:
    """Where all room is taken, erase the oldest form without a word: who comes back to it begins anew."""
    try:
        crowding.check_room(origin)
    except crowding.Full:
        if not (origin.around and _erase_unwritten()):
            raise


def _erase_unwritten() -> bool:
    # Under a lock: a form into which the first word was written meanwhile stays.
    with transaction.atomic():
        empty = crowding.of_strangers().filter(written=False).order_by("created_at")
        draft = empty.select_for_update(skip_locked=True).first()
        if draft:
            erase(draft)
    return draft is not None


def obtain(session, slot: str, origin: Origin) -> Draft:
    """The current draft, or a new one."""
    return current(session, slot) or begin(session, slot, origin)


def locked(session, slot: str = FILING) -> Draft | None:
    """The draft under a row lock, inside a transaction: of two clicks the second waits for the first."""
    key = key_of(session, slot)
    if not key:
        return None
    return Draft.objects.select_for_update().filter(key_index__in=_indexes(key)).first()


def answers_of(draft: Draft | None) -> FilingAnswers:
    """The answers in the draft; empty ones without a draft."""
    return FilingAnswers.from_payload(draft.payload if draft else {})


def keep(draft: Draft, answers: FilingAnswers) -> None:
    """Store the answers, without what no longer applies."""
    answers.drop_unasked()
    draft.payload = answers.as_payload()
    draft.written = draft.written or answers.has_words
    draft.save(update_fields=["payload", "written"])


def discard(session, slot: str = FILING) -> None:
    """Delete the draft with its files and forget its key."""
    draft = current(session, slot)
    if draft:
        erase(draft)
    session.pop(slot, None)


def discard_all(session, but: Collection[str] = ()) -> None:
    """Delete whatever is half-written in this session, the filing, every reply, and what was refused.

    Not what lies in the slots of ``but``.
    """
    names = list(session.keys())  # a session cannot be walked through itself
    for slot in names:
        if slot not in but and (slot in (FILING, REFUSED) or slot.startswith(REPLY)):
            discard(session, slot)


def forget(session, slot: str = FILING) -> None:
    """Forget the key of a draft that became a case."""
    session.pop(slot, None)


def erase(draft: Draft) -> None:
    """Delete one draft, the rows of its files, and after the commit the files themselves."""
    with transaction.atomic():
        for attachment in draft.attachments.all():
            file = attachment.file
            transaction.on_commit(partial(file.storage.delete, str(file.name)))
            attachment.delete()
        draft.delete()


def purge(most: int | None = None) -> int:
    """Erase drafts older than 24 hours, all or at most so many; returns how many."""
    expired = Draft.objects.filter(created_at__lte=timezone.now() - LIFETIME).order_by("created_at")
    number = 0
    for draft in list(expired[:most]):
        erase(draft)
        number += 1
    return number
