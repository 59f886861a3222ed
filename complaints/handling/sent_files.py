"""Files as they are kept, whoever sends them: kind found in the content, pictures drawn anew, encrypted.

What staff attach to an answer is distrusted like what citizens send: a document on a desk may be anybody's.
It belongs to the act that it came with, and goes when the act is refused.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from complaints.models import Attachment, Case, Draft
from protection.refusals import NotAllowed
from protection.uploads import EVIDENCE, MEGABYTE, UploadRefused, take

MAXIMUM = 10
#: What one case may hold; what half-filled forms may is in data/crowding.csv.
HELD_BY_CASE = 300 * MEGABYTE
POLICY = EVIDENCE
#: What one request with files may bring: all that fit, and the fields beside them.
MOST_BYTES = (MAXIMUM + 2) * POLICY.most_bytes


def keep(file: UploadedFile, name: str, draft: Draft | None = None) -> Attachment:
    """Keep one file under this name, of the draft if there is one. Raises ``UploadRefused``."""
    taken = take(file, POLICY)
    attachment = Attachment(
        draft=draft,
        original_name=name,
        kind=taken.kind.media_type,
        size=taken.content.size,
        active=" ".join(taken.active),
    )
    # The stored name carries the kind that was found, not the one that was claimed.
    attachment.file.save(f"file{taken.kind.extension}", taken.content, save=False)
    attachment.save()
    return attachment


def erase(attachment: Attachment) -> None:
    """Delete a file and its row; the file itself after the commit."""
    file = attachment.file
    with transaction.atomic():
        transaction.on_commit(partial(file.storage.delete, str(file.name)))
        attachment.delete()


@contextmanager
def for_act(files: Iterable[UploadedFile], case: Case) -> Iterator[list[int]]:
    """Keep what comes with an act of staff, and give the keys; all of it goes where the act is not done.

    Raises ``NotAllowed`` with a reason for each file that can not be taken; not within a transaction.
    """
    kept: list[Attachment] = []
    try:
        if refused := _keep_all(list(files), case, kept):
            raise NotAllowed(refused)
        yield [attachment.pk for attachment in kept]
    except BaseException:
        for attachment in kept:
            erase(attachment)
        raise


def _keep_all(files: list[UploadedFile], case: Case, kept: list[Attachment]) -> list[str]:
    if len(files) > MAXIMUM:
        return [_("At most %(number)d files go with one act.") % {"number": MAXIMUM}]
    held = case.attachments.aggregate(held=Sum("size", default=0))["held"]
    if held + sum(file.size or 0 for file in files) > HELD_BY_CASE:
        return [_("The case holds as many files as one can. Say in words what these show.")]
    refused = []
    for file in files:
        name = shown_name(file.name)
        try:
            kept.append(keep(file, name))
        except UploadRefused as refusal:
            refused.append(_("“%(name)s” was not taken.") % {"name": name} + f" {refusal.message}")
    return refused


def shown_name(name: str | None) -> str:
    """The sender's file name without folders or control characters, at most 80 characters."""
    plain = "".join(
        character for character in PurePath((name or "").replace("\\", "/")).name if character.isprintable()
    )
    if len(plain) <= 80:
        return plain or _("file")
    suffix = PurePath(plain).suffix[:8]
    return plain[: 80 - len(suffix) - 1] + "…" + suffix
