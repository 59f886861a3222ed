"""Households that are new on a list though their notice has not ended, or an objection holds it: nobody is
granted assistance before (最低生活保障审核确认办法 19, 20).

The warning stands in the findings from the day of reading; whether a notice is held is asked again with each
act, since an objection may come in between.
"""

from collections.abc import Collection, Iterator

from django.db.models import Exists, OuterRef, QuerySet

from disclosure.enums import HELD_NOTICES, NoticeKind
from disclosure.intake.earlier_lists import ID
from disclosure.models import Batch, Notice, Recipient, StagedRow
from disclosure.problems import Problem
from organizations import codes, scope


def against_notices(batch: Batch) -> Iterator[Problem]:
    """Give a warning for each row of a household whose notice still stands or is held."""
    notices = _open_notices(batch).filter(id_index=OuterRef("id_index"))
    rows = StagedRow.objects.filter(Exists(notices), batch=batch).exclude(Exists(_listed(batch)))
    for row in rows.defer("id_number").order_by("row", "pk").iterator():
        yield Problem("on_open_notice", row.row, ID, row.sheet, {}, is_warning=True)


def held_on(batches: Collection[Batch]) -> frozenset[int]:
    """Return the keys of the lists on which a household is new whose notice an undecided objection holds.

    One query where nothing is held, three otherwise: asked from the few notices that are held, and not from
    the rows.
    """
    known = {batch.pk: batch for batch in batches}
    programmes = {batch.programme_id for batch in batches}
    held = (
        Notice.objects.open()
        .not_hidden()
        .filter(kind=NoticeKind.PROPOSED, state__in=HELD_NOTICES, programme__in=programmes)
    )
    places = {
        (household, programme): place
        for household, programme, place in held.values_list("id_index", "programme", "region")
    }
    if not places:
        return frozenset()
    households = [household for household, _programme in places]
    rows = StagedRow.objects.filter(batch__in=known, id_index__in=households)
    listed = _current(households, programmes)
    return frozenset(
        pk
        for pk, household in rows.values_list("batch", "id_index")
        if _is_new_here(known[pk], household, places, listed)
    )


def _is_new_here(batch: Batch, household: str, places: dict, listed: Collection) -> bool:
    """Whether its notice is of the list's place and programme, and no row there is current."""
    place = places.get((household, batch.programme_id))
    if place is None or not codes.contains(batch.region_id, place):
        return False
    return not any(
        (who, programme) == (household, batch.programme_id) and codes.contains(batch.region_id, where)
        for who, programme, where in listed
    )


def _current(households: list[str], programmes: Collection[str]) -> list[tuple[str, str, str]]:
    rows = Recipient.objects.left_open().filter(id_index__in=households, programme__in=programmes)
    return list(rows.values_list("id_index", "programme", "region"))


def _open_notices(batch: Batch) -> QuerySet[Notice]:
    found = Notice.objects.open().not_hidden().within(batch.region_id)
    return found.filter(kind=NoticeKind.PROPOSED, programme=batch.programme_id)


def _listed(batch: Batch) -> QuerySet[Recipient]:
    """The current rows, of the place and programme of the list, of the household that is asked about."""
    here = Recipient.objects.filter(scope.within(batch.region_id), id_index=OuterRef("id_index"))
    return here.left_open().filter(programme=batch.programme_id)
