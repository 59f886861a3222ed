"""The tables of a whole file: each of its sheets is looked through for the headings of a layout."""

from collections.abc import Callable, Generator, Iterable, Mapping
from typing import IO

from disclosure.intake import reading
from disclosure.intake.layouts import Field
from disclosure.intake.questions import ColumnQuestion
from disclosure.intake.reading import ReadingLimits, Worksheet
from disclosure.intake.tables import SEARCHED_ROWS, ListTable, find_table
from disclosure.problems import ColumnsUnknown, FileRefused, Problem


def tables(
    file: IO[bytes],
    limits: ReadingLimits,
    fields: tuple[Field, ...],
    meanings: Mapping[str, str],
    *,
    lacks: bool = False,
    watch: Callable[[Worksheet], Worksheet] = lambda sheet: sheet,
) -> Generator[ListTable, None, None]:
    """The tables of a file, one a sheet; ``meanings`` and ``lacks`` as for ``find_table``, ``watch`` sees
    each sheet before it is read.

    Raises ColumnsUnknown for headings that cannot be told and may be asked about, FileRefused for others that
    are wrong, or found nowhere, TooMuchAtOnce.
    """
    found, unknown = False, None
    file.seek(0, 2)
    for sheet in reading.sheets(file, file.tell(), limits):
        search = find_table(watch(sheet), fields, meanings, lacks=lacks)
        if search.problems:
            raise _unclear(search.problems, search.question, fields)
        unknown = unknown or search.question
        if search.table is not None:
            found = True
            yield search.table
    if not found:
        lacking = Problem("headings_missing", params={"rows": SEARCHED_ROWS, "expected": _expected(fields)})
        raise _unclear([lacking], unknown, fields)


def _unclear(
    problems: list[Problem], question: ColumnQuestion | None, fields: tuple[Field, ...]
) -> FileRefused:
    """What to raise for headings that cannot be told: asked about, where the file may have the columns."""
    if question and question.can_be_answered(fields):
        return ColumnsUnknown(problems, question)
    return FileRefused(problems)


def _expected(fields: Iterable[Field]) -> str:
    return "、".join(field.headings[0] for field in fields if field.needed)
