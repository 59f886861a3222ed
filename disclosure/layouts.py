"""Which columns a list has, under which headings they are seen, and how the table is found in a sheet.

LAYOUTS is the table an expert checks. Columns that are not named here (accounts, addresses, telephones,
illness, members' names) are never read further: what we do not keep can't leak. Members' ID numbers are
looked at during the check, for households that share a person, and not kept.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain
from typing import Any

from disclosure.parsing import text_of
from disclosure.problems import Problem
from disclosure.reading import Sheet

# The heading row stands among the first rows, under a title and a line or two of remarks.
SEARCHED_ROWS = 20
FOOTER = re.compile(
    r"(制表|填表|审核人|审批人|负责人|经办人|复核人|填报|单位.*章|合计|总计|小计|本页|备注|注[::]|说明|打印|日期[::])"
)


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name in code and the headings it is seen under, the most usual first.

    ``fallback``: headings read when the first ones are not there. ``needed``: without it the file is refused.
    """

    key: str
    headings: tuple[str, ...]
    fallback: tuple[str, ...] = ()
    needed: bool = True


HOLDER = Field("holder_name", ("户主姓名",))
ID_NUMBER = Field("id_number", ("户主身份证号", "户主身份证号码", "户主身份证", "身份证号", "身份证号码"))
HOUSEHOLD = Field("household", ("家庭人口", "家庭人口数"), needed=False)
MEMBERS = Field("members", ("家庭成员身份证号", "家庭成员身份证号码"), needed=False)
PLACES = (
    Field("province", ("所属省", "所属省级", "所属省份"), needed=False),
    Field("city", ("所属市", "所属市级"), needed=False),
    Field("county", ("所属区", "所属区县", "所属县", "所属县区"), needed=False),
    Field("township", ("所属街", "所属街道", "所属乡镇", "所属镇街"), needed=False),
    Field("village", ("所属社", "所属社区", "所属村", "所属村社")),
)
# One column of names run together, instead of the five.
PLACE_IN_ONE = Field("place", ("所属地区", "所属区划", "行政区划", "所在地区"), needed=False)
STARTED = Field("since", ("最初享受月", "最初享受月份", "最初享受年月"))

_DIBAO = (
    HOLDER,
    ID_NUMBER,
    HOUSEHOLD,
    Field("people", ("保障人口", "保障人口数", "保障人数")),
    Field("amount", ("合计",), fallback=("户月保障金额", "月保障金额")),
    *PLACES,
    PLACE_IN_ONE,
    STARTED,
    Field("category", ("分档类型",), needed=False),
    MEMBERS,
)
_TEKUN = (
    HOLDER,
    ID_NUMBER,
    HOUSEHOLD,
    Field("people", ("特困人员", "特困人员数", "特困人数")),
    Field("amount", ("合计",), fallback=("基本生活总费用",)),
    *PLACES,
    PLACE_IN_ONE,
    STARTED,
    Field("category", ("供养方式",), needed=False),
    MEMBERS,
)
_MARGINAL = (
    HOLDER,
    ID_NUMBER,
    HOUSEHOLD,
    Field("people", ("保障人口", "保障人口数", "家庭人口", "家庭人口数")),
    *PLACES,
    PLACE_IN_ONE,
    Field("since", ("纳入月份", "纳入月", "纳入年月")),
    MEMBERS,
)

# Programme code → its columns. A programme without a layout can't be imported.
LAYOUTS: dict[str, tuple[Field, ...]] = {
    "rural-dibao": _DIBAO,
    "urban-dibao": _DIBAO,
    "tekun": _TEKUN,
    "marginal": _MARGINAL,
}

_UNIT = re.compile(r"\((元|元/月|人|户)\)")


def normal(heading: Any) -> str:
    """A heading as it is compared: plain forms, no space, no unit in brackets."""
    return _UNIT.sub("", "".join(unicodedata.normalize("NFKC", text_of(heading)).split()))


def letter(index: int) -> str:
    """The letter of a column, counted from 0: A … Z, AA …"""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


@dataclass(slots=True)
class Table:
    """Where the columns of a layout stand in one sheet, and the rows under the headings."""

    sheet: str
    columns: dict[str, int]
    headings: dict[str, str]
    rows: Iterator[tuple[int, list[Any]]]


@dataclass(slots=True)
class _Candidate:
    """A row that may be the heading row: for each column the forms under which it may be known."""

    number: int
    forms: list[set[str]]
    shown: list[str]

    def hits(self, known: set[str]) -> int:
        return sum(1 for forms in self.forms if forms & known)


