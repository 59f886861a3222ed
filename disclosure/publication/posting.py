"""That a list or a notice hangs on the board of its village: recorded with a photo, and where it is missing.

A record is of one list or notice: the next month's, or a correction, is another sheet, and missing until it
is put up.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.core.files.base import File
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from disclosure.models import Batch, BoardPosting, ListTotal, Notice
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


def boards_of(batch: Batch) -> QuerySet[ListTotal]:
    """Return the boards of one list, also of an earlier month, without those of which a later version was
    shown.
    """
    totals = ListTotal.objects.filter(batch=batch, is_withdrawn=False, region__level=Level.VILLAGE).telling()
    later = ListTotal.objects.filter(
        region_id=OuterRef("region_id"),
        programme_id=batch.programme_id,
        month=batch.month,
        pk__gt=OuterRef("pk"),
    )
    return totals.filter(~Exists(later)).select_related("region__parent").order_by("region_id")


def missing(code: str) -> QuerySet[ListTotal]:
    """Return the lists of the villages in a place that are public now and were put up on no board."""
    found = ListTotal.objects.unposted().filter(within(code))
    return found.select_related("region__parent").order_by("region_id")


def latest(batch_id: int, codes: Iterable[str]) -> dict[str, BoardPosting]:
    """Give the posting that counts of a list in each of some villages that have one; one query."""
    found = BoardPosting.objects.filter(batch_id=batch_id, region_id__in=list(codes))
    return {one.region_id: one for one in found.select_related("posted_by").order_by("pk")}


def of_notice(notice: Notice) -> BoardPosting | None:
    """Return the latest posting of a notice, which counts."""
    return notice.postings.select_related("posted_by").order_by("-pk").first()


def record(total: ListTotal, *, posted_on: date, photo: File, user: User) -> BoardPosting:
    """Keep that a village's list was put up. Raises ListActNotAllowed, and UploadRefused for the photo.

    Not to be called while a transaction is open: the photo is opened by a process of its own.
    """
    batch = total.batch
    since = timezone.localdate(batch.published_at) if batch.published_at else None
    made = _prepared(BoardPosting(batch=batch, region_id=total.region_id), posted_on, since, photo, user)
    with transaction.atomic():
        made.save()
        ListTotal.objects.filter(batch=batch, region_id=made.region_id).update(is_posted=True)
        _log(made)
    return made


def record_notice(notice: Notice, *, posted_on: date, photo: File, user: User) -> BoardPosting:
    """Keep that a notice was put up, also after its last day: it hung there.

    Raises ListActNotAllowed, and UploadRefused for the photo; no transaction may be open, as above.
    """
    first = notice.events.filter(shown_from__isnull=False).order_by("pk").first()
    since = first.shown_from if first else notice.shown_from
    if since is None:
        raise ListActNotAllowed(["notice_not_shown"])
    made = _prepared(BoardPosting(notice=notice, region_id=notice.region_id), posted_on, since, photo, user)
    with transaction.atomic():
        made.save()
        _log(made)
    return made


def _prepared(
    made: BoardPosting, posted_on: date, since: date | None, photo: File, user: User
) -> BoardPosting:
    """Return the posting with its photo, not saved; ``since``: the first public day of what hangs.

    Raises ListActNotAllowed, UploadRefused.
    """
    if not may(user, PROPOSING.name, made.region_id):
        raise ListActNotAllowed([PROPOSING.lacking])
    if posted_on > timezone.localdate():
        raise ListActNotAllowed(["posted_ahead"])
    if since and posted_on < since:
        raise ListActNotAllowed(["posted_before_public"])
    taken = take(photo, PHOTO)
    made.posted_on, made.kind, made.posted_by = posted_on, taken.kind.media_type, user
    made.photo.save(f"photo{taken.kind.extension}", taken.content, save=False)
    return made


def _log(made: BoardPosting) -> None:
    audit.record(
        "disclosure.post_sheet",
        made.about,
        user=made.posted_by,
        region=made.region_id,
        posted_on=made.posted_on,
    )
