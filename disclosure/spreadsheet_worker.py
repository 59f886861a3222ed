"""Reads a spreadsheet in a process of its own: bytes on stdin, JSON lines on stdout.

Started by disclosure/reading.py. Hostile files reach a parser here, and the parser keeps a sheet as one
dense block: one cell at XFD1048576 asks for half a terabyte and aborts the process. So it runs where only
it can die, with limits on memory and time. It imports nothing of Django and starts in some hundredths of a
second.

Lines: {"sheet": name, "column": offset} opens a sheet, {"rows": [[…], …]} follow from row 1 on,
{"end": true} closes the file; {"error": code} says why not.
"""

import datetime
import io
import json
import resource
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

MOST_MEMORY = 3 * 1024**3
MOST_SECONDS = 120
ROWS_A_LINE = 500


def limit_resources() -> None:
    """Let this process, and only this one, die of a file that asks for too much."""
    for what, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS)):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def plain(value: Any) -> Any:
    """Bring a cell into JSON: dates in ISO form, the rest as it is."""
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return str(value)
    return value


def lines(content: bytes) -> Iterator[dict[str, Any]]:
    """Give the messages for one file; a file that can't be opened gives one error."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for sheet in workbook.sheets_metadata:
            # What the sender does not see, they did not mean to send: hidden sheets hold choices and old
            # months.
            if sheet.visible != SheetVisibleEnum.Visible:
                continue
            cells = workbook.get_sheet_by_name(sheet.name)
            yield {"sheet": sheet.name, "column": (cells.start or (0, 0))[1]}
            rows = iter(cells.iter_rows())
            while chunk := [[plain(value) for value in row] for row in islice(rows, ROWS_A_LINE)]:
                yield {"rows": chunk}
    except PasswordError:
        yield {"error": "file_password"}
    except (CalamineError, ValueError, OSError):
        yield {"error": "file_broken"}
    else:
        yield {"end": True}


def write(messages: Iterable[dict[str, Any]]) -> None:
    for message in messages:
        sys.stdout.write(json.dumps(message, ensure_ascii=True))
        sys.stdout.write("\n")


if __name__ == "__main__":
    limit_resources()
    write(lines(sys.stdin.buffer.read()))
