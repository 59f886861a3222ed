"""The editor's own file once more, with a column that says what was found, and the cells coloured.

The file itself is not kept: it holds accounts and addresses. So whoever wants it annotated hands it in again,
it is compared with what was read by its digest, and goes back as it came; nobody gets a number that way who
did not have it.
"""

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from disclosure.intake import reading
from disclosure.intake.file_worker.refusing import letter
from disclosure.intake.importing import digest_of
from disclosure.intake.parsing import text_of
from disclosure.models import Batch, RefusedRow
from disclosure.problems import FileRefused, Problem
from protection.plain_text import plain

#: A longer file comes back with its headings and the rows that something is said of.
WHOLE_UP_TO = 20_000
LIMITS = reading.ReadingLimits(
    memory=1024 * reading.MEGABYTE, seconds=60, rows=reading.MOST_ROWS, at_once=True
)
HEADING_ROWS = 20
#: A run of more empty rows is left out, and the numbers of the rows below it no longer fit.
MOST_EMPTY = 2_000
WIDTH = 60
# The site's own soft colours of danger and warning; the words say the same.
REFUSED = PatternFill("solid", fgColor="FFFBE9E7")
WARNED = PatternFill("solid", fgColor="FFFFF3D6")

Found = dict[int, list[RefusedRow]]


def annotated(batch: Batch, file: IO[bytes]) -> IO[bytes]:
    """Return a workbook of the batch's file with its findings, open at its beginning.

    Raises FileRefused where it is another file than was read, TooMuchAtOnce where others are just being read.
    """
    if digest_of(file) != batch.digest:
        raise FileRefused(Problem("file_is_another"))
    found = _found(batch)
    is_whole = batch.accepted_count + batch.refused_count <= WHOLE_UP_TO
    book = Workbook(write_only=True)
    file.seek(0, 2)
    for sheet in reading.sheets(file, file.tell(), LIMITS):
        _write(book, sheet, found.get(sheet.name[:64], {}), is_whole)
    made = tempfile.TemporaryFile()  # noqa: SIM115 whoever sends it closes it
    book.save(made)
    made.seek(0)
    return made


def _found(batch: Batch) -> dict[str, Found]:
    """What was found, by sheet and row; what is wrong with the file as a whole stands in its first row."""
    found: dict[str, Found] = defaultdict(lambda: defaultdict(list))
    for row in batch.refused_rows.all():
        found[row.sheet][max(row.row, 1)].append(row)
    return found


def _write(book: Any, sheet: reading.Worksheet, found: Found, is_whole: bool) -> None:
    out = book.create_sheet(sheet.name[:31] or _("List"))
    column, places = 0, dict[str, int]()
    head: list[tuple[int, list[Any]]] = []
    for number, cells in sheet.rows:
        head.append((number, cells))
        if len(head) == HEADING_ROWS:
            break
    for _number, cells in head:
        column = max(column, len(cells))
        for index, cell in enumerate(cells):
            places.setdefault(text_of(cell), index)
    out.column_dimensions[letter(column)].width = WIDTH
    last = 0
    for number, cells in _all(head, sheet):
        rows = found.get(number, [])
        if not (is_whole or rows or number <= HEADING_ROWS):
            continue
        if is_whole and number - last <= MOST_EMPTY:
            for _empty in range(number - last - 1):
                out.append([])
        last = number
        out.append(_cells(out, cells, column, rows, places))


def _all(head: list[tuple[int, list[Any]]], sheet: reading.Worksheet) -> Iterator[tuple[int, list[Any]]]:
    yield from head
    yield from sheet.rows


def _cells(
    out: Any, cells: list[Any], column: int, rows: list[RefusedRow], places: dict[str, int]
) -> list[Any]:
    """A row as it was, and behind it what was found of it."""
    width = max(column, len(cells))
    written = [_cell(out, cells[index] if index < len(cells) else "") for index in range(width)]
    for row in sorted(rows, key=lambda row: not row.is_warning):  # what holds it back is seen above all
        if (at := places.get(row.column)) is not None and row.row:
            written[at].fill = WARNED if row.is_warning else REFUSED
    if rows:
        said = _cell(out, "\n".join(map(_words, rows)))
        said.fill = WARNED if all(row.is_warning for row in rows) else REFUSED
        said.alignment = Alignment(wrap_text=True, vertical="top")
        said.font = Font(bold=any(not row.is_warning for row in rows))
        written.append(said)
    return written


def _cell(out: Any, value: Any) -> Any:
    """A cell that shows what stood there: text stays text, also where it begins like a formula."""
    if isinstance(value, str | dict):
        cell = WriteOnlyCell(out, plain(text_of(value)))
        cell.data_type = "s"
        return cell
    return WriteOnlyCell(out, value)


def _words(row: RefusedRow) -> str:
    where = f"{row.column}：" if row.column else ""
    kind = _("To look at") if row.is_warning else _("Row held back")
    return f"[{kind}] {where}{row.what_is_wrong} {row.what_is_right}"
