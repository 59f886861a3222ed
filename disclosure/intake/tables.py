"""Finding the table of a list in a sheet: its heading rows, its columns, the rows that are households."""

import dataclasses
import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import chain
from typing import Any

from disclosure.intake import footers, heading_groups
from disclosure.intake.file_worker.refusing import letter
from disclosure.intake.layouts import Field, normal
from disclosure.intake.parsing import text_of
from disclosure.intake.reading import Sheet
from disclosure.problems import FileRefused, Problem

#: The heading row stands among the first rows, under a title and a line or two of remarks.
SEARCHED_ROWS = 20
SHOWN_RUNS = 20
#: With fewer known headings, a sheet is one of remarks.
FEWEST_KNOWN = 3
_OF_A_PERSON = frozenset({"id_number", "holder_name"})
#: What a sheet of a household's members has none of.
_OF_A_LIST = frozenset({"since", "amount", "people", "village", "place"})
#: Without as many digits in its ID column, a row may be something else than a household.
_DIGITS = re.compile(r"\d{6}")


@dataclasses.dataclass(slots=True)
class Table:
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
class _Candidate:
    """A row that may be the heading row: for each column the forms under which it may be known, and the group
    that a row above it names. ``below``: its own word under a group, which counts where nothing else does.
    """

    number: int
    forms: list[set[str]]
    shown: list[str]
    words: set[str]
    groups: dict[int, str] = dataclasses.field(default_factory=dict)
    below: list[set[str]] = dataclasses.field(default_factory=list)

    def hits(self, known: set[str]) -> float:
        """How many columns are known; by their own word alone they weigh a little less."""
        whole = sum(1 for forms in self.forms if forms & known)
        pairs = zip(self.forms, self.below, strict=bool(self.below))
        own = sum(1 for forms, below in pairs if not forms & known and below & known)
        return whole + own * 0.9

    def columns_of(self, names: Iterable[str], taken: set[int]) -> list[int]:
        wanted = {normal(name) for name in names}
        for words in (self.forms, self.below):
            if found := [i for i, forms in enumerate(words) if forms & wanted and i not in taken]:
                return found
        return []


def find_table(sheet: Sheet, fields: tuple[Field, ...]) -> tuple[Table | None, list[Problem]]:
    """Find the headings of a layout in a sheet.

    Gives the table, or none and what is wrong with the headings; none and no problem where the sheet has
    nothing of this layout (a sheet of remarks).
    """
    head: list[tuple[int, list[Any]]] = []
    for number, cells in sheet.rows:
        head.append((number, cells))
        if len(head) >= SEARCHED_ROWS:
            break
    known = {normal(name) for field in fields for name in (*field.headings, *field.fallback)}
    best, used = _best_heading(head, known, sheet.merges)
    if best is None or best.hits(known) < 2:
        return None, []
    columns, problems = _columns(best, fields, sheet)
    only_members = _only_members(columns)
    if only_members:
        problems = []
    elif best.hits(known) < FEWEST_KNOWN or _names_nobody(columns, problems):
        return None, []
    problems += _hidden(best, columns, sheet) + _in_doubt(best, columns, sheet)
    if problems:
        return None, problems
    shown = {key: best.shown[index] for key, index in columns.items()}
    rest = chain(head[used:], sheet.rows)
    rows = _seen(_data_rows(rest, columns["id_number"], best.words), sheet)
    width = len(best.forms) if sheet.delimiter else None
    return (
        Table(
            sheet.name,
            columns,
            shown,
            rows,
            width,
            sheet.delimiter,
            since_1904=sheet.since_1904,
            as_text=sheet.as_text,
            only_members=only_members,
        ),
        [],
    )


def _names_nobody(columns: dict[str, int], problems: list[Problem]) -> bool:
    """Whether a sheet holds sums: neither names nor numbers of anybody, not even in doubt."""
    return not _OF_A_PERSON & columns.keys() and all(p.code != "heading_twice" for p in problems)


def _only_members(columns: dict[str, int]) -> bool:
    """Whether a sheet has persons, the number of their head, and nothing else that a list has."""
    return {"id_number", "members"} <= columns.keys() and not _OF_A_LIST & columns.keys()


