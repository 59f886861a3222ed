"""Files as they come: read whatever their form, refused where they are hostile or broken."""

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date, time, timedelta

import openpyxl
import pytest

from disclosure.intake import reading
from disclosure.intake.file_worker import run
from disclosure.problems import FileRefused
from tests.disclosure import lists

CELLS = [["户主姓名", "合计"], ["张三", "1,234元"], ["李四", 5]]


def read(file):
    content = file.getvalue()
    return [
        (sheet.name, [row for _, row in sheet.rows])
        for sheet in reading.sheets(io.BytesIO(content), len(content), reading.AT_LEISURE)
    ]


def refused(content):
    with pytest.raises(FileRefused) as error:
        read(io.BytesIO(content))
    return error.value.problems[0].code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_every_encoding(encoding):
    assert read(lists.as_csv(CELLS, encoding)) == [
        ("", [["户主姓名", "合计"], ["张三", "1,234元"], ["李四", "5"]])
    ]


@pytest.mark.parametrize("mark", [";", "\t", ","])
def test_csv_with_every_separator(mark):
    assert read(io.BytesIO(f"a{mark}b{mark}c\n1{mark}2{mark}3\n".encode()))[0][1][1] == ["1", "2", "3"]


@pytest.mark.parametrize("write", [lists.as_xlsx, lists.as_xls])
def test_spreadsheets_old_and_new(write):
    assert read(write(CELLS)) == [("Sheet1", [["户主姓名", "合计"], ["张三", "1,234元"], ["李四", 5.0]])]


def test_rows_count_as_in_the_spreadsheet_and_hidden_sheets_stay_hidden():
    book = openpyxl.Workbook()
    book.active["C4"] = "x"
    book.create_sheet("hidden").sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    found = [(sheet.column, list(sheet.rows)) for sheet in reading.sheets(file, len(file.getvalue()))]
    assert found == [(2, [(1, []), (2, []), (3, []), (4, ["x"])])]


def test_one_far_cell_does_not_take_the_memory():
    """A dense reader would ask for half a terabyte and abort; only the worker dies of it."""
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = "x"
    file = io.BytesIO()
    book.active["A1"] = "y"
    book.save(file)
    assert refused(file.getvalue()) == "file_beyond_limits"


def test_a_zip_bomb_is_refused_by_its_directory():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (40 * 1024 * 1024))
    assert refused(file.getvalue()) == "file_bomb"


def test_a_large_upload_is_refused_by_its_size():
    with pytest.raises(FileRefused) as error:
        reading.sheets(io.BytesIO(b"x"), 200 * 1024 * 1024)
    assert error.value.problems[0].code == "text_too_large"
    assert error.value.problems[0].params == {"size": 200, "most": 50}


def test_a_sheet_may_not_be_endless(monkeypatch):
    monkeypatch.setattr(reading, "AT_LEISURE", replace(reading.AT_LEISURE, rows=1))
    assert refused(lists.as_csv(CELLS).getvalue()) == "file_too_many_rows"


def zipped(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"PK\x03\x04 and no more", "file_broken"),
        (lists.as_xlsx(CELLS).getvalue()[:-300], "file_broken"),
        (zipped("xl/workbook.xml"), "file_broken"),
        (zipped("xl/workbook.xml", "xl/workbook.xml"), "file_broken"),
        (zipped("word/document.xml"), "file_kind"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "file_broken"),
        (b"%PDF-1.7", "file_kind"),
        (b"\x89PNG\r\n", "file_kind"),
        (b"\xff\xff\xff", "file_encoding"),
        (b"a,b\0,c", "file_encoding"),
        (b'"' + b"x" * 200_000 + b'"', "file_line_too_long"),
    ],
)
def test_what_is_no_list_is_refused_with_its_reason(content, code):
    assert refused(content) == code


def test_a_reader_that_stops_early_leaves_no_process():
    file = lists.as_xlsx([["x"] * 5] * 3000)
    sheets = reading.sheets(file, len(file.getvalue()))
    next(next(sheets).rows)
    sheets.close()


def test_the_worker_speaks_json():
    cells = [["甲", date(2020, 4, 1), time(8, 30), timedelta(hours=30), True, None, 1.5]]
    opened, rows, end = run.messages(lists.as_xlsx(cells).getvalue())
    assert opened == {"sheet": "Sheet1", "column": 0, "height": 1, "part": (0, 1)}
    assert rows["at"] == 1
    assert rows["rows"][0][:2] == ["甲", "2020-04-01"]
    assert json.loads(json.dumps(rows)) == rows
    assert end == {"end": True}
    broken = {"error": "file_broken", "row": 0, "column": "", "params": {}}
    assert list(run.messages(b"PK\x03\x04x")) == [broken]


def test_the_worker_imports_nothing_of_the_project():
    code = (
        "import sys, disclosure.intake.file_worker.spreadsheet as _; "
        "print([name for name in sys.modules if name.startswith('django')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
