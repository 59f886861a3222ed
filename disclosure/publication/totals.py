"""The sums that public pages show, added up once at publication, from the village up to the province."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from itertools import chain

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Sum

from disclosure import order
from disclosure.enums import WAS_PUBLIC
from disclosure.models import Batch, ListTotal, Recipient
from disclosure.models.recipient import RecipientQuerySet
from disclosure.publication.households import compared, same_content, same_household
from organizations import codes, scope
from organizations.enums import Level

#: Totals in one statement.
ROWS_AT_ONCE = 500


@dataclass(slots=True)
class RegionFigures:
    """What one list comes to in one region, without its ``hidden`` households; ``amount`` in yuan a month.
    Of so many households the list does not say how many they are, or what they receive.
    """

    households: int = 0
    people: int = 0
    amount: Decimal = Decimal(0)
    without_people: int = 0
    without_amount: int = 0
    added: int = 0
    removed: int = 0
    changed: int = 0
    hidden: int = 0

    def add(self, other: "RegionFigures") -> None:
        for name in NAMES:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @classmethod
    def of(cls, row: Recipient) -> "RegionFigures":
        """What one household adds."""
        return cls(
            1, row.people or 0, row.amount or Decimal(0), int(row.people is None), int(row.amount is None)
        )


NAMES = tuple(field.name for field in fields(RegionFigures))
#: What one household is counted in wherever it stands.
FIGURES = ("households", "people", "amount", "without_people", "without_amount")


@dataclass(frozen=True, slots=True)
class RegionSums:
    """The figures of a list by region, from its own down; ``is_compared``: with those of the month before."""

    by_region: dict[str, RegionFigures]
    is_compared: bool


def figures(batch: Batch) -> RegionSums:
    """Add up a batch whose rows stand as they will be public: closed and opened, shown already or not."""
    is_compared = _follows_its_month(batch)
    return RegionSums(_by_region(batch, is_compared), is_compared)


def write(batch: Batch, sums: RegionSums) -> None:
    """Write the totals of a batch that was just published, for its regions and for every region above.

    A village that had a list and has none now gets a total of zero, so that its page can say so. Inside the
    publication's transaction.
    """
    old = ListTotal.objects.current().filter(programme_id=batch.programme_id)
    old.filter(scope.within(batch.region_id)).update(is_current=False)
    _insert(batch, sums)
    for code in reversed(codes.ancestors_of(batch.region_id)):
        old.filter(region_id=code).update(is_current=False)
        total = _total(batch, code, RegionFigures(), sums.is_compared)
        _sum_up(total)
        total.save()


def _insert(batch: Batch, sums: RegionSums) -> None:
    """Write the totals of a batch's regions past the ORM, which would prepare each of their values by its
    field: of a county's thousand villages that is most of the last transaction.
    """
    ops, quote = connection.ops, connection.ops.quote_name
    same = {
        "batch_id": batch.pk,
        "programme_id": batch.programme_id,
        "month": ops.adapt_datefield_value(batch.month),
        "is_current": True,
        "is_withdrawn": False,
        "is_partial": False,
        "is_compared": sums.is_compared,
    }
    rows = []
    for code, one in sums.by_region.items():
        figures = {name: getattr(one, name) for name in NAMES}
        figures["amount"] = ops.adapt_decimalfield_value(one.amount, 14, 2)
        rows.append((*same.values(), code, *figures.values()))
    columns = ", ".join(map(quote, (*same, "region_id", *NAMES)))
    places = f"({', '.join(['%s'] * len(rows[0]))})"
    # Names come from the model, values are parameters.
    sql = f"INSERT INTO {quote(ListTotal._meta.db_table)} ({columns}) VALUES "  # noqa: S608
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS_AT_ONCE):
            some = rows[start : start + ROWS_AT_ONCE]
            cursor.execute(sql + ", ".join([places] * len(some)), list(chain.from_iterable(some)))


def mark(batch: Batch, *, withdrawn: bool) -> None:
    """Take the figures of a batch out of the sums above it, or in again; its own stay as they were.

    Where a place in it has a list of its own since, that one stays. Inside the caller's transaction.
    """
    order.totals_of(batch).update(is_withdrawn=withdrawn)
    sums = ListTotal.objects.current().filter(
        scope.within(batch.region_id), programme_id=batch.programme_id, region__level__lt=Level.VILLAGE
    )
    mixed = list(sums.exclude(batch=batch).values_list("region_id", flat=True))
    add_up_again(batch.programme_id, [*codes.ancestors_of(batch.region_id), *mixed])


def hide(row: Recipient, *, hidden: bool) -> None:
    """Take one current row out of the totals of its village and of all places above, or in again."""
    Recipient.objects.filter(pk=row.pk).update(is_hidden=hidden)
    sign, one = -1 if hidden else 1, RegionFigures.of(row)
    ListTotal.objects.current().filter(programme_id=row.programme_id, region_id=row.region_id).update(
        **{name: F(name) + sign * getattr(one, name) for name in FIGURES},
        hidden=F("hidden") - sign,
    )
    add_up_again(row.programme_id, codes.ancestors_of(row.region_id))


def add_up_again(programme_id: str, regions: Iterable[str]) -> None:
    """Sum the current totals of these regions anew from their parts, from below."""
    for code in sorted(regions, key=len, reverse=True):
        total = ListTotal.objects.current().filter(programme_id=programme_id, region_id=code).first()
        if total is not None and _sum_up(total):
            total.save()


def _by_region(batch: Batch, is_compared: bool) -> dict[str, RegionFigures]:
    """Figures of every region with or lately with rows, from the villages up to the batch's own region."""
    villages: dict[str, RegionFigures] = defaultdict(RegionFigures)
    rows = Recipient.objects.filter(scope.within(batch.region_id), programme_id=batch.programme_id)
    now = rows.left_open().values("region_id").order_by("region_id")
    for code, households, people, told, amount, paid in now.annotate(
        households=Count("pk"),
        persons=Sum("people"),
        told=Count("people"),
        yuan=Sum("amount"),
        paid=Count("amount"),
    ).values_list("region_id", "households", "persons", "told", "yuan", "paid"):
        villages[code] = RegionFigures(
            households, people or 0, Decimal(amount or 0), households - told, households - paid
        )
    for row in rows.left_open().filter(is_hidden=True).defer("id_number"):
        one = RegionFigures.of(row)
        less = {name: -getattr(one, name) for name in FIGURES}
        villages[row.region_id].add(RegionFigures(**less, hidden=1))
    if is_compared:
        with compared():
            _count_changes(batch, rows, villages)
    return _with_regions_above(villages, batch.region_id)


