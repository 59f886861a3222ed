"""Tables as CSV that spreadsheet programs open as what they are: Chinese text and numbers, never a formula.

Streamed line by line. A workbook's cells go through ``cell`` as well.
"""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.functional import Promise

from protection.plain_text import plain

CONTENT_TYPE = "text/csv; charset=utf-8"
BOM = "\ufeff"  # without it, Excel reads Chinese as gibberish
#: A spreadsheet program runs a cell that starts with one of these; one of a Chinese office reads the
#: full-width forms as the narrow ones.
_FORMULA = ("=", "+", "-", "@", "|", "＝", "＋", "－", "＠", "｜")
_BREAKS = ("\t", "\r", "\n")


def lines(headings: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The lines of a file in UTF-8, the first with a byte order mark; every cell made harmless.

    Headings are taken in the language of now, rows one by one as the lines are asked for.
    """
    return _lines([cell(heading) for heading in headings], rows)


def _lines(headings: list[Any], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow(headings)
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def cell(value: Any) -> Any:
    """A value without unseen characters that no spreadsheet program takes for a formula; numbers stay
    numbers.
    """
    if isinstance(value, Promise):
        value = str(value)
    if not isinstance(value, str):
        return value
    text = plain(value)
    if text.startswith(_BREAKS) or text.lstrip().startswith(_FORMULA):
        return f"'{text}"
    return text


class _Echo:
    """A file whose write hands back what was written, for csv.writer."""

    def write(self, text: str) -> str:
        return text
