"""The life of one row of a village's list, month by month, from the first list that it stood on.

It follows a household within one village and one programme, and as long as each list took up what the one
before had: who left and came back, moved, or stands on another list too is not led to from here.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from disclosure import objections
from disclosure.history import timeline
from disclosure.history.timeline import Timeline, Version
from disclosure.intake.household_key import indexes_of
from disclosure.models import Recipient


@dataclass(frozen=True, slots=True)
class Stay:
    """One row and the months of whose lists it stood on; between them may be months without a list."""

    row: Recipient
    first: date
    last: date
    # What stood before it was objected to, and that was found right.
    is_mended: bool = False


@dataclass(frozen=True, slots=True)
class Life:
    """The stays of a household in one village, the first one first.

    ``now``: the row that stands on the list of now, None where it ended; then ``missing_since`` is the month
    of the first list without it.
    """

    stays: list[Stay]
    now: Recipient | None
    missing_since: date | None
    # It ended after such an objection.
    is_ended_mended: bool = False

    @property
    def latest(self) -> Stay:
        return self.stays[-1]


def of_row(public_id: uuid.UUID) -> Life | None:
    """The life of a row by the address of any of its versions; None where the public may not see it: there
    is no such row, its household is hidden, its list is withdrawn, or no list that is shown ever had it.
    """
    rows = Recipient.objects.unhidden().select_related("programme", "region").defer("id_number")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        return None
    history = timeline.read(row.programme_id, row.region_id)
    chain = _chain(row)
    in_force = history.until(timezone.now()).governing(row.region_id)
    now = _standing(chain, history, in_force) if in_force else None
    if now and in_force and in_force.is_withheld:
        return None
    stays, missing_since = _stays(chain, history, row.region_id)
    if not stays:
        return None
    return _with_objections(Life(stays, now, None if now else missing_since), chain)


def _with_objections(life: Life, chain: list[Recipient]) -> Life:
    """Say of each stay, and of the end, whether an objection came before it."""
    mended = objections.mended_rows(chain)
    if not mended:
        return life
    places = {row.pk: place for place, row in enumerate(chain)}
    stays: list[Stay] = []
    since = 0
    for stay in life.stays:
        until = places[stay.row.pk]
        stays.append(replace(stay, is_mended=bool(stays) and _any_in(chain[since:until], mended)))
        since = until
    return replace(life, stays=stays, is_ended_mended=life.now is None and _any_in(chain[since:], mended))


def _any_in(rows: list[Recipient], keys: set[int]) -> bool:
    return any(row.pk in keys for row in rows)


def _chain(row: Recipient) -> list[Recipient]:
    """The row and what came before and after it without a gap, in its village."""
    same = Recipient.objects.unhidden().filter(
        id_index__in=indexes_of(row), programme_id=row.programme_id, region_id=row.region_id
    )
    rows = list(same.select_related("programme", "region").defer("id_number"))
    opened = {one.valid_from_id: one for one in rows}
    closed = {one.valid_until_id: one for one in rows if one.valid_until_id}
    chain = [row]
    while (before := closed.get(chain[0].valid_from_id)) and before not in chain:
        chain.insert(0, before)
    while (after := opened.get(chain[-1].valid_until_id or 0)) and after not in chain:
        chain.append(after)
    return chain


def _standing(chain: list[Recipient], history: Timeline, version: Version) -> Recipient | None:
    public_by = set(history.public_by(version.published_at))
    stand = (one for one in chain if one.valid_from_id in public_by and one.valid_until_id not in public_by)
    return next(stand, None)


def _stays(chain: list[Recipient], history: Timeline, place: str) -> tuple[list[Stay], date | None]:
    """The stays by the last list of each month that is shown, and the month of the first one without it."""
    stays: list[Stay] = []
    missing_since = None
    for month in reversed(history.months):
        version = history.in_month(month).governing(place)
        if version is None or version.is_withheld:
            continue
        row = _standing(chain, history, version)
        if row is None:
            missing_since = missing_since or (month if stays else None)
        elif stays and stays[-1].row == row:
            stays[-1] = Stay(row, stays[-1].first, month)
        else:
            stays.append(Stay(row, month, month))
    return stays, missing_since
