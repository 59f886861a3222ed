"""A month of the scoreboard as CSV and JSON: one line a row, each with its month and its code."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from complaints.models import ServiceStandard
from complaints.public.scoreboard.board import Board, BoardRow
from protection import csv_export

COLUMNS = {
    "month": _("Month"),
    "heading": _("By"),
    "code": _("Code"),
    "name": _("Name"),
    "received": _("Cases received"),
    "accepted": _("Accepted"),
    "ended": _("Ended"),
    "told_in_time": _("Told in time"),
    "told_by": _("Promised: told within"),
    "answered_in_time": _("Answered in time"),
    "answered_by": _("Promised: answered within"),
    "median_days": _("Days until the answer, median"),
    "solved": _("Solved, as they say"),
    "satisfied": _("Satisfied, as they say"),
}


def as_csv(board: Board) -> Iterator[str]:
    """The lines of the file; what is kept back, or was not asked, is empty."""
    lines = (["" if value is None else value for value in record.values()] for record in records(board))
    return csv_export.lines(COLUMNS.values(), lines)


def as_json(board: Board) -> str:
    """The same."""
    file = {
        "month": f"{board.month:%Y-%m}",
        "counted_on": board.counted_on.isoformat(),
        "rows": list(records(board)),
    }
    return json.dumps(file, ensure_ascii=False)


def records(board: Board) -> Iterator[dict[str, Any]]:
    """The lines by the names of their columns; of an outcome only how often it was."""
    for heading, rows in (("all", (board.whole,)), ("county", board.counties), ("subject", board.subjects)):
        for row in rows:
            yield _record(board, heading, row)
    for code, name, number in board.outcomes:
        yield {**dict.fromkeys(COLUMNS), **_head(board, "outcome", code, name), "ended": number}


def _record(board: Board, heading: str, row: BoardRow) -> dict[str, Any]:
    return {
        **dict.fromkeys(COLUMNS),
        **_head(board, heading, row.code, row.name),
        **{name: getattr(row, name) for name in ("received", "accepted", "ended", "median_days")},
        **{name: _said(getattr(row, name)) for name in ("told_in_time", "answered_in_time")},
        **{name: _said(getattr(row, name)) for name in ("solved", "satisfied")},
        "told_by": _days(row.told_by),
        "answered_by": _days(row.answered_by),
    }


def _head(board: Board, heading: str, code: str, name: object) -> dict[str, Any]:
    return {"month": f"{board.month:%Y-%m}", "heading": heading, "code": code, "name": str(name)}


def _said(value: object) -> str | None:
    return None if value is None else str(value)


def _days(standard: ServiceStandard | None) -> str | None:
    return None if standard is None else f"{standard.days} {standard.get_unit_display()}"
