"""What a list changed, and the life of a row, in the form in which the public sees rows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise

from disclosure.enums import ChangeKind
from disclosure.history.changes import Pair
from disclosure.history.lives import Life
from disclosure.models import Programme
from disclosure.public.masking import PublicRow, columns_of, public_row
from organizations.models import Region


@dataclass(frozen=True, slots=True)
class Value:
    """One public column that changed: its heading, and what stood there before and after."""

    column: str
    heading: Promise | str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class PublicChange:
    """One household, masked: ``before`` is None where it was added, ``after`` where it ended."""

    kind: ChangeKind
    before: PublicRow | None
    after: PublicRow | None
    values: tuple[Value, ...]
    is_mended: bool

    @property
    def row(self) -> PublicRow:
        """The side that tells which household it is."""
        found = self.after or self.before
        assert found
        return found


def public_changes(
    pairs: Collection[Pair], programme: Programme, places: Mapping[str, Region], today: date
) -> list[PublicChange]:
    """Bring changes in ``places`` into their public form."""
    found = []
    for pair in pairs:
        for row in (pair.before, pair.after):
            if row is not None:
                row.programme, row.region = programme, places[row.region_id]
        before = public_row(pair.before, today) if pair.before else None
        after = public_row(pair.after, today) if pair.after else None
        values = changed_values(programme, before, after)
        found.append(PublicChange(pair.kind, before, after, values, pair.is_mended))
    return found


def changed_values(
    programme: Programme, before: PublicRow | None, after: PublicRow | None
) -> tuple[Value, ...]:
    """The public columns in which two rows of a household differ: none where what changed is not public."""
    if before is None or after is None:
        return ()
    return tuple(
        Value(column, heading, getattr(before, column), getattr(after, column))
        for column, heading in columns_of(programme).items()
        if getattr(before, column) != getattr(after, column)
    )


@dataclass(frozen=True, slots=True)
class PublicStay:
    """One version of a row, masked, from the first to the last month of whose lists it stood on."""

    row: PublicRow
    first: date
    last: date
    is_now: bool
    values: tuple[Value, ...]
    is_mended: bool


def public_life(life: Life, today: date) -> list[PublicStay]:
    """The stays of a life, the latest first, each with what it changed against the one before."""
    programme = life.latest.row.programme
    found: list[PublicStay] = []
    before: PublicRow | None = None
    for stay in life.stays:
        row = public_row(stay.row, today)
        values = changed_values(programme, before, row)
        found.append(PublicStay(row, stay.first, stay.last, stay.row == life.now, values, stay.is_mended))
        before = row
    return found[::-1]


def reportable(life: Life) -> UUID | None:
    """The address of the row that can be reported: that of now."""
    return life.now.public_id if life.now else None
