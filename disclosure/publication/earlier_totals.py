"""The totals of earlier lists follow when a household is hidden or shown again.

A list of an earlier month leaves out who is hidden today; so do its figures, or the difference of the two
would tell what the household received.
"""

from django.db.models import F, QuerySet
from django.db.models.functions import Greatest

from disclosure.models import ListTotal, Recipient
from organizations import codes


def hide(programme_id: str, id_index: str, *, hidden: bool) -> None:
    """Mark all rows that a household ever had on a programme's lists, and take them out of the totals of
    the lists they stood on, or in again; those of now are ``totals.hide``'s. Inside the caller's transaction.
    """
    rows = Recipient.objects.filter(programme_id=programme_id, id_index=id_index)
    for row in rows.exclude(is_hidden=hidden).select_related("valid_from", "valid_until").defer("id_number"):
        sign = -1 if hidden else 1
        stood_on(row).update(
            households=Greatest(F("households") + sign, 0),
            people=Greatest(F("people") + sign * row.people, 0),
            amount=F("amount") + sign * row.amount,
            hidden=Greatest(F("hidden") - sign, 0),
        )
    rows.update(is_hidden=hidden)


def stood_on(row: Recipient) -> QuerySet[ListTotal]:
    """The totals, no longer current, of the lists on which a row stood: of its village and all above."""
    places = codes.ancestors_of(row.region_id, include_self=True)
    totals = ListTotal.objects.filter(
        region_id__in=places,
        programme_id=row.programme_id,
        is_current=False,
        batch__published_at__isnull=False,
    )
    if row.valid_from.published_at is None:  # a list that is just becoming public
        return totals.none()
    totals = totals.filter(batch__published_at__gte=row.valid_from.published_at)
    ended = row.valid_until.published_at if row.valid_until else None
    return totals.filter(batch__published_at__lt=ended) if ended else totals
