"""Finding the table of a list in a sheet: its heading rows, its columns, the rows that are households."""

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import chain, islice
from typing import Any

from disclosure.intake import footers, heading_groups
from disclosure.intake.file_worker.refusing import letter
from disclosure.intake.headings import Candidate, best_heading, likely_heading
from disclosure.intake.layouts import Field, normal
from disclosure.intake.parsing import text_of
from disclosure.intake.questions import (
    MOST_COLUMNS,
    OF_A_LIST,
    SAMPLED_ROWS,
    AskedColumn,
    ColumnQuestion,
    keys_of,
    missing,
    samples,
)
from disclosure.intake.reading import Worksheet
from disclosure.problems import FileRefused, Problem

#: The heading row stands among the first rows, under a title and a line or two of remarks.
SEARCHED_ROWS = 20
SHOWN_RUNS = 20
#: With fewer known headings, a sheet is one of remarks.
FEWEST_KNOWN = 3
_OF_A_PERSON = frozenset({"id_number", "holder_name"})
#: Without as many digits in its ID column, a row may be something else than a household.
_DIGITS = re.compile(r"\d{6}")


@dataclasses.dataclass(slots=True)
class ListTable:
    """Where the columns of a layout stand in one sheet, and the rows under the headings.

    ``width``: how many cells a row has at most, known of text files; ``delimiter`` what separates them.
    ``only_members``: persons and the number of their head, nothing else of a list. Where rows of persons were
    joined (``persons``), ``persons`` says of how many a household's row is made, and ``repeated`` which had
    the same amount in each.
    """

    sheet: str
    columns: dict[str, int]
    headings: dict[str, str]
    rows: Iterator[tuple[int, list[Any]]]
    width: int | None = None
    delimiter: str = ""
    since_1904: bool = False
    as_text: bool = False
    only_members: bool = False
    persons: dict[int, int] = dataclasses.field(default_factory=dict)
    repeated: set[int] = dataclasses.field(default_factory=set)


@dataclasses.dataclass(slots=True)
class TableSearch:
    """What came of looking for a list in a sheet: its table, or what is wrong with its headings and what can
    be asked about them; none of these where the sheet has nothing of the layout (a sheet of remarks).
    """

    table: ListTable | None = None
    problems: list[Problem] = dataclasses.field(default_factory=list)
    question: ColumnQuestion | None = None


def find_table(
    sheet: Worksheet, fields: tuple[Field, ...], meanings: Mapping[str, str], *, lacks: bool = False
) -> TableSearch:
    """Find the headings of a layout in a sheet; ``meanings`` says of some what stands under them, and
    ``lacks`` that the file is known to have few.
    """
    head = list(islice(sheet.rows, SEARCHED_ROWS))
    known = {normal(name) for field in fields for name in (*field.headings, *field.fallback)}
    known |= {heading.partition("#")[0] for heading, key in meanings.items() if key} - {""}
    best, used = best_heading(head, known, sheet.merges)
    if best is None or best.hits(known) < 2:
        return _unknown(head, sheet)
    columns, problems = _columns(best, fields, sheet, meanings)
    only_members = _only_members(columns)
    if only_members:
        problems = []
    elif best.hits(known) < FEWEST_KNOWN and not lacks:
        return _unknown(head, sheet)
    elif _names_nobody(columns, problems):
        return TableSearch()
    problems += _in_doubt(best, columns, sheet, meanings)
    if problems:
        return TableSearch(None, problems, _question(best, head[used:], columns, sheet, problems))
    if problems := _hidden(best, columns, sheet):
        return TableSearch(None, problems)
    shown = {key: best.shown[index] for key, index in columns.items()}
    rest = chain(head[used:], sheet.rows)
    table = ListTable(
        sheet.name,
        columns,
        shown,
        _seen(_data_rows(rest, columns["id_number"], best.words), sheet),
        len(best.forms) if sheet.delimiter else None,
        sheet.delimiter,
        since_1904=sheet.since_1904,
        as_text=sheet.as_text,
        only_members=only_members,
    )
    return TableSearch(table)


