"""Which months a county has files of, and the rows of one: those of the public lists of that month.

Read township by township, each by an index and in pieces, so that a million rows are never in memory and no
database sorts them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from disclosure.history import rows, timeline
from disclosure.history.timeline import Timeline, Version
from disclosure.models import Programme
from disclosure.public import public_lists
from disclosure.public.bulk.columns import BulkRow
from disclosure.public.masking import columns_of
from organizations.enums import Level
from organizations.models import Region

ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class BulkMonth:
    """A month of which there is a file: the programmes in it, and the day of the last publication."""

    month: date
    programmes: tuple[Programme, ...]
    updated: date

    @property
    def slug(self) -> str:
        """2026-10."""
        return f"{self.month:%Y-%m}"


def of_county(code: str) -> list[BulkMonth]:
    """The months of which a county, or a part of it, has a list that may be shown, the latest first; one
    query.
    """
    lists = timeline.of_programmes(code)
    every = {month for one in lists.values() for month in one.months}
    found = (_month(code, month, lists) for month in sorted(every, reverse=True))
    return [one for one in found if one]


def in_month(code: str, month: date) -> BulkMonth | None:
    """One of them; None where no list of that month may be shown. One query."""
    return _month(code, month, timeline.of_programmes(code, [month]))


def entries(county: Region, month: BulkMonth) -> Iterator[BulkRow]:
    """The rows of a county's lists of a month in the order of programmes and villages, in the only form in
    which they may be shown.

    One query a programme, and one for each part of a township that has a list of its own.
    """
    places = {one.code: one for one in Region.objects.within(county.code).only("code", "name", "level")}
    townships = sorted(code for code, one in places.items() if one.level == Level.TOWNSHIP)
    for programme in month.programmes:
        history = timeline.read(programme.pk, county.code)
        snapshot, shown = history.in_month(month.month), frozenset(columns_of(programme))
        for township in townships:
            for piece in snapshot.pieces(township):
                stood = rows.standing(programme.pk, piece, history).iterator(chunk_size=ROWS_AT_ONCE)
                for village, row in public_lists.placed_rows(stood, programme, places):
                    name = places[township].name
                    yield BulkRow(month.month, village, name, programme, row, shown)


def _month(code: str, month: date, lists: Mapping[str, Timeline]) -> BulkMonth | None:
    shown: dict[str, list[Version]] = {}
    for programme, history in lists.items():
        versions = history.in_month(month).reaching(code)
        if public := [one for one in versions if not one.is_withheld]:
            shown[programme] = public
    if not shown:
        return None
    found = tuple(one for one in public_lists.programmes().values() if one.pk in shown)
    updated = max(one.published_on for versions in shown.values() for one in versions)
    return BulkMonth(month, found, updated)
