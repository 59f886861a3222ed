"""The files of data/files.csv: three households, of which the second, in row 3, is the one changed."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import xlwt
from openpyxl.utils import get_column_letter

from tests.disclosure.lists import RURAL, as_csv, household, id_number, table

AMOUNT, MONTH = RURAL.index("合计（元）"), RURAL.index("最初享受月")
NAME, ID, CLASS, PEOPLE = (RURAL.index(h) for h in ("户主姓名", "户主身份证号", "分档类型", "保障人口"))
ID_OF_ROW_3 = id_number(77)


def cells(**changes: Any) -> list[list[Any]]:
    """Headings and three households; ``changes`` by heading in the second of them."""
    rows = [household(1), household(2, **{"户主身份证号": ID_OF_ROW_3, **changes}), household(6)]
    return table(rows)


def cell_of(written: str) -> Any:
    r"""A cell of the table: ``number:1.5``, ``error:#N/A``, ``formula:=1+1``, or text with \uXXXX, {id}."""
    kind, colon, rest = written.partition(":")
    if colon and kind == "number":
        return float(rest)
    if colon and kind in ("error", "formula"):
        return (kind, rest.replace("{id}", ID_OF_ROW_3))
    text = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), written)
    return text.replace("{id}", ID_OF_ROW_3).replace("\\r", "\r").replace("\\n", "\n")


def named(content: bytes, ending: str) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = f"list.{ending}"
    return file


def xlsx(rows: list[list[Any]], change: Callable[[Any], None] | None = None, epoch: Any = None) -> io.BytesIO:
    """A workbook; ``change`` gets its sheet before it is saved."""
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    for y, row in enumerate(rows, start=1):
        for x, value in enumerate(row, start=1):
            cell = book.active.cell(y, x)
            if isinstance(value, tuple):
                cell.value = value[1]
                cell.data_type = "e" if value[0] == "error" else "f"
            else:
                cell.value = value
    if change:
        change(book.active)
    file = io.BytesIO()
    book.save(file)
    return named(file.getvalue(), "xlsx")


def xls(rows: list[list[Any]], change: Callable[[Any], None] | None = None, since_1904: bool = False):
    book = xlwt.Workbook()
    book.dates_1904 = since_1904
    sheet = book.add_sheet("Sheet1")
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            if isinstance(value, tuple) and value[0] == "error":
                sheet.row(y).set_cell_error(x, value[1])
            elif isinstance(value, tuple):
                sheet.write(y, x, xlwt.Formula(value[1].removeprefix("=")))
            else:
                sheet.write(y, x, value)
    if change:
        change(sheet)
    file = io.BytesIO()
    book.save(file)
    return named(file.getvalue(), "xls")


def html(rows: list[list[Any]], encoding: str = "utf-8", head: str = "", attributes: dict | None = None):
    """A web page as systems write it and call it .xls."""
    lines = []
    for y, row in enumerate(rows, start=1):
        inner = "".join(f"<td>{value}</td>" for value in row)
        lines.append(f"<tr{(attributes or {}).get(y, '')}>{inner}</tr>")
    text = f"<html><head>{head}</head><body><table border=1>\n{''.join(lines)}\n</table></body></html>"
    return named(text.encode(encoding), "xls")


def csv_text(rows: list[list[Any]]) -> str:
    return as_csv(rows).getvalue().decode()


def lined(change: Callable[[list[str]], None], encoding: str = "utf-8") -> io.BytesIO:
    """A CSV whose lines were changed as lines."""
    lines = csv_text(cells()).split("\r\n")
    change(lines)
    return named("\r\n".join(lines).encode(encoding), "csv")


FORMS: dict[str, Callable[[list[list[Any]]], io.BytesIO]] = {
    "csv": as_csv,
    "gb18030": lambda rows: as_csv(rows, "gb18030"),
    "xlsx": xlsx,
    "xls": xls,
    "html": html,
}


