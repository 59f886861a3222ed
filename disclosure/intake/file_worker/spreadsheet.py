"""Reads .xlsx and .xls: values through calamine, and beside them what calamine does not tell.

The parser keeps a sheet as one dense block and gives "" for an error, for a formula that nobody calculated
and for nothing alike; which rows are hidden it does not know. So the marks of a sheet are read too.
"""

import datetime
import io
import site
from collections.abc import Iterable, Iterator
from typing import Any

from disclosure.intake.file_worker import marks_xls, marks_xlsx
from disclosure.intake.file_worker.marks import Marks
from disclosure.intake.file_worker.refusing import ListFileRefused, in_chunks, letter, parts

HEADING_ROWS = 40
SHOWN_COLUMNS = 200


def messages(content: bytes) -> Iterator[dict[str, Any]]:
    """Give the visible sheets of a workbook. Raises Refused where it cannot be opened."""
    site.main()  # the worker starts without the site's packages
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    is_archive = content.startswith(b"PK")
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        marks = (marks_xlsx if is_archive else marks_xls).read(content)
        # What the sender does not see, they did not mean to send: hidden sheets hold choices and old months.
        metadata = workbook.sheets_metadata
        names = [sheet.name for sheet in metadata if sheet.visible == SheetVisibleEnum.Visible]
        shown = [marks.get(name, Marks()) for name in names]
        for name, its, part in zip(names, shown, parts([its.size for its in shown]), strict=True):
            yield from _sheet(workbook.get_sheet_by_name(name), its, part)
    except PasswordError:
        raise ListFileRefused("file_password") from None
    except (CalamineError, ValueError, OSError):
        raise ListFileRefused("file_broken") from None


def _sheet(cells: Any, marks: Marks, part: tuple[float, float]) -> Iterator[dict[str, Any]]:
    offset = (cells.start or (0, 0))[1]
    opened: dict[str, Any] = {"sheet": cells.name, "column": offset, "part": part}
    opened["height"] = (cells.end or (-1, 0))[0] + 1
    above = [
        (top, left - offset, bottom, right - offset)
        for (top, left), (bottom, right) in cells.merged_cell_ranges or []
        if top < HEADING_ROWS
    ]
    if above:
        opened["merges"] = above
    if marks.since_1904:
        opened["since_1904"] = True
    if unseen := [letter(index) for index in sorted(marks.hidden_columns) if index < SHOWN_COLUMNS]:
        opened["hidden_columns"] = unseen
    yield opened
    yield from in_chunks(_rows(cells.iter_rows(), marks, offset), marks.hidden_rows)


def _rows(rows: Iterable[list[Any]], marks: Marks, offset: int) -> Iterator[list[Any]]:
    faults = marks.faults
    for index, row in enumerate(rows):
        if index not in faults and row.count("") == len(row):
            yield []
            continue
        cells = [value if isinstance(value, str | float) else _plain(value) for value in row]
        for column, fault in faults.get(index, {}).items():
            at = column - offset
            if at >= 0:
                cells += [""] * (at + 1 - len(cells))
                cells[at] = fault
        while cells and (cells[-1] == "" or (isinstance(cells[-1], str) and cells[-1].isspace())):
            cells.pop()
        yield cells


def _plain(value: Any) -> Any:
    """Bring a cell into JSON: dates in ISO form, the rest as it is."""
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return str(value)
    return value
