"""Lists as CSV: exactly the public columns, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from disclosure.masking import PUBLIC_COLUMNS, PublicRow
from disclosure.models import RefusedRow
from disclosure.public_lists import Part

BOM = "\ufeff"  # without it, Excel reads Chinese as gibberish
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|")


def public_csv(rows: Iterable[PublicRow]) -> Iterator[str]:
    """The lines of a file with PUBLIC_COLUMNS and nothing else; amounts in yuan, months as 2026-10."""
    headings = [str(heading) for heading in PUBLIC_COLUMNS.values()]
    return csv_lines(headings, ([_plain(getattr(row, name)) for name in PUBLIC_COLUMNS] for row in rows))


def totals_csv(parts: Iterable[Part]) -> Iterator[str]:
    """The lines of a file with one line a place: its code, name, households, people, yuan a month."""
    headings = [
        str(heading) for heading in (_("Code"), _("Place"), _("Households"), _("People"), _("Yuan a month"))
    ]
    return csv_lines(
        headings,
        (
            [part.region.code, part.region.name, part.total.households, part.total.people, part.total.amount]
            for part in parts
            if part.total is not None
        ),
    )


def refused_csv(rows: Iterable[RefusedRow]) -> Iterator[str]:
    """The lines of a file that says where each refused row stands, why, and what would be right."""
    headings = [
        str(h) for h in (_("Sheet"), _("Row"), _("Column"), _("What is wrong"), _("What would be right"))
    ]
    return csv_lines(
        headings,
        ([row.sheet, row.row or "", row.column, row.what_is_wrong, row.what_is_right] for row in rows),
    )


def csv_lines(headings: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """CSV with a byte order mark, one line after the other; cells that would be formulas become text."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([safe(heading) for heading in headings])
    for row in rows:
        yield writer.writerow([safe(value) for value in row])


def safe(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if hasattr(value, "strftime"):
        return f"{value:%Y-%m}"
    return value


class _Echo:
    """A file whose write hands back what was written, for csv.writer."""

    def write(self, text: str) -> str:
        return text