def _unknown(head: list[tuple[int, list[Any]]], sheet: Worksheet) -> TableSearch:
    """A sheet of which nothing is known: what can be asked, should it be the list."""
    likely, used = likely_heading(head)
    return TableSearch(question=_question(likely, head[used:], {}, sheet, []) if likely else None)


def _question(
    head: Candidate,
    below: list[tuple[int, list[Any]]],
    columns: dict[str, int],
    sheet: Worksheet,
    problems: list[Problem],
) -> ColumnQuestion:
    """What to ask about the columns of a sheet, with what each was taken for so far."""
    letters = _letters(head, sheet)
    rows = [cells for _number, cells in chain(below, islice(sheet.rows, SAMPLED_ROWS))]
    taken = {index: key for key, index in columns.items()}
    asked = [
        AskedColumn(key, shown or letters[index], letters[index], samples(rows, index), taken.get(index, ""))
        for index, (key, shown) in enumerate(zip(keys_of(_words(head), letters), head.shown, strict=True))
    ]
    seen = [column for column in asked if not column.heading.startswith("#") or column.samples]
    return ColumnQuestion(sheet.name, head.number, tuple(seen[:MOST_COLUMNS]))


def _words(head: Candidate) -> list[str]:
    return [normal(shown) for shown in head.shown]


def _letters(head: Candidate, sheet: Worksheet) -> list[str]:
    return [letter(index + sheet.column) for index in range(len(head.shown))]


def _names_nobody(columns: dict[str, int], problems: list[Problem]) -> bool:
    """Whether a sheet holds sums: neither names nor numbers of anybody, not even in doubt."""
    return not _OF_A_PERSON & columns.keys() and all(p.code != "heading_twice" for p in problems)


def _only_members(columns: dict[str, int]) -> bool:
    """Whether a sheet has persons, the number of their head, and nothing else that a list has."""
    return {"id_number", "members"} <= columns.keys() and not OF_A_LIST & columns.keys()


def _hidden(head: Candidate, columns: dict[str, int], sheet: Worksheet) -> list[Problem]:
    """A column that is read must be one that is seen: what stands in it may be of another year."""
    if not sheet.hidden_columns:
        return []
    letters = {head.shown[index]: letter(index + sheet.column) for index in columns.values()}
    return [
        Problem("column_hidden", head.number, heading, sheet.name, {"letter": place})
        for heading, place in letters.items()
        if place in sheet.hidden_columns
    ]


def _in_doubt(
    head: Candidate, columns: dict[str, int], sheet: Worksheet, meanings: Mapping[str, str]
) -> list[Problem]:
    """A column that is read must say itself what it holds: 合计 under 户数明细 is a number of households."""
    return [
        Problem(
            "heading_under_group",
            head.number,
            head.shown[index],
            sheet.name,
            {"heading": head.shown[index], "group": re.sub(r"\d", "*", head.groups[index][:12])},
        )
        for index in (columns[key] for key in heading_groups.DOUBTED if key in columns)
        if index in head.groups
        and normal(head.shown[index]) not in meanings
        and heading_groups.in_doubt(head.shown[index], head.groups[index])
    ]


def _seen(rows: Iterator[tuple[int, list[Any]]], sheet: Worksheet) -> Iterator[tuple[int, list[Any]]]:
    """Give the rows; at the end refuse the file if some are hidden, by a filter or by hand.

    Nobody can tell from outside whether they are meant: the sender looked at a list without them.
    """
    hidden: list[int] = []
    for number, cells in rows:
        if number in sheet.hidden_rows:
            hidden.append(number)
        else:
            yield number, cells
    if hidden:
        raise FileRefused(_hidden_runs(hidden, sheet.name))


