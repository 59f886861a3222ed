"""The totals of earlier lists follow when a household is hidden or shown again.

A list of an earlier month leaves out who is hidden today; so do its figures, or the difference of the two
would tell what the household received. What the lists added, ended and changed follows too (``counted``).
"""

from django.db.models import F, QuerySet
from django.db.models.functions import Greatest

from disclosure.models import ListTotal, Recipient
from disclosure.publication import counted, totals
from organizations import codes


def hide(programme_id: str, id_index: str, *, hidden: bool) -> set[str]:
    """Mark all rows that a household ever had on a programme's lists, and take them out of the totals of
    the lists they stood on, or in again; those of now are ``totals.hide``'s. Gives the places above, whose
    current sums have to be added up again. Inside the caller's transaction.
    """
    rows = Recipient.objects.filter(programme_id=programme_id, id_index=id_index)
    turned = rows.exclude(is_hidden=hidden).select_related("valid_from", "valid_until").defer("id_number")
    public = [row for row in turned if row.valid_from.published_at is not None]
    counted.count(public, hidden=hidden)
    for row in public:
        sign, one = -1 if hidden else 1, totals.RegionFigures.of(row)
        counts = {name: F(name) + sign * getattr(one, name) for name in totals.FIGURES if name != "amount"}
        counts["hidden"] = F("hidden") - sign
        stood_on(row).update(
            **{name: Greatest(count, 0) for name, count in counts.items()},
            amount=F("amount") + sign * one.amount,
        )
    rows.update(is_hidden=hidden)
    return {place for row in public for place in codes.ancestors_of(row.region_id)}


def stood_on(row: Recipient) -> QuerySet[ListTotal]:
    """The totals, no longer current, of the lists on which a row stood: of its village and all above."""
    places = codes.ancestors_of(row.region_id, include_self=True)
    totals = ListTotal.objects.filter(
        region_id__in=places,
        programme_id=row.programme_id,
        is_current=False,
        batch__published_at__isnull=False,
    )
    totals = totals.filter(batch__published_at__gte=row.valid_from.published_at)
    ended = row.valid_until.published_at if row.valid_until else None
    return totals.filter(batch__published_at__lt=ended) if ended else totals
