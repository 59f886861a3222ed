"""Finding a published row, or a notice, again, and who had a hand in it, for the rooms above."""

import uuid

from disclosure.enums import SHOWN_NOTICES
from disclosure.intake.household_key import indexes_of
from disclosure.models import Batch, Notice, NoticeEvent, Recipient
from organizations.models import User


def shown_row(public_id: uuid.UUID | str) -> Recipient | None:
    """The row as ``current_row`` finds it, where the public may see it: None also where it is hidden, its
    list was withdrawn, or the household moved since the row of that address: whoever has an address of
    earlier is not led to where it lives now.
    """
    row = current_row(public_id)
    if row is None or not Recipient.objects.shown(row.programme).filter(pk=row.pk).exists():
        return None
    there = Recipient.objects.filter(public_id=public_id, region=row.region_id)
    return row if str(row.public_id) == str(public_id) or there.exists() else None


def current_row(public_id: uuid.UUID | str) -> Recipient | None:
    """The row of the latest list for the household of ``public_id``: itself, or the one that took its place.

    A page may have been printed a month ago; its links still lead to the household, also when nobody may be
    shown the row by now: a complaint about it is taken all the same. None where the address is unknown or the
    household has left the list.
    """
    try:
        public_id = uuid.UUID(str(public_id))
    except ValueError:
        return None
    rows = Recipient.objects.select_related("programme", "region").defer("id_number")
    found = rows.filter(public_id=public_id).first()
    if found is None or found.is_current:
        return found
    return rows.current_of(found.programme).filter(id_index__in=indexes_of(found)).first()


def ever_shown(public_id: uuid.UUID | str) -> Notice | None:
    """The notice of an address, shown or not any more; None where nobody ever saw one there, or its household
    is hidden: then nothing tells that there was one.
    """
    try:
        public_id = uuid.UUID(str(public_id))
    except ValueError:
        return None
    found = Notice.objects.not_hidden().select_related("programme", "region").defer("id_number")
    return found.filter(public_id=public_id, shown_from__isnull=False).first()


def shown_notice(public_id: uuid.UUID | str) -> Notice | None:
    """The same, where the public sees it now: an objection to it is in time."""
    notice = ever_shown(public_id)
    return notice if notice and notice.state_now in SHOWN_NOTICES else None


def worked_on(user: User, *, notice: int | None = None, row: int | None = None) -> bool:
    """Whether the user is one of those ``who_worked_on`` a notice or a row, each by its key."""
    return user.pk in who_worked_on(notice=notice, row=row)


def who_worked_on(*, notice: int | None = None, row: int | None = None) -> set[int]:
    """Return the keys of those who had a hand in a notice, or in the list that brought a row, each by its
    key: who entered or put up, uploaded, submitted or approved it, or acted on the notice since; of a list
    that brought an earlier one back, also who worked on that one.
    """
    found: set[int | None] = set()
    if notice:
        found |= set(Notice.objects.filter(pk=notice).values_list("entered_by", flat=True))
        found |= set(NoticeEvent.objects.filter(notice=notice).values_list("actor", flat=True))
    columns = ("pk", "uploaded_by", "submitted_by", "approved_by", "submitters", "brings_back")
    read: set[int] = set()
    lists = Batch.objects.filter(opened_rows=row) if row else Batch.objects.none()
    while rows := list(lists.values_list(*columns)):
        read |= {pk for pk, *_people, _earlier in rows}
        found |= {who for _pk, *people, _earlier in rows for who in people}
        earlier = {pk for *_people, pk in rows if pk} - read
        lists = Batch.objects.filter(pk__in=earlier)
    return {who for who in found if who is not None}