def _hidden_runs(numbers: list[int], sheet: str) -> list[Problem]:
    """One problem for each run of hidden rows, the first ones."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return [
        Problem(
            "rows_hidden" if first != last else "row_hidden",
            first,
            sheet=sheet,
            params={"first": first, "last": last, "count": len(numbers)},
        )
        for first, last in runs[:SHOWN_RUNS]
    ]


def _columns(
    head: Candidate, fields: tuple[Field, ...], sheet: Worksheet, meanings: Mapping[str, str]
) -> tuple[dict[str, int], list[Problem]]:
    """Give each field its column; a heading that is missing or stands twice is a problem.

    What an editor said of a heading goes before what the layout knows.
    """
    columns, problems, taken = _as_told(head, fields, sheet, meanings)
    for field in fields:
        if field.key in columns:
            continue
        found = head.columns_of(field.headings, taken)
        for name in () if found else field.fallback:
            if found := head.columns_of([name], taken):
                break
        if len(found) > 1:
            problems.append(_twice(head, field, sheet, found))
        elif found:
            columns[field.key] = found[0]
            taken.add(found[0])
    doubted = {problem.column for problem in problems}
    lacking = (field for field in missing(fields, columns) if field.headings[0] not in doubted)
    problems += [_missing(head, field, sheet, taken) for field in lacking]
    return columns, problems


def _as_told(
    head: Candidate, fields: tuple[Field, ...], sheet: Worksheet, meanings: Mapping[str, str]
) -> tuple[dict[str, int], list[Problem], set[int]]:
    """The columns of which an editor said what they are, or that they are not needed."""
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    told = enumerate(keys_of(_words(head), _letters(head, sheet))) if meanings else ()
    found = {index: meanings[key] for index, key in told if key in meanings}
    for field in fields:
        places = [index for index, key in found.items() if key == field.key]
        if len(places) > 1:
            problems.append(_twice(head, field, sheet, places))
        elif places:
            columns[field.key] = places[0]
    return columns, problems, set(found)


def _twice(head: Candidate, field: Field, sheet: Worksheet, found: list[int]) -> Problem:
    places = ", ".join(letter(index + sheet.column) for index in found)
    params = {"heading": head.shown[found[0]], "columns": places}
    return Problem("heading_twice", head.number, field.headings[0], sheet.name, params)


def _missing(head: Candidate, field: Field, sheet: Worksheet, taken: set[int]) -> Problem:
    wanted = [*field.headings, *field.fallback]
    # Only a heading that means nothing else can be a slip of the pen.
    shown = [name for index, name in enumerate(head.shown) if name and index not in taken]
    close = get_close_matches(field.headings[0], shown, n=1, cutoff=0.6)
    params = {"expected": " / ".join(wanted)}
    if close:
        return Problem(
            "heading_close", head.number, field.headings[0], sheet.name, {**params, "found": close[0]}
        )
    return Problem("heading_missing", head.number, field.headings[0], sheet.name, params)


def _data_rows(
    rows: Iterable[tuple[int, list[Any]]], id_column: int, heading_words: set[str]
) -> Iterator[tuple[int, list[Any]]]:
    """Leave out what is no household: empty rows, headings repeated on each page, numbers of columns,
    footers.
    """
    for number, cells in rows:
        id_cell = cells[id_column] if id_column < len(cells) else ""
        # Digits in a row are so in whatever form; nearly every cell is asked this only.
        if not (isinstance(id_cell, str) and _DIGITS.search(id_cell)) and not _DIGITS.search(
            text_of(id_cell)
        ):
            texts = [text for cell in cells if (text := text_of(cell))]
            if (
                all(normal(text) in heading_words for text in texts)
                or _is_column_numbers(texts)
                or any(map(footers.is_one, texts[:3]))
            ):
                continue
        yield number, cells


def _is_column_numbers(texts: list[str]) -> bool:
    """Whether the row only counts the columns: under the headings of printed forms stands 1, 2, 3."""
    if len(texts) < 3 or not all(text.isdecimal() for text in texts):
        return False
    first = int(texts[0])
    return first in (0, 1) and [int(text) for text in texts] == list(range(first, first + len(texts)))
