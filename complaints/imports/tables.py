"""Finding the cases in a sheet: its layout, its columns, the rows below the headings."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from complaints.imports.layouts import CaseColumn, layouts
from disclosure.intake import footers
from disclosure.intake.headings import Candidate, best_heading
from disclosure.intake.layouts import normal
from disclosure.intake.parsing import text_of
from disclosure.intake.reading import Worksheet
from disclosure.problems import FileRefused, Problem

#: The heading row stands among the first rows, under a title and a line or two of remarks.
SEARCHED_ROWS = 20
#: With fewer known headings, a sheet is one of remarks.
FEWEST_KNOWN = 3


@dataclass(slots=True)
class CaseTable:
    """Where the columns of a layout stand in one sheet, how they are headed there, and the rows."""

    layout: str
    columns: dict[str, int]
    headings: dict[str, str]
    rows: Iterator[tuple[int, list[Any]]]

    def cell(self, cells: list[Any], key: str) -> Any:
        """What a row has in a column; empty where the sheet has no such column."""
        at = self.columns.get(key, -1)
        return cells[at] if 0 <= at < len(cells) else ""


def find_table(sheet: Worksheet) -> CaseTable | None:
    """Find the cases in a sheet; None where it holds none. Raises FileRefused where a column is missing."""
    head = list(islice(sheet.rows, SEARCHED_ROWS))
    found = [(layout, fields, *_best(head, fields, sheet)) for layout, fields in layouts().items()]
    layout, fields, best, used, hits = max(found, key=lambda each: each[-1])
    if best is None or hits < FEWEST_KNOWN:
        return None
    columns: dict[str, int] = {}
    taken: set[int] = set()
    problems: list[Problem] = []
    for field in fields:
        places = best.columns_of(field.headings[:1], taken) or best.columns_of(field.headings, taken)
        if len(places) > 1:
            problems.append(_fault("heading_twice", best, field, sheet))
        elif places:
            columns[field.key] = places[0]
            taken.add(places[0])
        elif field.needed:
            problems.append(_fault("heading_missing", best, field, sheet))
    if problems:
        raise FileRefused(problems)
    shown = {key: best.shown[index] for key, index in columns.items()}
    return CaseTable(layout, columns, shown, _data_rows(chain(head[used:], sheet.rows), best.words))


def _best(
    head: list[tuple[int, list[Any]]], fields: tuple[CaseColumn, ...], sheet: Worksheet
) -> tuple[Candidate | None, int, float]:
    known = {normal(name) for field in fields for name in field.headings}
    best, used = best_heading(head, known, sheet.merges)
    return best, used, best.hits(known) if best else 0


def _fault(code: str, head: Candidate, field: CaseColumn, sheet: Worksheet) -> Problem:
    params = {"expected": " / ".join(field.headings), "heading": field.headings[0], "columns": "…"}
    return Problem(f"cases_{code}", head.number, field.headings[0], sheet.name, params)


def _data_rows(
    rows: Iterator[tuple[int, list[Any]]], heading_words: set[str]
) -> Iterator[tuple[int, list[Any]]]:
    """Leave out what is no case: empty rows, headings repeated on each page, footers."""
    for number, cells in rows:
        texts = [text for cell in cells if (text := text_of(cell))]
        if not texts or all(normal(text) in heading_words for text in texts):
            continue
        if len(texts) <= 2 and footers.is_one(texts[0]):
            continue
        yield number, cells