def _quote(line: int, column: int, closing: tuple[int, int] | None = None) -> io.BytesIO:
    """An opening quote before a cell, and perhaps one behind another cell further down."""

    def change(lines: list[str]) -> None:
        row = lines[line].split(",")
        row[column] = '"' + row[column]
        lines[line] = ",".join(row)
        if closing:
            row = lines[closing[0]].split(",")
            row[closing[1]] += '"'
            lines[closing[0]] = ",".join(row)

    return lined(change)


def _line(line: int, change: Callable[[str], str]) -> io.BytesIO:
    return lined(lambda lines: lines.__setitem__(line, change(lines[line])))


def _groups(*, merged: bool, form: str) -> io.BytesIO:
    """户数明细 merged over 新增 and 合计, beside the amount: 合计 there is a number of households."""
    headings = [
        h for h in RURAL if h not in ("合计（元）", "家庭分类施保总额（元）", "人员分类施保总额（元）")
    ]
    at = headings.index("户月保障金额（元）")
    upper = [*headings[:at], "户数明细", "", *headings[at:]]
    lower = [""] * at + ["新增", "合计"] + [""] * (len(headings) - at)
    rows = [[*(row := [household(n)[h] for h in headings])[:at], 1, 1, *row[at:]] for n in (1, 2, 6)]
    every = [upper, lower, *rows]
    if form == "csv":
        return as_csv(every)

    def merge(sheet: Any) -> None:
        if not merged:
            return
        sheet.merge_cells(start_row=1, end_row=1, start_column=at + 1, end_column=at + 2)
        for index in [*range(at), *range(at + 2, len(upper))]:
            sheet.merge_cells(start_row=1, end_row=2, start_column=index + 1, end_column=index + 1)

    return xlsx(every, merge)


def _over_all(group: str, heading: str, form: str, above: list[str] | None = None) -> io.BytesIO:
    """All names in one row, and over it a row of groups: one of them over ``heading``, where amounts stand.

    ``above``: titles and remarks in place of the groups.
    """
    headings = [h for h in RURAL if not h.startswith(("家庭分类", "人员分类", "合计"))]
    at = headings.index("户月保障金额（元）")
    rows = [[household(n)[h] for h in headings] for n in (1, 2, 6)]
    headings[at] = heading
    groups = ["基本信息", "", "人数", *[""] * (at - 3), group, *[""] * (len(headings) - at - 1)]
    if above is not None:
        remarks = ["填报单位：丙县民政局", "", "2026年10月", *[""] * 8, "单位：元"]
        every = [above, remarks, headings, *rows]
    else:
        every = [groups, headings, *rows]
    return as_csv(every) if form == "csv" else xlsx(every, _merged_from_first if above else None)


def _merged_from_first(sheet: Any) -> None:
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=8)


def _height_nought() -> io.BytesIO:
    """A row without height, as openpyxl does not write it."""
    source, out = zipfile.ZipFile(xlsx(cells())), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/"):
                content = content.replace(b'<row r="3"', b'<row r="3" ht="0" customHeight="1"')
            archive.writestr(name, content)
    return named(out.getvalue(), "xlsx")


def _archive_of(count: int) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "x")
        for number in range(count):
            archive.writestr(f"xl/media/{number}", "")
    return named(file.getvalue(), "xlsx")


