"""Lists as CSV: exactly the public columns."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from disclosure.masking import PUBLIC_COLUMNS, PublicRow
from disclosure.models import RefusedRow
from disclosure.public_lists import Part
from protection import csv_export


def public_csv(rows: Iterable[PublicRow]) -> Iterator[str]:
    """The lines of a file with PUBLIC_COLUMNS and nothing else; amounts in yuan, months as 2026-10."""
    table = ([_month(getattr(row, name)) for name in PUBLIC_COLUMNS] for row in rows)
    return csv_export.lines(PUBLIC_COLUMNS.values(), table)


def totals_csv(parts: Iterable[Part]) -> Iterator[str]:
    """The lines of a file with one line a place: its code, name, households, people, yuan a month."""
    headings = (_("Code"), _("Place"), _("Households"), _("People"), _("Yuan a month"))
    table = (
        [part.region.code, part.region.name, part.total.households, part.total.people, part.total.amount]
        for part in parts
        if part.total is not None
    )
    return csv_export.lines(headings, table)


def refused_csv(rows: Iterable[RefusedRow]) -> Iterator[str]:
    """The lines of a file that says where each refused row stands, why, and what would be right."""
    headings = (_("Sheet"), _("Row"), _("Column"), _("What is wrong"), _("What would be right"))
    table = ([row.sheet, row.row or "", row.column, row.what_is_wrong, row.what_is_right] for row in rows)
    return csv_export.lines(headings, table)


def _month(value: Any) -> Any:
    """A date of a list is its month."""
    return f"{value:%Y-%m}" if isinstance(value, date) else value
