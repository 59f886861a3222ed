"""What a month's list of a place changed against the list before it, row by row, as the public may see it.

A household is compared within its village: one that moved ends in one and is added in the other, and nobody
is led from there to here. Both lists are taken as they stood at last, so that what a version of the month
changed and a later one put back is no change. Who is hidden is in neither.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr

from disclosure import objections
from disclosure.enums import ChangeKind
from disclosure.history.rows import COLUMNS
from disclosure.history.timeline import Timeline, Version
from disclosure.models import Recipient
from disclosure.models.recipient import RecipientQuerySet
from disclosure.publication.households import same_content, same_household
from organizations.enums import CODE_LENGTH, Level
from organizations.scope import within


@dataclass(frozen=True, slots=True)
class Pair:
    """One household: ``before`` is None where it was added, ``after`` where it ended."""

    kind: ChangeKind
    before: Recipient | None
    after: Recipient | None
    # Somebody objected to what stood before, and it was found right.
    is_mended: bool = False

    @property
    def key(self) -> UUID:
        """What the next page goes on from."""
        row = self.after or self.before
        assert row
        return row.public_id


@dataclass(frozen=True)
class ListComparison:
    """Two lists that each cover a place whole, the earlier one first; both may be shown."""

    programme_id: str
    place: str
    timeline: Timeline
    before: Version
    after: Version

    def some(self, kind: ChangeKind, most: int, after: UUID | None = None) -> list[Pair]:
        """At most so many changes of a kind, in the order of their villages, from behind ``after`` on."""
        found = self._of(kind)
        if after is not None:
            found = self._behind(found, after)
        rows = list(found.only(*COLUMNS, "id_index").order_by("region_id", "pk")[:most])
        if kind == ChangeKind.ADDED:
            return [Pair(kind, None, row) for row in rows]
        mended = objections.mended(self.programme_id, [row.id_index for row in rows], self._between)
        if kind == ChangeKind.REMOVED:
            return [Pair(kind, row, None, (row.id_index, row.region_id) in mended) for row in rows]
        earlier = self._earlier(rows)
        households = [((row.id_index, row.region_id), row) for row in rows]
        return [Pair(kind, earlier.get(one), row, one in mended) for one, row in households]

    def _of(self, kind: ChangeKind) -> RecipientQuerySet:
        """The rows that tell of it; found among what these lists opened or closed in the place, and not among
        all who stand there.
        """
        if kind == ChangeKind.REMOVED:
            stood = self._rows().closed_in(self._between).filter(opened_by__in=self._public_before)
            return stood.filter(~Exists(same_household(self._looked_into(self.after))))
        stands = Q(valid_until__isnull=True) | ~Q(closed_by__in=self._public_after)
        opened = self._rows().opened_in(self._between).filter(stands)
        before = self._looked_into(self.before)
        stood_before = Exists(same_household(before))
        if kind == ChangeKind.ADDED:
            return opened.filter(~stood_before)
        return opened.filter(stood_before, ~Exists(same_content(before)))

    def _rows(self) -> RecipientQuerySet:
        rows = Recipient.objects.filter(within(self.place), programme_id=self.programme_id)
        return rows.unhidden().detached()

    def _looked_into(self, version: Version) -> RecipientQuerySet:
        """The rows of a list, to be looked into by household and within the village of the outer row."""
        rows = Recipient.objects.filter(programme_id=self.programme_id).unhidden().detached()
        rows = rows.stood_by(self.timeline.public_by(version.published_at))
        # Cut as a text, so that no index of places serves it.
        rows = rows.alias(village=Substr("region_id", 1, CODE_LENGTH[Level.VILLAGE]))
        return rows.filter(village=OuterRef("region_id"))

    def _behind(self, found: RecipientQuerySet, key: UUID) -> RecipientQuerySet:
        """From behind a row of these on; from the first where it is none of them, whatever it is else."""
        place = found.filter(public_id=key).values_list("region_id", "pk").first()
        if place is None:
            return found
        region, pk = place
        return found.filter(Q(region_id__gt=region) | Q(pk__gt=pk), region_id__gte=region)

    def _earlier(self, rows: list[Recipient]) -> dict[tuple[str, str], Recipient]:
        households = {row.id_index for row in rows}
        known = Recipient.objects.filter(id_index__in=households, programme_id=self.programme_id).unhidden()
        found = known.detached().stood_by(self._public_before)
        return {(row.id_index, row.region_id): row for row in found.only(*COLUMNS, "id_index")}

    @property
    def _public_before(self) -> list[int]:
        return self.timeline.public_by(self.before.published_at)

    @property
    def _public_after(self) -> list[int]:
        return self.timeline.public_by(self.after.published_at)

    @property
    def _between(self) -> list[int]:
        return sorted(set(self._public_after) - set(self._public_before))


def of_month(programme_id: str, place: str, timeline: Timeline, month) -> ListComparison | None:
    """The difference of a month's list to the one before that may be shown; None where either is missing or
    withdrawn, or several lists cover the place.
    """
    snapshot = timeline.in_month(month)
    after, before = snapshot.governing(place), timeline.before(month, place)
    if after is None or before is None or after.is_withheld or snapshot.inside(place):
        return None
    if before.published_at >= after.published_at:
        return None
    return ListComparison(programme_id, place, timeline, before, after)
