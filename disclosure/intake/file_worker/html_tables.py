"""Reads the tables of a web page: many systems export HTML and call it .xls."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from disclosure.intake.file_worker import csv_text
from disclosure.intake.file_worker.refusing import MOST_CELLS, ListFileRefused, in_chunks, parts

_HEAD = re.compile(rb"\s*<(!doctype\s+html|html|head|meta|body|table|style|div|!--)", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
#: What else is saved under .xls and is neither: told apart so that the message can say what to do.
_OTHER = (b"<?xml", b"MIME-Version:")
MOST_ROWSPAN = 10_000


def is_markup(content: bytes) -> bool:
    """Whether the file begins as a web page does."""
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(_OTHER) and not (head.startswith(b"<?xml") and b"<html" in head.lower()):
        raise ListFileRefused("file_web_archive")
    return bool(_HEAD.match(head)) or head.startswith(b"<?xml")


def messages(content: bytes) -> Iterator[dict[str, Any]]:
    """Give each table of the page as a sheet."""
    parser = _Tables()
    parser.feed(_text_of(content))
    parser.close()
    heights = [len(table.rows) for table in parser.tables]
    for table, part in zip(parser.tables, parts(heights), strict=True):
        merges = [merge for merge in table.merges if merge[0] < 40]
        opened = {"sheet": "", "column": 0, "height": len(table.rows), "part": part}
        yield {**opened, "merges": merges, "as_text": True}
        yield from in_chunks(table.rows, table.hidden)


def _text_of(content: bytes) -> str:
    named = _CHARSET.search(content[:4096])
    name = named[1].decode("ascii").lower() if named else ""
    if name.startswith("gb"):
        try:
            return content.decode("gb18030")
        except UnicodeDecodeError:
            pass  # pages say one encoding and are in another
    return csv_text.text_of(content)


class _Table:
    """Rows as a spreadsheet would show them; merged cells are empty but for the first."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden: set[int] = set()
        self._below: dict[int, int] = {}  # column → rows that a cell above still covers

    def open_row(self, attributes: dict[str, str]) -> None:
        self.rows.append([])
        if "hidden" in attributes or _HIDDEN.search(attributes.get("style", "")):
            self.hidden.add(len(self.rows))
        self._fill_covered()

    def add(self, value: Any, across: int, down: int) -> None:
        row, at = self.rows[-1], len(self.rows[-1])
        across = max(1, min(across, MOST_CELLS - at))
        if at >= MOST_CELLS:
            raise ListFileRefused("row_cells", len(self.rows), most=MOST_CELLS)
        row += [value, *[""] * (across - 1)]
        if across > 1 or down > 1:
            top = len(self.rows) - 1
            self.merges.append((top, at, top + down - 1, at + across - 1))
        if down > 1:
            self._below |= dict.fromkeys(range(at, at + across), down - 1)
        self._fill_covered()

    def close_row(self) -> None:
        row = self.rows[-1]
        while row and row[-1] == "":
            row.pop()

    def _fill_covered(self) -> None:
        row = self.rows[-1]
        while self._below.get(len(row), 0) > 0:
            self._below[len(row)] -= 1
            row.append("")


class _Tables(HTMLParser):
    """Collects the outer tables of a page; a table within a cell is text of the cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._depth = 0
        self._cell: list[str] | None = None
        self._attributes: dict[str, str] = {}
        self._in_row = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append(_Table())
        if self._depth != 1:
            return
        if tag == "tr":
            self._end_row()
            self.tables[-1].open_row(attributes)
            self._in_row = True
        elif tag in ("td", "th") and self._in_row:
            self._end_cell()
            self._cell, self._attributes = [], attributes
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
        elif self._depth == 1 and tag in ("tr", "table"):
            self._end_row()
        if tag == "table" and self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(re.sub(r"[ \t\r\n]+", " ", data))

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        number = self._attributes.get("x:num", "")
        value: Any = "".join(self._cell).strip()
        if re.fullmatch(r"-?\d+(\.\d+)?(E[+-]?\d+)?", number, re.IGNORECASE):
            value = float(number)  # what the cell holds; its text may be rounded
        across, down = (_span(self._attributes.get(name, "")) for name in ("colspan", "rowspan"))
        self._cell = None
        self.tables[-1].add(value, across, down)

    def _end_row(self) -> None:
        self._end_cell()
        if self._in_row:
            self.tables[-1].close_row()
        self._in_row = False


def _span(text: str) -> int:
    return min(int(text), MOST_ROWSPAN) if text.isdecimal() and text.isascii() and text != "0" else 1
