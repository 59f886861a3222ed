"""Objections to rows that were found right, told by the room above: a list says of the row that changes next
that somebody objected, and never who.

No reason of law asks for it (house rule): people see that what they report is mended.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import DateTimeField, ExpressionWrapper, F, QuerySet, Value

from disclosure import lookup
from disclosure.models import ConfirmedObjection, Recipient

#: A change that comes later than this may have another reason (house rule): three monthly lists.
MENDED_WITHIN = timedelta(days=92)


def confirm(row: Recipient, source: str, at: datetime) -> None:
    """Keep that the objection ``source`` to a row was found right: of the row that stands for it now in its
    village.
    """
    now = lookup.current_row(row.public_id)
    if now is not None and now.region_id == row.region_id:
        ConfirmedObjection.objects.update_or_create(row=now, source=source, defaults={"confirmed_at": at})


def forget(source: str) -> None:
    """Say no more that this objection was right: it is looked into again, or may lead to who spoke.

    What the public reads already stays: its going away would tell that there is news about the row.
    """
    unread = ConfirmedObjection.objects.filter(row__valid_until__published_at__isnull=True)
    found = list(unread.filter(source=source).values_list("pk", flat=True))
    if found:  # Where there is none, no statement is sent that says to who watches the table that one came.
        ConfirmedObjection.objects.filter(pk__in=found).delete()


def mended(programme_id: str, households: Collection[str], by: Collection[int]) -> set[tuple[str, str]]:
    """Of households, by their index, those of which one of these lists ended a row after an objection to it,
    and soon after: each with the code of its village. One query.
    """
    # Found by their household: by who closed them they are as many as a county's list changes.
    closed = _followed().alias(closed_by=F("row__valid_until_id") + Value(0)).filter(closed_by__in=by)
    rows = closed.filter(row__programme_id=programme_id, row__id_index__in=households)
    return set(rows.values_list("row__id_index", "row__region_id"))


def mended_rows(rows: Collection[Recipient]) -> set[int]:
    """The keys of those rows that ended soon after an objection to them."""
    return set(_followed().filter(row__in=[row.pk for row in rows]).values_list("row_id", flat=True))


def _followed() -> QuerySet[ConfirmedObjection]:
    latest = ExpressionWrapper(F("confirmed_at") + MENDED_WITHIN, output_field=DateTimeField())
    return ConfirmedObjection.objects.filter(
        row__valid_until__published_at__gt=F("confirmed_at"), row__valid_until__published_at__lt=latest
    )
