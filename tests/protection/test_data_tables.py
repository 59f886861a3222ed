"""Tables of rules: typed rows, and every slip of the pen refused by line and column."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, IntEnum
from typing import Literal

import pytest
from django.core.checks import run_checks

from protection.data_tables import DataTable, TableRefused, read


class Kind(Enum):
    BUREAU = "bureau"
    HOTLINE = "hotline"


class Level(IntEnum):
    CITY = 2


@dataclass(frozen=True, kw_only=True)
class Row:
    name: str
    kind: Kind | Literal["*"]
    level: Level | None = None
    days: int
    begins: date
    open: bool = False
    words: tuple[str, ...] = ()


HEADING = "name,kind,level,days,begins,open,words"


def reading(tmp_path, *lines, key=("name",)):
    file = tmp_path / "rules.csv"
    file.write_text("\n".join([HEADING, *lines]), encoding="utf-8")
    return read(file, Row, key=key)


def test_cells_become_what_the_fields_are(tmp_path):
    assert reading(tmp_path, "甲,bureau,city,15,2022-05-01,yes,收了 要了", "", " 乙 ,*,,0,2022-05-01,,") == (
        Row(
            name="甲",
            kind=Kind.BUREAU,
            level=Level.CITY,
            days=15,
            begins=date(2022, 5, 1),
            open=True,
            words=("收了", "要了"),
        ),
        Row(name="乙", kind="*", days=0, begins=date(2022, 5, 1)),
    )


def test_a_file_that_a_spreadsheet_saved_is_read_too(tmp_path):
    file = tmp_path / "rules.csv"
    file.write_bytes(f"\ufeff{HEADING}\r\n甲,bureau,,1,2022-05-01,no,\r\n".encode())
    assert [row.name for row in read(file, Row, key=("name",))] == ["甲"]


@pytest.mark.parametrize(
    ("line", "column", "right"),
    [
        ("甲,burau,,1,2022-05-01,,", "kind", r"'burau' instead of one of bureau, hotline, \*"),
        ("甲,,,1,2022-05-01,,", "kind", "one of bureau"),
        ("甲,bureau,county,1,2022-05-01,,", "level", "one of city"),
        ("甲,bureau,,fifteen,2022-05-01,,", "days", "a whole number"),
        ("甲,bureau,,-1,2022-05-01,,", "days", "a whole number"),
        ("甲,bureau,,,2022-05-01,,", "days", "a whole number"),
        ("甲,bureau,,1,1.5.2022,,", "begins", "a date such as 2022-05-01"),
        ("甲,bureau,,1,2022-05-01,maybe,", "open", "one of yes, no"),
        (",bureau,,1,2022-05-01,,", "name", "some text"),
    ],
)
def test_a_wrong_cell_is_named_with_what_would_be_right(tmp_path, line, column, right):
    with pytest.raises(TableRefused, match=rf"rules\.csv, line 3, {column}: .*{right}"):
        reading(tmp_path, "乙,hotline,,1,2022-05-01,,", line)


@pytest.mark.parametrize("cells", ["甲,bureau,,1,2022-05-01,", "甲,bureau,,1,2022-05-01,,,"])
def test_a_line_with_more_or_fewer_cells_is_refused(tmp_path, cells):
    with pytest.raises(TableRefused, match=r"line 2: [68] cells; there are 7 columns"):
        reading(tmp_path, cells)


def test_two_lines_about_the_same_are_refused(tmp_path):
    lines = ("甲,bureau,,1,2022-05-01,,", "甲,hotline,,2,2022-05-01,,")
    with pytest.raises(TableRefused, match="line 3, name: a second row"):
        reading(tmp_path, *lines)
    assert len(reading(tmp_path, *lines, key=("name", "kind"))) == 2


@pytest.mark.parametrize(
    "heading",
    [
        HEADING.replace("days", "day"),
        HEADING + ",note",
        HEADING.removesuffix(",words"),
        HEADING + ",words",
        "",
    ],
)
def test_other_columns_are_refused(tmp_path, heading):
    file = tmp_path / "rules.csv"
    file.write_text(heading, encoding="utf-8")
    with pytest.raises(TableRefused, match=r"line 1: missing .*, unknown .*; the columns are name, kind"):
        read(file, Row, key=("name",))


@pytest.mark.parametrize("content", ["甲,bureau".encode("gb18030"), b'name,kind\n"a'])
def test_what_is_no_table_is_refused(tmp_path, content):
    file = tmp_path / "rules.csv"
    file.write_bytes(content)
    with pytest.raises(TableRefused, match=r"rules\.csv"):
        read(file, Row, key=("name",))


def test_every_table_of_the_project_is_read_by_the_check(settings):
    assert run_checks() == []
    tables = {table.path.relative_to(settings.BASE_DIR): table for table in DataTable.known}
    shipped = {
        file.relative_to(settings.BASE_DIR)
        for room in settings.ROOMS
        for file in (settings.BASE_DIR / room).rglob("data/**/*.csv")
    }
    # What divisions there are is no rule, and comes in files of others (``organizations.divisions``); the
    # periodic work of all rooms is gathered by the worker, and the keys of a head are for one command; the
    # demonstration's standards are rows of the database.
    elsewhere = {"lianyungang.csv", "periodic.csv", "head_keys.csv", "standards.csv"}
    assert {file for file in tables if file.name not in elsewhere} == {
        file for file in shipped if file.name not in elsewhere
    }
    assert all(table.rows for table in tables.values())


def test_the_check_names_a_table_that_cannot_be_read(tmp_path, monkeypatch):
    monkeypatch.setattr(DataTable, "known", [])
    file = tmp_path / "rules.csv"
    file.write_text("nothing", encoding="utf-8")
    DataTable(file, Row, key=("name",))
    errors = [error for error in run_checks() if error.id == "protection.E001"]
    assert [str(file) in error.msg for error in errors] == [True]
