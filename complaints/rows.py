"""Finding the list row that somebody on the telephone objects to, by place and the name they say."""

from __future__ import annotations

from uuid import UUID

from complaints.names import normal_name
from disclosure.models import Recipient


def find(region_code: str, name: str, programme_code: str | None = None) -> list[UUID]:
    """Return the public ids of the current rows of this household within the place, at most two.

    Two are enough to know that the name is not clear; nothing about the rows is told.
    """
    rows = Recipient.objects.current().within(region_code).filter(holder_name=normal_name(name))
    if programme_code:
        rows = rows.filter(programme_id=programme_code)
    return list(rows.order_by("pk").values_list("public_id", flat=True)[:2])
