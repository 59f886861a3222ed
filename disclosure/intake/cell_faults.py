"""What is wrong with a cell that holds no value, and with a row whose cells were moved."""

import re
from typing import Any

from disclosure.intake.file_worker.csv_text import DELIMITERS
from disclosure.intake.tables import ListTable
from disclosure.problems import Unreadable

_ERROR_TEXT = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|#+)", re.IGNORECASE)


def cell_fault(value: Any) -> Unreadable | None:
    """What is wrong with a cell that holds no value: an error of Excel's, or a formula nobody calculated.

    In a text file an error stands as its words.
    """
    shown = value["value"] if isinstance(value, dict) else value.strip() if isinstance(value, str) else ""
    known = bool(_ERROR_TEXT.fullmatch(shown))
    if isinstance(value, dict):
        # A file may call anything an error; what is told of it is kept.
        return Unreadable(value["fault"], value=shown if known else "#")
    return Unreadable("cell_error", value=shown) if known else None


def moved_fault(cells: list[Any], table: ListTable) -> Unreadable | None:
    """Whether separators too many, or of another kind, moved the cells of a row of a text file."""
    width = table.width or 0
    if len(cells) > width:
        return Unreadable("row_too_wide", cells=len(cells), headings=width, mark=shown_mark(table.delimiter))
    if len(cells) <= width // 2:
        for mark in DELIMITERS:
            if mark != table.delimiter and sum(str(cell).count(mark) for cell in cells) >= max(2, width // 2):
                return Unreadable(
                    "row_delimiter", found=shown_mark(mark), expected=shown_mark(table.delimiter)
                )
    return None


def shown_mark(mark: str) -> str:
    """A separator as it is named to people."""
    return "Tab" if mark == "\t" else mark
