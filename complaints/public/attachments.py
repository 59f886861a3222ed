"""Files that come with a filing or a message: the good ones kept, each refusal explained."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from complaints.handling.sent_files import (
    HELD_BY_CASE,
    MAXIMUM,
    MOST_BYTES,
    POLICY,
    erase,
    keep,
    shown_name,
)
from complaints.models import Case, Draft
from complaints.public import crowding
from protection.uploads import UploadRefused

__all__ = ["MAXIMUM", "MOST_BYTES", "POLICY", "RefusedFile", "add", "remove"]


@dataclass(frozen=True)
class RefusedFile:
    """A file that was not taken, under the name it was sent with, and why."""

    name: str
    message: str


def add(draft: Draft, files: Iterable[UploadedFile], case: Case | None = None) -> list[RefusedFile]:
    """Keep every file that can be taken; returns the others. Pictures lose place, time and camera.

    ``case`` is the one that the draft is a message into.
    """
    refused = []
    kept = draft.attachments.count()
    for file in files:
        name = shown_name(file.name)
        if kept >= MAXIMUM:
            message = _("There are already %(number)d files. Remove one first.") % {"number": MAXIMUM}
            refused.append(RefusedFile(name, message))
            continue
        if message := _full(draft, file.size or 0, case):
            refused.append(RefusedFile(name, message))
            continue
        try:
            keep(file, name, draft)
        except UploadRefused as refusal:
            refused.append(RefusedFile(name, str(refusal.message)))
        else:
            kept += 1
    return refused


def _full(draft: Draft, size: int, case: Case | None) -> str:
    """Why a file of so many bytes is more than there is room for, and what to do; empty when it fits.

    What strangers' unfinished forms hold keeps nobody's file out of their own case.
    """
    if case is not None:
        sent = case.attachments.aggregate(held=Sum("size", default=0))["held"]
        if sent + crowding.unsent(case.pk) + size <= HELD_BY_CASE:
            return ""
        return _("Your case holds as many files as one can. Say in words what this one shows, or call us.")
    if crowding.has_room(size, draft):
        return ""
    return _(
        "No more files can be taken now. Send the form without: with receipt number and PIN "
        "you can add files to your case later."
    )


def remove(draft: Draft, public_id: str) -> None:
    """Delete one of the draft's files; anything else (somebody else's, one removed before) is passed over."""
    try:
        key = UUID(public_id)
    except ValueError:
        return
    with transaction.atomic():
        attachment = draft.attachments.filter(public_id=key).first()
        if attachment is None:
            return
        erase(attachment)
