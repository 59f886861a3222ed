"""Objections to rows that were found right, told by the room above: a list says of the row that changes next
that somebody objected, and never who.

No reason of law asks for it (house rule): people see that what they report is mended.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import DateTimeField, ExpressionWrapper, F, QuerySet

from disclosure import lookup
from disclosure.intake.household_key import indexes_of
from disclosure.models import ConfirmedObjection, Recipient

#: A change that comes later than this may have another reason (house rule): three monthly lists.
MENDED_WITHIN = timedelta(days=92)


def confirm(row: Recipient, at: datetime) -> None:
    """Keep that an objection to a row was found right: of the row that stands for it now in its village."""
    now = lookup.current_row(row.public_id)
    if now is not None and now.region_id == row.region_id:
        ConfirmedObjection.objects.update_or_create(row=now, defaults={"confirmed_at": at})


def forget(row: Recipient) -> None:
    """Say it no more: what was found is looked into again, or may lead to who spoke."""
    household = Recipient.objects.filter(id_index__in=indexes_of(row), programme_id=row.programme_id)
    ConfirmedObjection.objects.filter(row__in=household).delete()


def mended(programme_id: str, households: Collection[str], by: Collection[int]) -> set[tuple[str, str]]:
    """Of households, by their index, those of which one of these lists ended a row after an objection to it,
    and soon after: each with the code of its village. One query.
    """
    rows = {"row__programme_id": programme_id, "row__id_index__in": households, "row__valid_until__in": by}
    return set(_followed().filter(**rows).values_list("row__id_index", "row__region_id"))


def mended_rows(rows: Collection[Recipient]) -> set[int]:
    """The keys of those rows that ended soon after an objection to them."""
    return set(_followed().filter(row__in=[row.pk for row in rows]).values_list("row_id", flat=True))


def _followed() -> QuerySet[ConfirmedObjection]:
    latest = ExpressionWrapper(F("confirmed_at") + MENDED_WITHIN, output_field=DateTimeField())
    return ConfirmedObjection.objects.filter(
        row__valid_until__published_at__gt=F("confirmed_at"), row__valid_until__published_at__lt=latest
    )