def _count_changes(batch: Batch, rows: RecipientQuerySet, villages: dict[str, RegionFigures]) -> None:
    """Count what changed against the month before, whichever version of its month the batch is.

    Who is hidden counts nowhere: what is added here and ended there would tell where a household moved.
    """
    rows = rows.unhidden()
    month = _versions(batch)
    opened = rows.left_open().filter(valid_from__in=month)
    closed = rows.filter(valid_until__in=month).exclude(valid_from__in=month)
    earlier = Recipient.objects.filter(programme_id=batch.programme_id).exclude(valid_from__in=month)
    before = earlier.detached().filter(closed_by__in=month, region_id=OuterRef("region_id"))
    for code, count in _counts(opened):
        villages[code].added = count
    for code, count in _counts(closed):
        villages[code].removed = count
    for code, count in _counts(opened.filter(Exists(same_household(before)))):
        villages[code].changed = count
        villages[code].added -= count
        villages[code].removed -= count
    if len(month) > 1:  # what a version changed, a later one may have put back
        for code, count in _counts(opened.filter(Exists(same_content(before)))):
            villages[code].changed -= count


def _versions(batch: Batch) -> list[int]:
    """The batch and those of its month that it took the place of."""
    public = Batch.objects.filter(scope.within(batch.region_id), state__in=WAS_PUBLIC)
    same = public.filter(programme_id=batch.programme_id, month=batch.month)
    return [batch.pk, *same.exclude(pk=batch.pk).values_list("pk", flat=True)]


def _follows_its_month(batch: Batch) -> bool:
    """Whether the list before was of an earlier month, or of this one; not one of later, withdrawn since."""
    later = Batch.objects.in_force().sharing_places_with(batch).filter(month__gt=batch.month)
    return not later.exists()


def _counts(rows):
    grouped = rows.values("region_id").order_by("region_id").annotate(count=Count("pk"))
    return grouped.values_list("region_id", "count")


def _with_regions_above(villages: dict[str, RegionFigures], top: str) -> dict[str, RegionFigures]:
    figures: dict[str, RegionFigures] = defaultdict(RegionFigures)
    figures[top]
    for code, sums in villages.items():
        for region in codes.ancestors_of(code, include_self=True):
            if codes.contains(top, region):
                figures[region].add(sums)
    return figures


def _sum_up(total: ListTotal) -> bool:
    """Fill a total from those of the parts of its region that are shown, with the changes of its month only;
    False, and nothing changed, where no part has one.
    """
    current = ListTotal.objects.current().filter(programme_id=total.programme_id)
    parts = list(current.filter(region__parent_id=total.region_id))
    sums = RegionFigures()
    # What is withdrawn as a whole keeps its figures, unshown, for when it is shown again.
    for part in [part for part in parts if not part.is_withdrawn] or parts:
        figures = RegionFigures(**{name: getattr(part, name) for name in NAMES})
        if part.month != total.month:
            figures.added = figures.removed = figures.changed = 0
        sums.add(figures)
    for name in NAMES if parts else ():
        setattr(total, name, getattr(sums, name))
    total.is_withdrawn = bool(parts) and all(part.is_withdrawn for part in parts)
    total.is_compared = all(part.is_compared for part in parts if part.month == total.month)
    total.is_partial = any(part.is_withdrawn or part.is_partial for part in parts)
    return bool(parts)


def _total(batch: Batch, code: str, sums: RegionFigures, is_compared: bool) -> ListTotal:
    figures = {name: getattr(sums, name) for name in NAMES}
    return ListTotal(
        batch=batch,
        programme_id=batch.programme_id,
        region_id=code,
        month=batch.month,
        is_compared=is_compared,
        **figures,
    )
