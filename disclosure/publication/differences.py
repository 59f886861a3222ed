"""What a batch changes against the list before it: a typed list of changes, read page by page.

For a batch not yet published, the staged rows against the rows now public; for a published one, the rows it
opened against those it closed.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Protocol, TypeAlias, overload

from django.db.models import Aggregate, Count, Exists, QuerySet, Sum, Value

from disclosure.enums import WAS_PUBLIC, ChangeKind
from disclosure.models import Batch, Recipient, StagedRow
from disclosure.publication import walking
from disclosure.publication.households import (
    COMPARED,
    compared,
    current,
    looked_into,
    same_content,
    same_household,
    staged,
)


@dataclass(frozen=True, slots=True)
class RowFacts:
    """One side of a change, for staff: the name in full, no ID number."""

    holder_name: str
    village: str
    region_id: str
    people: int | None
    amount: Decimal | None
    category: str
    since: date | None

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
        """The names of what changed, of households.COMPARED."""
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

    def __init__(
        self, read: Callable[[slice], list], build: Callable[[list], list[RowChange]], count: int
    ) -> None:
        self._read = read
        self._build = build
        self._count = count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, key: int) -> RowChange: ...
    @overload
    def __getitem__(self, key: slice) -> list[RowChange]: ...
    def __getitem__(self, key):
        if isinstance(key, slice):
            return self._build(self._read(key))
        return self._build(self._read(slice(key, key + 1)))[0]


@dataclass(frozen=True, slots=True)
class BatchDifference:
    """Everything one batch changes."""

    added: Changes
    removed: Changes
    changed: Changes
    sums: "BatchSums"

    def of(self, kind: ChangeKind) -> Changes:
        return {ChangeKind.ADDED: self.added, ChangeKind.REMOVED: self.removed}.get(kind, self.changed)

    @property
    def is_empty(self) -> bool:
        return not (len(self.added) or len(self.removed) or len(self.changed))


@dataclass(frozen=True, slots=True)
class BatchSums:
    """What one batch changes in numbers: households, and yuan a month before it and after.

    For a batch that was public, before and after of the rows that it opened and closed, not of the others.
    """

    households_before: int
    households_after: int
    amount_before: Decimal
    amount_after: Decimal
    added: int
    ended: int
    changed: int

    @property
    def amount_difference(self) -> Decimal:
        return self.amount_after - self.amount_before


class EndingHouseholds(Protocol):
    """Whatever knows how many households there are, and how many would end."""

    @property
    def households_before(self) -> int: ...
    @property
    def ended(self) -> int: ...


def ends_more_than(would_end: EndingHouseholds, percent: int) -> bool:
    """Whether a greater share of the households before would end."""
    return would_end.ended * 100 > percent * would_end.households_before


def compare(batch: Batch) -> BatchDifference:
    """Compare a batch with the list before it, for a batch in any state."""
    found = sums(batch)
    added, removed, changed, before = _walked(batch) if batch.state in WAS_PUBLIC else _joined(batch)
    return BatchDifference(
        added=Changes(added, _added, found.added),
        removed=Changes(removed, _removed, found.ended),
        changed=Changes(changed, lambda rows: _changed(rows, before(rows)), found.changed),
        sums=found,
    )


Read: TypeAlias = Callable[[slice], list]
#: Of rows those that their households had before.
Before: TypeAlias = Callable[[list], Iterable]


def _walked(batch: Batch) -> tuple[Read, Read, Read, Before]:
    """How the rows of each kind are read of a public list, and those before them."""
    return (
        partial(_read_walked, partial(walking.added, batch)),
        partial(_read_walked, partial(walking.removed, batch)),
        partial(_read_walked, partial(walking.changed, batch)),
        lambda rows: _ordered(Recipient.objects.filter(pk__in=walking.closed_of(batch, rows))),
    )


def _read_walked(walk: Callable[[int], list[int]], key: slice) -> list:
    keys = walk(key.stop)[key.start or 0 :]
    return list(_ordered(Recipient.objects.filter(pk__in=keys)))


def _joined(batch: Batch) -> tuple[Read, Read, Read, Before]:
    """The same of a list that is not public, whose rows are held against those of the list before."""
    sides = _sides(batch)
    before, after = sides.before_looked_into, sides.after_looked_into
    changed = sides.after.filter(Exists(same_household(before)), ~Exists(same_content(before)))
    added = sides.after.filter(~Exists(same_household(before)))
    removed = sides.before.filter(~Exists(same_household(after)))
    return (
        partial(_read_compared, _ordered(added)),
        partial(_read_compared, _ordered(removed)),
        partial(_read_compared, _ordered(changed)),
        lambda rows: _ordered(before.filter(id_index__in=[row.id_index for row in rows])),
    )


def _read_compared(rows: QuerySet, key: slice) -> list:
    with compared():
        return list(rows[key])


def sums(batch: Batch) -> BatchSums:
    """What a batch changes in numbers: four statements, each in time that grows with the rows; of one that
    became public none, what it changed was kept.
    """
    return sums_of_several([batch])[batch.pk]


def sums_of_several(batches: Iterable[Batch]) -> dict[int, BatchSums]:
    """The same of several by their keys, in as many statements as of one."""
    known = {batch: _kept(batch) for batch in batches}
    found = {batch.pk: kept for batch, kept in known.items() if kept}
    return found | _sums({batch.pk: _sides(batch) for batch, kept in known.items() if kept is None})


@dataclass(frozen=True, slots=True)
class _Sides:
    """The rows before and after, as a whole and to be looked into by household."""

    before: QuerySet
    before_looked_into: QuerySet
    after: QuerySet
    after_looked_into: QuerySet


def _sides(batch: Batch) -> _Sides:
    if batch.state not in WAS_PUBLIC:
        return _Sides(current(batch), looked_into(batch), staged(batch), staged(batch))
    rows = Recipient.objects.filter(programme_id=batch.programme_id).detached()
    return _Sides(
        Recipient.objects.filter(valid_until=batch),
        rows.filter(closed_by=batch.pk),
        Recipient.objects.filter(valid_from=batch),
        rows.filter(opened_by=batch.pk),
    )


def _kept(batch: Batch) -> BatchSums | None:
    """What was counted at publication; None before it, and of lists from before that was kept."""
    if batch.state not in WAS_PUBLIC or batch.opened_count is None or batch.closed_count is None:
        return None
    ended = batch.ended_count or 0
    stayed = batch.closed_count - ended
    return BatchSums(
        households_before=batch.closed_count,
        households_after=batch.opened_count,
        amount_before=batch.closed_amount or Decimal(0),
        amount_after=batch.opened_amount or Decimal(0),
        added=batch.opened_count - stayed,
        ended=ended,
        changed=stayed,
    )


def _sums(sides: dict[int, _Sides]) -> dict[int, BatchSums]:
    before = _counts_and_amounts({pk: one.before for pk, one in sides.items()})
    after = _counts_and_amounts({pk: one.after for pk, one in sides.items()})
    with compared():
        ended, same = _compared(sides, {pk for pk, (count, _amount) in before.items() if count})
    return {
        pk: BatchSums(
            households_before=before[pk][0],
            households_after=after[pk][0],
            amount_before=before[pk][1],
            amount_after=after[pk][1],
            added=after[pk][0] - (before[pk][0] - ended[pk]),
            ended=ended[pk],
            changed=before[pk][0] - ended[pk] - same[pk],
        )
        for pk in sides
    }


def _compared(sides: dict[int, _Sides], filled: set[int]) -> tuple[Counter[int], Counter[int]]:
    """Of each list how many households ended, and how many stayed as they were; ``filled`` are those that had
    any.
    """
    counterparts = {pk: Exists(same_household(sides[pk].after_looked_into)) for pk in filled}
    ended = _counts({pk: sides[pk].before.filter(~one) for pk, one in counterparts.items()})
    # Of a published batch every counterpart changed; of a draft most are the same.
    equals = {pk: Exists(same_content(sides[pk].after_looked_into)) for pk in filled}
    return ended, _counts({pk: sides[pk].before.filter(one) for pk, one in equals.items()})


def _counts_and_amounts(rows: dict[int, QuerySet]) -> dict[int, tuple[int, Decimal]]:
    found = _united(rows, count=Count("pk"), amount=Sum("amount"))
    return {pk: (count, Decimal(amount or 0)) for pk, count, amount in found}


def _counts(rows: dict[int, QuerySet]) -> Counter[int]:
    return Counter(dict(_united(rows, count=Count("pk"))))


def _united(rows: dict[int, QuerySet], **figures: Aggregate) -> list[tuple[Any, ...]]:
    """These figures of each of several sets of rows, behind its key; one statement."""
    columns = ("set_of", *figures)
    legs = [
        one.order_by().values(set_of=Value(pk)).annotate(**figures).values_list(*columns)
        for pk, one in rows.items()
    ]
    if not legs:
        return []
    first, *others = legs
    return list(first.union(*others, all=True) if others else first)


def _ordered(rows: QuerySet) -> QuerySet:
    # Nobody who looks at a difference needs the ID numbers, so they are not even deciphered.
    return rows.select_related("region").defer("id_number").order_by("region_id", "pk")


def _added(rows: list) -> list[RowChange]:
    return [RowChange(ChangeKind.ADDED, None, RowFacts.of(row)) for row in rows]


def _removed(rows: list) -> list[RowChange]:
    return [RowChange(ChangeKind.REMOVED, RowFacts.of(row), None) for row in rows]


def _changed(rows: list, before: Iterable) -> list[RowChange]:
    by_household = {row.id_index: row for row in before}
    return [
        RowChange(ChangeKind.CHANGED, RowFacts.of(by_household[row.id_index]), RowFacts.of(row))
        for row in rows
    ]