def _prefixed() -> io.BytesIO:
    """A workbook whose elements all have a prefix, as some programs write it, with a row hidden."""
    source, out = zipfile.ZipFile(xlsx(cells(), _filter)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/"):
                content = re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", content).replace(b"xmlns=", b"xmlns:x=", 1)
            archive.writestr(name, content)
    return named(out.getvalue(), "xlsx")


def _binary() -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.bin", "x")
    return named(file.getvalue(), "xlsb")


def _with_entities() -> io.BytesIO:
    source, out = zipfile.ZipFile(xlsx(cells())), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/workbook.xml":
                content = b'<!DOCTYPE workbook [<!ENTITY a "aaaa">]>' + content
            archive.writestr(name, content)
    return named(out.getvalue(), "xlsx")


def _hide_rows(sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[4].hidden = True


def _filter(sheet: Any) -> None:
    sheet.auto_filter.ref = sheet.dimensions
    sheet.auto_filter.add_filter_column(0, ["某某"])
    sheet.row_dimensions[3].hidden = True


def _hide_column(heading: str) -> Callable[[Any], None]:
    letters = get_column_letter(RURAL.index(heading) + 1)
    return lambda sheet: setattr(sheet.column_dimensions[letters], "hidden", True)


def _xls_hide(sheet: Any) -> None:
    sheet.row(2).hidden = True


def _xls_hide_column(sheet: Any) -> None:
    sheet.col(AMOUNT).hidden = True


def _blank_far_below(sheet: Any) -> None:
    sheet["A1048576"] = " "


def _dates_1904(value: Any) -> list[list[Any]]:
    return cells(**{"最初享受月": value})


BROKEN_UTF8 = csv_text(cells()).encode()[:-40] + b"\xff\xfe\xff" + b"x" * 9
MANY_MEMBERS = "、".join(["某"] * 3) + ";" * 60
TWO_LINES = "住在村东头\n第二排"

#: file → how it is made
FILES: dict[str, Callable[[], io.BytesIO]] = {
    "quote-never-closes": lambda: _quote(2, 0),
    "quote-never-closes-last-cell": lambda: _quote(2, len(RURAL) - 1),
    "quote-never-closes-heading": lambda: _quote(0, 5),
    "quote-closes-next-row-same-column": lambda: _quote(1, 0, (2, 0)),
    "quote-closes-next-row-later-column": lambda: _quote(1, 3, (2, 9)),
    "quote-closes-next-row-earlier-column": lambda: _quote(1, 9, (2, 3)),
    "quote-closes-two-rows-down": lambda: _quote(1, 11, (3, 11)),
    "quote-last-cell-to-first-cell": lambda: _quote(1, len(RURAL) - 1, (2, 0)),
    "quote-followed-by-text": lambda: _line(2, lambda line: '"某"人' + line[line.index(",") :]),
    "quote-within-a-cell": lambda: as_csv(cells(**{"家庭住址": '张家"老屋"'})),
    "quote-doubled": lambda: _line(2, lambda line: line.replace("B档", '"B档"')),
    "cell-of-two-lines": lambda: as_csv(cells(**{"家庭住址": TWO_LINES})),
    "cell-with-commas": lambda: as_csv(cells(**{"家庭住址": "村东,第二排,三号"})),
    "comma-unquoted": lambda: _line(2, lambda line: line.replace("三组", "三,组")),
    "semicolons-in-a-cell": lambda: as_csv(cells(**{"家庭成员姓名": MANY_MEMBERS})),
    "semicolons-in-every-row": lambda: as_csv(
        table([household(n, **{"家庭成员姓名": "甲;乙;丙;丁"}) for n in (1, 2, 6)])
    ),
    "one-row-by-semicolons": lambda: _line(2, lambda line: line.replace(",", ";")),
    "one-row-by-tabs": lambda: _line(2, lambda line: line.replace(",", "\t")),
    "all-by-semicolons": lambda: named(csv_text(cells()).replace(",", ";").encode(), "csv"),
    "all-by-bars": lambda: named(csv_text(cells()).replace(",", "|").encode(), "csv"),
    "sep-line": lambda: named(("sep=;\r\n" + csv_text(cells()).replace(",", ";")).encode(), "csv"),
    "end-mark": lambda: named(csv_text(cells()).encode() + b"\x1a", "csv"),
    "end-mark-gb18030": lambda: named(csv_text(cells()).encode("gb18030") + b"\x1a\x1a", "csv"),
    "end-padding": lambda: named(csv_text(cells()).encode() + b"\x1a" + b"\0" * 500, "csv"),
    "line-ends-doubled": lambda: named(csv_text(cells()).replace("\r\n", "\r\r\n").encode(), "csv"),
    "line-ends-mac": lambda: named(csv_text(cells()).replace("\r\n", "\r").encode(), "csv"),
    "line-ends-unix": lambda: named(csv_text(cells()).replace("\r\n", "\n").encode(), "csv"),
    "one-long-line": lambda: named((csv_text(cells()) + "x," * 2_000_000).encode(), "csv"),
    "one-long-cell": lambda: named((csv_text(cells()) + '"' + "x\n" * 500_000).encode(), "csv"),
    "encoding-breaks-off": lambda: named(BROKEN_UTF8, "csv"),
    "utf-16": lambda: as_csv(cells(), "utf-16"),
    "html": lambda: html(cells()),
    "html-gb2312": lambda: html(cells(), "gb18030", '<meta charset="gb2312">'),
    "html-says-gb2312-is-utf-8": lambda: html(cells(), "utf-8", '<meta charset="gb2312">'),
    "html-hidden-row": lambda: html(cells(), attributes={3: ' style="display:none"'}),
    "xml-workbook": lambda: named(b'<?xml version="1.0"?><Workbook xmlns="urn:x"></Workbook>', "xls"),
    "web-archive": lambda: named(b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "xls"),
    "filtered": lambda: xlsx(cells(), _filter),
    "filtered-prefixed": _prefixed,
    "hidden-rows": lambda: xlsx(cells(), _hide_rows),
    "height-nought": _height_nought,
    "hidden-empty-row": lambda: xlsx(cells(), lambda sheet: setattr(sheet.row_dimensions[9], "hidden", True)),
    "hidden-amount": lambda: xlsx(cells(), _hide_column("合计（元）")),
    "hidden-account": lambda: xlsx(cells(), _hide_column("银行帐号")),
    "xls-hidden-row": lambda: xls(cells(), _xls_hide),
    "xls-hidden-amount": lambda: xls(cells(), _xls_hide_column),
    "groups-merged": lambda: _groups(merged=True, form="xlsx"),
    "groups-unmerged": lambda: _groups(merged=False, form="xlsx"),
    "groups-csv": lambda: _groups(merged=False, form="csv"),
    "groups-over-all": lambda: _over_all("户数明细", "合计", "xlsx"),
    "groups-over-all-csv": lambda: _over_all("户数明细", "合计", "csv"),
    "groups-of-months": lambda: _over_all("上月", "合计（元）", "xlsx"),
    "groups-of-money": lambda: _over_all("保障金额", "合计", "xlsx"),
    "title-beside": lambda: _over_all("", "合计", "xlsx", ["丙县农村低保户数、人数统计表"]),
    "xlsx-1904-serial": lambda: xlsx(_dates_1904(42460), epoch=openpyxl.utils.datetime.CALENDAR_MAC_1904),
    "xlsx-1904-text": lambda: xlsx(_dates_1904("2020-04"), epoch=openpyxl.utils.datetime.CALENDAR_MAC_1904),
    "xls-1904-serial": lambda: xls(_dates_1904(42460), since_1904=True),
    "xlsx-1900-serial": lambda: xlsx(_dates_1904(43922)),
    "blank-far-below": lambda: xlsx(cells(), _blank_far_below),
    "archive-of-80000": lambda: _archive_of(80_000),
    "entities": _with_entities,
    "binary-workbook": _binary,
}


def made(row: dict[str, str]) -> io.BytesIO:
    """The file that one row of the table asks for: by its name, or by one cell of a form."""
    if row["file"] != "cell":
        return FILES[row["file"]]()
    return FORMS[row["form"]](cells(**{row["heading"]: cell_of(row["cell"])}))