def layout_for(programme_code: str, *, village_known: bool) -> tuple[Field, ...]:
    """The columns of a programme's list; KeyError without one.

    ``village_known``: the batch itself is of one village, so the file need not name it.
    """
    fields = LAYOUTS[programme_code]
    if not village_known:
        return fields
    return tuple(
        Field(field.key, field.headings, field.fallback, needed=False) if field.key == "village" else field
        for field in fields
    )


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
    best, used = _best_heading(head, known)
    if best is None or best.hits(known) < 3:
        return None, []
    columns, problems = _columns(best, fields, sheet)
    if problems:
        return None, problems
    shown = {key: best.shown[index] for key, index in columns.items()}
    rest = chain(head[used:], sheet.rows)
    return Table(sheet.name, columns, shown, _data_rows(rest, columns, shown)), []


def _best_heading(head: list[tuple[int, list[Any]]], known: set[str]) -> tuple[_Candidate | None, int]:
    """The row with most known headings, alone or with the row below it; and how many rows lie above the
    data.
    """
    best: _Candidate | None = None
    used = 0
    for index, (number, cells) in enumerate(head):
        single = _Candidate(number, [{normal(c)} for c in cells], [text_of(c) for c in cells])
        options = [(single, index + 1)]
        if index + 1 < len(head):
            options.append((_two_rows(number, cells, head[index + 1][1]), index + 2))
        for candidate, rows in options:
            if best is None or candidate.hits(known) > best.hits(known):
                best, used = candidate, rows
    return best, used


def _two_rows(number: int, upper: list[Any], lower: list[Any]) -> _Candidate:
    """Read two heading rows as one: 户主 merged over 姓名 and 身份证号 gives 户主姓名 and 户主身份证号."""
    forms: list[set[str]] = []
    shown: list[str] = []
    group = ""
    for index in range(max(len(upper), len(lower))):
        above = normal(upper[index]) if index < len(upper) else ""
        below = normal(lower[index]) if index < len(lower) else ""
        group = above or (group if below else "")
        # The lower row alone counts only under an empty or a grouping cell: 合计 under 户数 is not the
        # amount.
        forms.append({form for form in (above, group + below, below if not above else "") if form})
        shown.append(above if not below else group + below)
    return _Candidate(number, forms, shown)


def _columns(
    head: _Candidate, fields: tuple[Field, ...], sheet: Sheet
) -> tuple[dict[str, int], list[Problem]]:
    """Give each field its column; a heading that is missing or stands twice is a problem."""
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    taken: set[int] = set()
    for field in fields:
        found: list[int] = []
        for names in (field.headings, field.fallback):
            wanted = {normal(name) for name in names}
            found = found or [i for i, forms in enumerate(head.forms) if forms & wanted and i not in taken]
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
    placed = "village" in columns or "place" in columns
    for field in fields:
        if not field.needed or field.key in columns or (field.key == "village" and placed):
            continue
        if any(problem.column == field.headings[0] for problem in problems):
            continue
        problems.append(_missing(head, field, sheet))
    return columns, problems


def _missing(head: _Candidate, field: Field, sheet: Sheet) -> Problem:
    wanted = [*field.headings, *field.fallback]
    shown = [name for name in head.shown if name and normal(name) not in wanted]
    close = get_close_matches(field.headings[0], shown, n=1, cutoff=0.6)
    params = {"expected": " / ".join(wanted)}
    if close:
        return Problem(
            "heading_close", head.number, field.headings[0], sheet.name, {**params, "found": close[0]}
        )
    return Problem("heading_missing", head.number, field.headings[0], sheet.name, params)


def _data_rows(
    rows: Iterable[tuple[int, list[Any]]], columns: dict[str, int], shown: dict[str, str]
) -> Iterator[tuple[int, list[Any]]]:
    """Leave out what is not a household: empty rows, headings repeated on each page, numbered columns, the
    footer.
    """
    id_column = columns["id_number"]
    id_heading = normal(shown["id_number"])
    for number, cells in rows:
        id_cell = cells[id_column] if id_column < len(cells) else ""
        if id_cell in ("", None) or len(text_of(id_cell)) < 6:
            texts = [text for cell in cells if (text := text_of(cell))]
            if not texts or _is_column_numbers(texts):
                continue
            if not text_of(id_cell) and any(FOOTER.match(text) for text in texts[:3]):
                continue
        if normal(id_cell) == id_heading:
            continue
        yield number, cells


def _is_column_numbers(texts: list[str]) -> bool:
    """Under the headings of printed forms stands a row 1, 2, 3 …"""
    return (
        len(texts) > 2
        and all(text.isdecimal() for text in texts)
        and [int(t) for t in texts]
        in (
            list(range(1, len(texts) + 1)),
            list(range(0, len(texts))),
        )
    )
