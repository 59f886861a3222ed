"""What a batch changes against the list before it: a typed list of changes, read page by page.

For a batch not yet published, the staged rows against the rows now public; for a published one, the rows it
opened against those it closed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import overload

from django.db.models import Exists, QuerySet

from disclosure.enums import BatchState, ChangeKind
from disclosure.models import Batch, Recipient, StagedRow
from disclosure.publishing import COMPARED, current, same_content, same_household, staged


@dataclass(frozen=True, slots=True)
class RowFacts:
    """One side of a change, for staff: the name in full, no ID number."""

    holder_name: str
    village: str
    region_id: str
    people: int
    amount: Decimal
    category: str
    since: date

    @classmethod
    def of(cls, row: Recipient | StagedRow) -> "RowFacts":
        return cls(
            row.holder_name, row.region.name, row.region_id, row.people, row.amount, row.category, row.since
        )


@dataclass(frozen=True, slots=True)
class RowChange:
    """One household: ``before`` is None where it was added, ``after`` where it was removed."""

    kind: ChangeKind
    before: RowFacts | None
    after: RowFacts | None

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of what changed, of publishing.COMPARED."""
        if self.before is None or self.after is None:
            return ()
        return tuple(name for name in COMPARED if getattr(self.before, name) != getattr(self.after, name))

    @property
    def row(self) -> RowFacts:
        """The side that tells which household it is."""
        found = self.after or self.before
        assert found is not None
        return found


class Changes:
    """The changes of one kind as a sequence that reads only the slice asked for: fit for a Paginator."""

    def __init__(self, rows: QuerySet, build: Callable[[list], list[RowChange]]) -> None:
        self._rows = rows
        self._build = build
        self._count: int | None = None

    def __len__(self) -> int:
        if self._count is None:
            self._count = self._rows.count()
        return self._count

    @overload
    def __getitem__(self, key: int) -> RowChange: ...
    @overload
    def __getitem__(self, key: slice) -> list[RowChange]: ...
    def __getitem__(self, key):
        if isinstance(key, slice):
            return self._build(list(self._rows[key]))
        return self._build([self._rows[key]])[0]


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything one batch changes."""

    added: Changes
    removed: Changes
    changed: Changes

    def of(self, kind: ChangeKind) -> Changes:
        return {ChangeKind.ADDED: self.added, ChangeKind.REMOVED: self.removed}.get(kind, self.changed)

    @property
    def is_empty(self) -> bool:
        return not (len(self.added) or len(self.removed) or len(self.changed))


def compare(batch: Batch) -> Difference:
    """Compare a batch with the list before it, for a batch in any state."""
    if batch.state == BatchState.PUBLISHED:
        return _between(
            Recipient.objects.filter(valid_until=batch), Recipient.objects.filter(valid_from=batch)
        )
    return _between(current(batch), staged(batch))


def _between(before: QuerySet, after: QuerySet) -> Difference:
    # Of a published batch every counterpart changed; of a draft most are the same.
    changed = after.filter(Exists(same_household(before)), ~Exists(same_content(before)))
    added = after.filter(~Exists(same_household(before)))
    removed = before.filter(~Exists(same_household(after)))
    return Difference(
        added=Changes(_ordered(added), _added),
        removed=Changes(_ordered(removed), _removed),
        changed=Changes(_ordered(changed), lambda rows: _changed(rows, before)),
    )


def _ordered(rows: QuerySet) -> QuerySet:
    # Nobody who looks at a difference needs the ID numbers, so they aren't even deciphered.
    return rows.select_related("region").defer("id_number").order_by("region_id", "pk")


def _added(rows: list) -> list[RowChange]:
    return [RowChange(ChangeKind.ADDED, None, RowFacts.of(row)) for row in rows]


def _removed(rows: list) -> list[RowChange]:
    return [RowChange(ChangeKind.REMOVED, RowFacts.of(row), None) for row in rows]


def _changed(rows: list, before: QuerySet) -> list[RowChange]:
    old = before.filter(id_index__in=[row.id_index for row in rows])
    by_household = {row.id_index: row for row in old.select_related("region").defer("id_number")}
    return [
        RowChange(ChangeKind.CHANGED, RowFacts.of(by_household[row.id_index]), RowFacts.of(row))
        for row in rows
    ]
