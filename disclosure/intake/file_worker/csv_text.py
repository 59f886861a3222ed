"""Reads CSV and other text tables: which encoding, which separator, and whether every quote closes.

Rows count as the spreadsheet that opens the file counts: a cell with line breaks is still one row. A quote
that does not close in its cell would take the rows behind it into that cell; so it is found and named, never
read.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

from disclosure.intake.file_worker.refusing import MOST_CELLS, ListFileRefused, in_chunks, letter

MOST_LINE = 64 * 1024
SAMPLED_LINES = 60
DELIMITERS = ",\t;|"
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: What old programs write behind the last line: the end of a file in DOS, or the rest of a block.
AFTER_THE_END = "\x1a\0"
_QUOTED = re.compile(r'"[^"]*"')
#: Excel takes this line as a setting, not as a row.
_SEPARATOR_LINE = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)


def messages(content: bytes) -> Iterator[dict[str, Any]]:
    """Give the one sheet of a text file."""
    text = text_of(content)
    delimiter = ""
    if setting := _SEPARATOR_LINE.match(text):
        delimiter, text = setting[1], text[setting.end() :]
    check_lines(text)
    delimiter = delimiter or delimiter_of(text)
    opened = {"sheet": "", "column": 0, "height": height_of(text)}
    yield {**opened, "delimiter": delimiter, "as_text": True}
    yield from in_chunks(rows(text, delimiter))


def text_of(content: bytes) -> str:
    """The text in whichever encoding fits all of it: by its mark, UTF-8 or GB18030. Raises Refused."""
    marked = [name for mark, name in BYTE_ORDER_MARKS if content.startswith(mark)]
    farthest = 0
    for name in marked or ["utf-8", "gb18030"]:
        try:
            text = content.decode(name)
        except UnicodeDecodeError as error:
            farthest = max(farthest, error.start)
            continue
        text = text.rstrip(AFTER_THE_END).replace("\r\r\n", "\r\n")
        # No text has a zero character; a program or a picture soon does.
        if "\0" not in text:
            return text
    raise ListFileRefused("file_encoding", content.count(b"\n", 0, farthest) + 1 if farthest else 0)


def check_lines(text: str) -> None:
    """Refuse a line that is longer than any row of a list, before it reaches a parser."""
    if len(text) <= MOST_LINE:
        return
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > MOST_LINE:
            raise ListFileRefused("file_line_too_long", number, most=MOST_LINE)


def height_of(text: str) -> int:
    """How many rows there are, before they are read: lines outside of quotes."""
    unquoted = _QUOTED.sub("", text) if '"' in text else text
    return sum(1 for _line in io.StringIO(unquoted, newline=""))


def delimiter_of(text: str) -> str:
    """The separator that cuts most of the first lines into equally many cells, the more the better.

    One line full of another mark (members in one cell: 甲;乙;丙) says nothing against it.
    """
    lines = list(islice(io.StringIO(text, newline=""), SAMPLED_LINES))

    def cells(mark: str) -> int:
        widths: Counter[int] = Counter()
        with suppress(csv.Error):  # told when the rows are read
            widths.update(map(len, csv.reader(lines, delimiter=mark)))
        return max(((width - 1) * count for width, count in widths.items()), default=0)

    return max(DELIMITERS, key=cells)


def rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """Give the cells of each row, none of an empty one. Raises Refused at a quote in doubt."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    usual = _usual_delimiters(text, delimiter)
    formulas = '="' in text
    number = lines = 0
    try:
        for cells in reader:
            number += 1
            if reader.line_num != lines + 1:
                _check_swallowed(cells, number, delimiter, usual)
            lines = reader.line_num
            if len(cells) > MOST_CELLS:
                raise ListFileRefused("row_cells", number, most=MOST_CELLS)
            if formulas:
                cells = [_without_formula(cell) for cell in cells]
            yield cells if any(cells) else []
    except csv.Error:
        raise _quote_in_doubt(text, lines, number + 1, delimiter) from None


def _usual_delimiters(text: str, delimiter: str) -> int:
    counts = Counter(line.count(delimiter) for line in islice(io.StringIO(text, newline=""), SAMPLED_LINES))
    return max(counts, key=lambda count: (counts[count], count)) if counts else 0


def _check_swallowed(cells: list[str], number: int, delimiter: str, usual: int) -> None:
    """Refuse a cell over several lines that holds as many separators as a row: it holds rows."""
    for index, cell in enumerate(cells):
        if ("\n" in cell or "\r" in cell) and cell.count(delimiter) >= max(1, usual):
            swallowed = len(cell.splitlines()) - 1
            raise ListFileRefused("quote_swallows", number, letter(index), rows=swallowed)


def _without_formula(cell: str) -> str:
    """``="320722…"`` shows 320722…: so Excel is kept from turning a number into another."""
    return (
        cell[2:-1].replace('""', '"')
        if cell.startswith('="') and cell.endswith('"') and len(cell) > 2
        else cell
    )


def _quote_in_doubt(text: str, lines: int, number: int, delimiter: str) -> ListFileRefused:
    """Find the quoted cell at which the parser stopped, in the row that begins after ``lines`` lines."""
    rest = "".join(islice(io.StringIO(text, newline=""), lines, None))
    column = at = 0
    while at < len(rest):
        if rest[at] == '"':
            end = _closing(rest, at + 1)
            if end < 0 or "\n" in rest[at:end] or "\r" in rest[at:end]:
                return ListFileRefused("quote_unclosed", number, letter(column))
            if rest[end + 1 : end + 2] not in (delimiter, "\r", "\n", ""):
                return ListFileRefused("quote_followed", number, letter(column))
            at = end + 1
        else:
            at = next((i for i in range(at, len(rest)) if rest[i] in (delimiter, "\r", "\n")), len(rest))
        if rest[at : at + 1] != delimiter:
            break
        at, column = at + 1, column + 1
    return ListFileRefused("file_broken", number)


def _closing(text: str, at: int) -> int:
    """Where the quoted cell that begins before ``at`` closes; -1 where it does not."""
    while (end := text.find('"', at)) >= 0 and text[end + 1 : end + 2] == '"':
        at = end + 2
    return end
