"""The sums that public pages show, added up once at publication, from the village up to the province."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Sum

from disclosure.models import Batch, ListTotal, Recipient
from organizations import codes, scope


@dataclass(slots=True)
class Figures:
    """What one list comes to in one region; ``amount`` in yuan a month."""

    households: int = 0
    people: int = 0
    amount: Decimal = Decimal(0)
    added: int = 0
    removed: int = 0
    changed: int = 0

    def add(self, other: "Figures") -> None:
        self.households += other.households
        self.people += other.people
        self.amount += other.amount
        self.added += other.added
        self.removed += other.removed
        self.changed += other.changed


def add_up(batch: Batch) -> None:
    """Write the totals of a batch that was just published, for its regions and for every region above.

    A village that had a list and has none now gets a total of zero, so that its page can say so. Inside the
    publication's transaction.
    """
    figures = _by_region(batch)
    old = ListTotal.objects.current().filter(programme_id=batch.programme_id)
    old.filter(scope.within(batch.region_id)).update(is_current=False)
    ListTotal.objects.bulk_create(
        (_total(batch, code, sums) for code, sums in figures.items()), batch_size=500
    )
    for code in reversed(codes.ancestors_of(batch.region_id)):
        sums = _sum_of_children(batch, code)
        old.filter(region_id=code).update(is_current=False)
        _total(batch, code, sums).save()


def _by_region(batch: Batch) -> dict[str, Figures]:
    """Figures of every region with or lately with rows, from the villages up to the batch's own region."""
    villages: dict[str, Figures] = defaultdict(Figures)
    rows = Recipient.objects.filter(scope.within(batch.region_id), programme_id=batch.programme_id)
    now = rows.current().values("region_id").order_by("region_id")
    for code, households, people, amount in now.annotate(
        households=Count("pk"), persons=Sum("people"), yuan=Sum("amount")
    ).values_list("region_id", "households", "persons", "yuan"):
        village = villages[code]
        village.households, village.people, village.amount = households, people, Decimal(amount)
    opened, closed = rows.filter(valid_from=batch), rows.filter(valid_until=batch)
    for code, count in _counts(opened):
        villages[code].added = count
    for code, count in _counts(closed):
        villages[code].removed = count
    both = Exists(closed.filter(id_index=OuterRef("id_index"), region_id=OuterRef("region_id")))
    for code, count in _counts(opened.filter(both)):
        village = villages[code]
        village.changed = count
        village.added -= count
        village.removed -= count
    return _with_regions_above(villages, batch.region_id)


def _counts(rows):
    grouped = rows.values("region_id").order_by("region_id").annotate(count=Count("pk"))
    return grouped.values_list("region_id", "count")


def _with_regions_above(villages: dict[str, Figures], top: str) -> dict[str, Figures]:
    figures: dict[str, Figures] = defaultdict(Figures)
    figures[top]
    for code, sums in villages.items():
        for region in codes.ancestors_of(code, include_self=True):
            if codes.contains(top, region):
                figures[region].add(sums)
    return figures


def _sum_of_children(batch: Batch, code: str) -> Figures:
    """The figures of a region above the batch: its parts' current totals, changes of this month only."""
    sums = Figures()
    for part in ListTotal.objects.current().filter(programme_id=batch.programme_id, region__parent_id=code):
        this_month = part.month == batch.month
        sums.add(
            Figures(
                part.households,
                part.people,
                part.amount,
                part.added if this_month else 0,
                part.removed if this_month else 0,
                part.changed if this_month else 0,
            )
        )
    return sums


def _total(batch: Batch, code: str, sums: Figures) -> ListTotal:
    return ListTotal(
        batch=batch,
        programme_id=batch.programme_id,
        region_id=code,
        month=batch.month,
        households=sums.households,
        people=sums.people,
        amount=sums.amount,
        added=sums.added,
        removed=sums.removed,
        changed=sums.changed,
    )