def _hidden(head: _Candidate, columns: dict[str, int], sheet: Sheet) -> list[Problem]:
    """A column that is read must be one that is seen: what stands in it may be of another year."""
    if not sheet.hidden_columns:
        return []
    letters = {head.shown[index]: letter(index + sheet.column) for index in columns.values()}
    return [
        Problem("column_hidden", head.number, heading, sheet.name, {"letter": place})
        for heading, place in letters.items()
        if place in sheet.hidden_columns
    ]


def _in_doubt(head: _Candidate, columns: dict[str, int], sheet: Sheet) -> list[Problem]:
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
        if index in head.groups and heading_groups.in_doubt(head.shown[index], head.groups[index])
    ]


def _seen(rows: Iterator[tuple[int, list[Any]]], sheet: Sheet) -> Iterator[tuple[int, list[Any]]]:
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


def _best_heading(
    head: list[tuple[int, list[Any]]], known: set[str], merges: list[tuple[int, int, int, int]]
) -> tuple[_Candidate | None, int]:
    """The row with most known headings, alone or with the row below it; and how many rows lie above the
    data.
    """
    best: _Candidate | None = None
    used = 0
    for index, (number, cells) in enumerate(head):
        words = [normal(cell) for cell in cells]
        single = _Candidate(number, [{word} for word in words], [text_of(c) for c in cells], set(words))
        if index and head[index - 1][0] == number - 1:
            single.groups = heading_groups.over(*head[index - 1], merges, len(cells))
        options = [(single, index + 1)]
        if index + 1 < len(head):
            options.append((_two_rows(number, cells, head[index + 1][1], merges), index + 2))
        for candidate, rows in options:
            if best is None or candidate.hits(known) > best.hits(known):
                best, used = candidate, rows
    return best, used


def _two_rows(
    number: int, upper: list[Any], lower: list[Any], merges: list[tuple[int, int, int, int]]
) -> _Candidate:
    """Read two heading rows as one: 户主 merged over 姓名 and 身份证号 gives 户主姓名 and 户主身份证号.

    Under a group only group and word together name a column: 合计 under 户数明细 is a number of households.
    How far a group reaches, its merged cells say; where nothing is merged, up to the next word beside it.
    """
    here = [
        (left, right) for top, left, bottom, right in merges if top == bottom == number - 1 and right > left
    ]
    forms: list[set[str]] = []
    own: list[set[str]] = []
    shown: list[str] = []
    group, until = "", -1
    titled = heading_groups.is_title([normal(cell) for cell in upper], here, len(lower))
    for index in range(max(len(upper), len(lower))):
        above = normal(upper[index]) if index < len(upper) else ""
        below = normal(lower[index]) if index < len(lower) else ""
        if above:
            group = above
            until = max((right for left, right in here if left == index), default=index if here else -1)
        elif not below or (here and index > until):
            group = ""
        name = group + below if below else above
        forms.append({name, heading_groups.bare(group) + below if below else name} - {""})
        own.append(
            {below} if below and group and not titled and heading_groups.may_drop(group, below) else set()
        )
        shown.append(name)
    words = {normal(cell) for cell in (*upper, *lower)}.union(*forms)
    return _Candidate(number, forms, shown, words, below=own)


def _columns(
    head: _Candidate, fields: tuple[Field, ...], sheet: Sheet
) -> tuple[dict[str, int], list[Problem]]:
    """Give each field its column; a heading that is missing or stands twice is a problem."""
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    taken: set[int] = set()
    for field in fields:
        found = head.columns_of(field.headings, taken)
        for name in () if found else field.fallback:
            if found := head.columns_of([name], taken):
                break
        if len(found) > 1:
            places = [letter(i + sheet.column) for i in found]
            problems.append(
                Problem(
                    "heading_twice",
                    head.number,
                    field.headings[0],
                    sheet.name,
                    {"heading": head.shown[found[0]], "columns": ", ".join(places)},
                )
            )
        elif found:
            columns[field.key] = found[0]
            taken.add(found[0])
    told = {"village": "place", "people": "relation"}  # a sheet of persons is counted
    for field in fields:
        if not field.needed or field.key in columns or told.get(field.key) in columns:
            continue
        if any(problem.column == field.headings[0] for problem in problems):
            continue
        problems.append(_missing(head, field, sheet, taken))
    return columns, problems


def _missing(head: _Candidate, field: Field, sheet: Sheet, taken: set[int]) -> Problem:
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
