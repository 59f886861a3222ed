"""That a list hangs on the boards of its villages: recorded with a photo, and where it is missing.

A record is of one list: the next month's, or a correction, is another sheet, and missing until it is put up.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.core.files.base import File
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from disclosure.models import BoardPosting, ListTotal
from disclosure.problems import ListActNotAllowed
from disclosure.roles import PROPOSING, may
from organizations.enums import Level
from organizations.models import User
from organizations.scope import within
from protection import audit
from protection.uploads import EVIDENCE, PICTURES, take

#: A photo from a phone, which may be as large as one that comes with a case.
PHOTO = replace(PICTURES, most_picture_bytes=EVIDENCE.most_picture_bytes)


def boards() -> QuerySet[ListTotal]:
    """Return every list of a village that is public now, with village and township: each has a sheet."""
    shown = ListTotal.objects.shown().filter(region__level=Level.VILLAGE)
    return shown.select_related("region__parent").order_by("region_id")


def missing(code: str) -> QuerySet[ListTotal]:
    """Return the lists of the villages in a place that are public now and were put up on no board.

    A list of nobody is not waited for (house rule).
    """
    postings = BoardPosting.objects.filter(batch_id=OuterRef("batch_id"), region_id=OuterRef("region_id"))
    return boards().filter(within(code), ~Exists(postings), households__gt=0)


def latest(batch_id: int, codes: Iterable[str]) -> dict[str, BoardPosting]:
    """Give the posting that counts of a list in each of some villages that have one; one query."""
    found = BoardPosting.objects.filter(batch_id=batch_id, region_id__in=list(codes))
    return {one.region_id: one for one in found.select_related("posted_by").order_by("pk")}


def record(total: ListTotal, *, posted_on: date, photo: File, user: User) -> BoardPosting:
    """Keep that a village's list was put up. Raises ListActNotAllowed, and UploadRefused for the photo.

    Not to be called while a transaction is open: the photo is opened by a process of its own.
    """
    batch, code = total.batch, total.region_id
    if not may(user, PROPOSING.name, code):
        raise ListActNotAllowed([PROPOSING.lacking])
    if posted_on > timezone.localdate():
        raise ListActNotAllowed(["posted_ahead"])
    if batch.published_at and posted_on < timezone.localdate(batch.published_at):
        raise ListActNotAllowed(["posted_before_public"])
    taken = take(photo, PHOTO)
    posting = BoardPosting(
        batch=batch, region_id=code, posted_on=posted_on, kind=taken.kind.media_type, posted_by=user
    )
    posting.photo.save(f"photo{taken.kind.extension}", taken.content, save=False)
    with transaction.atomic():
        posting.save()
        audit.record("disclosure.post_sheet", batch, user=user, region=code, posted_on=posted_on)
    return posting
