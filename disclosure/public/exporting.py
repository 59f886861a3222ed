"""Lists as CSV, and as records for JSON: exactly the public columns."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from disclosure.models import Programme, RefusedRow
from disclosure.public.masking import PUBLIC_COLUMNS, PublicRow, columns_of
from disclosure.public.public_lists import PlaceBelow
from protection import csv_export


def public_csv(rows: Iterable[PublicRow], programme: Programme, moment: str = "") -> Iterator[str]:
    """The lines of a file with the programme's public columns and nothing else; amounts in yuan, months as
    2026-10. ``moment``: of what month or day the list is, in a column of its own before these.
    """
    columns = columns_of(programme)
    table = ([_month(getattr(row, name)) for name in columns] for row in rows)
    return csv_export.lines(*_at_moment(moment, columns.values(), table))


def _at_moment(
    moment: str, headings: Iterable[Any], table: Iterable[list[Any]]
) -> tuple[Iterable[Any], Iterable[list[Any]]]:
    if not moment:
        return headings, table
    return [_("List of"), *headings], ([moment, *row] for row in table)


def totals_csv(parts: Iterable[PlaceBelow], programme: Programme, moment: str = "") -> Iterator[str]:
    """The lines of a file with one line a place: its code, name, households, people, yuan a month, and how
    far its list is public. A place whose list is not public has no figures: nothing is not nobody.
    """
    amount = columns_of(programme).get("amount", PUBLIC_COLUMNS["amount"])
    headings = (
        *(_("Code"), _("Place"), _("Households"), _("People"), amount),
        *(_("Is the list public"), _("Places due"), _("Of them published"), _("Next list due by")),
    )
    return csv_export.lines(*_at_moment(moment, headings, map(_total_line, parts)))


def public_records(rows: Iterable[PublicRow], programme: Programme) -> Iterator[dict[str, Any]]:
    """The same rows as ``public_csv`` has, each by the names of its columns."""
    columns = columns_of(programme)
    return ({name: _month(getattr(row, name)) for name in columns} for row in rows)


def total_records(parts: Iterable[PlaceBelow]) -> Iterator[dict[str, Any]]:
    """The same places as ``totals_csv`` has; where there are no figures they are null."""
    for part in parts:
        state = part.state
        yield {
            "code": part.region.code,
            "place": part.region.name,
            **dict(zip(("households", "people", "amount"), _figures(part, None), strict=True)),
            "standing": str(state.standing) if state else None,
            "due": state.due if state and state.due else None,
            "public": state.public if state and state.due else None,
            "next_by": state.missing.by.isoformat() if state and state.missing else None,
        }


def _figures(part: PlaceBelow, nothing: Any) -> list[Any]:
    if not part.state or not part.state.has_figures:
        return [nothing] * 3
    total = part.total
    if total is None:
        return [0, 0, 0]
    told = (total.people_told, total.amount_told)
    return [total.households, *(nothing if figure is None else figure for figure in told)]


def _total_line(part: PlaceBelow) -> list[Any]:
    state = part.state
    figures = _figures(part, "")
    counted = [state.due, state.public] if state and state.due else ["", ""]
    due = state.missing.by.isoformat() if state and state.missing else ""
    return [
        part.region.code,
        part.region.name,
        *figures,
        state.standing.label if state else "",
        *counted,
        due,
    ]


def refused_csv(rows: Iterable[RefusedRow]) -> Iterator[str]:
    """The lines of a file that says where each refused row stands, why, and what would be right."""
    headings = (_("Sheet"), _("Row"), _("Column"), _("What is wrong"), _("What would be right"), _("Basis"))
    table = (
        [row.sheet, row.row or "", row.column, row.what_is_wrong, row.what_is_right, row.basis]
        for row in rows
    )
    return csv_export.lines(headings, table)


def _month(value: Any) -> Any:
    """A date of a list is its month."""
    return f"{value:%Y-%m}" if isinstance(value, date) else value
