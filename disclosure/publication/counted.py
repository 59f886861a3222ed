"""How one household was counted among what lists added, ended and changed.

Who is hidden counts in none of it, in no month: from these numbers anybody could read when a household came,
moved, left or received another amount. Publication leaves out who is hidden by then (``totals``); this takes
out who comes to be hidden later, and in again.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.db.models.functions import Greatest

from disclosure.enums import WAS_PUBLIC
from disclosure.models import Batch, ListTotal, Recipient
from disclosure.publication.households import COMPARED
from organizations import codes


@dataclass(frozen=True, slots=True)
class CountedList:
    """What one list counted in a household's village; ``until``: when another list covered that village."""

    region_id: str
    batch: Batch
    until: datetime | None
    added: int
    removed: int
    changed: int


def count(rows: Sequence[Recipient], *, hidden: bool) -> None:
    """Take all rows that one household ever had on a programme's lists out of the numbers of what these
    added, ended and changed, or in again. Sums above a place that are current have to be added up again.
    """
    sign = -1 if hidden else 1
    for one in _counted(rows):
        _totals_with(one).update(
            added=Greatest(F("added") + sign * one.added, 0),
            removed=Greatest(F("removed") + sign * one.removed, 0),
            changed=Greatest(F("changed") + sign * one.changed, 0),
        )


def _counted(rows: Sequence[Recipient]) -> Iterator[CountedList]:
    """Every list that counted one of these rows as coming, ending or changing, by village."""
    villages = sorted({row.region_id for row in rows})
    for village in villages:
        here = [row for row in rows if row.region_id == village]
        lists = _lists_over(here[0])
        for number, batch in enumerate(lists):
            later = lists[number + 1].published_at if number + 1 < len(lists) else None
            versions = {
                one.pk
                for one in lists[: number + 1]
                if one.month == batch.month and codes.contains(batch.region_id, one.region_id)
            }
            found = _of_month(here, batch, versions)
            if any(found):
                yield CountedList(village, batch, later, *found)


def _lists_over(row: Recipient) -> list[Batch]:
    """The lists that ever covered the village of a row, in the order of their publication."""
    above = codes.ancestors_of(row.region_id, include_self=True)
    public = Batch.objects.filter(programme_id=row.programme_id, region_id__in=above, state__in=WAS_PUBLIC)
    public = public.filter(published_at__isnull=False).order_by("published_at")
    return list(public.only("programme_id", "region_id", "month", "published_at"))


def _of_month(rows: Sequence[Recipient], batch: Batch, versions: Collection[int]) -> tuple[int, int, int]:
    """Added, removed and changed rows, counted as ``totals`` counts them at the publication of the batch."""
    opened = [row for row in rows if row.valid_from_id in versions and _is_open_after(row, batch)]
    closed = [row for row in rows if row.valid_until_id in versions and row.valid_from_id not in versions]
    if not (opened and closed):
        return len(opened), len(closed), 0
    same = any(_content(row) == _content(opened[0]) for row in closed)
    return 0, len(closed) - 1, 0 if same else 1


def _is_open_after(row: Recipient, batch: Batch) -> bool:
    ended = row.valid_until.published_at if row.valid_until else None
    return ended is None or batch.published_at is None or ended > batch.published_at


def _content(row: Recipient) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in COMPARED)


def _totals_with(one: CountedList) -> QuerySet[ListTotal]:
    """The totals with what a list counted in a village: of the village and of all places above, as long as
    no other list covered the village.
    """
    own = ListTotal.objects.filter(batch=one.batch, region_id=one.region_id, is_compared=True)
    if not own.exists():
        return ListTotal.objects.none()
    totals = ListTotal.objects.filter(
        region_id__in=codes.ancestors_of(one.region_id, include_self=True),
        programme_id=one.batch.programme_id,
        month=one.batch.month,
        batch__published_at__gte=one.batch.published_at,
    )
    return totals.filter(batch__published_at__lt=one.until) if one.until else totals
