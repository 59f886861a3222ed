"""Files in the layouts that real lists have, about invented people."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any

import openpyxl
import xlwt
from stdnum.cn import ric

RURAL = [
    "户主姓名",
    "户主身份证号",
    "家庭人口",
    "保障人口",
    "家庭年总收入（元）",
    "家庭年均收入（元）",
    "户月保障金额（元）",
    "家庭分类施保总额（元）",
    "人员分类施保总额（元）",
    "合计（元）",
    "联系电话",
    "家庭住址",
    "所属省",
    "所属市",
    "所属区",
    "所属街",
    "所属社",
    "低保（特困）证号",
    "最初享受月",
    "申请原因",
    "救助金计算方式",
    "分档类型",
    "开户银行",
    "银行账户名称",
    "银行帐号",
    "一卡通账号",
    "拥有产权住房套数",
    "住房总面积（平方米）",
    "金融资产总额（元）",
    "其他家庭财产情况",
    "家庭成员姓名",
    "家庭成员身份证号",
]
TEKUN = [
    "户主姓名",
    "户主身份证号",
    "家庭人口数",
    "特困人员数",
    "供养方式",
    "户籍类型",
    "基本生活总费用（元）",
    "照料护理总费用（元）",
    "合计（元）",
    "低保（特困）证号",
    "联系电话",
    "户籍住址",
    "所属省级",
    "所属市级",
    "所属区县",
    "所属街道",
    "所属社区",
    "最初享受月份",
    "开户银行",
    "银行帐号",
]
MARGINAL = [
    "户主姓名",
    "户主身份证号",
    "保障人口数",
    "申请原因",
    "户籍类型",
    "联系电话",
    "家庭住址",
    "所属省",
    "所属市",
    "所属区",
    "所属街",
    "所属社",
    "纳入月份",
    "家庭成员姓名",
    "家庭成员身份证号",
]

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = "一二三四五六七八九十百千万春夏秋冬东南西北"
VILLAGES = {
    "320722100201": ("甲省", "乙市", "丙县", "和平镇", "刘庄村委会"),
    "320722100202": ("甲省", "乙市", "丙县", "和平镇", "东园社区居委会"),
    "320722101201": ("甲省", "乙市", "丙县", "双河街道", "刘庄村委会"),
}
#: Values that must never leave: every person of a generated file carries them.
SECRETS = ("13800001111", "6222020200001111222", "尿毒症", "和平镇刘庄三组12号")


def id_number(serial: int, born: date = date(1955, 5, 5)) -> str:
    """A valid ID number of nobody: the serial makes it unique for a day of birth (0 to 999)."""
    body = f"320722{born:%Y%m%d}{serial:03d}"
    return body + ric.calc_check_digit(body + "0")


def name(serial: int) -> str:
    """An invented name of three characters."""
    return SURNAMES[serial % 16] + GIVEN[serial % 21] + GIVEN[(serial // 21) % 21]


def household(serial: int, **changes: Any) -> dict[str, Any]:
    """One household of the rural layout, as an export writes it; ``changes`` by heading."""
    place = list(VILLAGES.values())[serial % 3]
    born = date(1940 + serial % 50, 1 + serial % 12, 1 + serial % 28)
    row = dict.fromkeys(RURAL, "")
    row |= {
        "户主姓名": name(serial),
        "户主身份证号": id_number(serial % 1000, born),
        "家庭人口": 3,
        "保障人口": 1 + serial % 3,
        "户月保障金额（元）": 400 + serial % 100,
        "家庭分类施保总额（元）": 0,
        "人员分类施保总额（元）": 60,
        "合计（元）": 460 + serial % 100,
        "联系电话": SECRETS[0],
        "家庭住址": SECRETS[3],
        "最初享受月": "2020年4月",
        "申请原因": SECRETS[2],
        "分档类型": "B档",
        "银行帐号": SECRETS[1],
        "家庭成员姓名": f"{name(serial + 5)}、{name(serial + 9)}",
    }
    row |= dict(zip(("所属省", "所属市", "所属区", "所属街", "所属社"), place, strict=True))
    return row | changes


GOOD = household(1)


def table(rows: Iterable[dict[str, Any]], headings: Iterable[str] = RURAL) -> list[list[Any]]:
    """Headings and rows as a list of lists."""
    headings = list(headings)
    return [headings, *([row.get(heading, "") for heading in headings] for row in rows)]


def as_xlsx(cells: Iterable[Iterable[Any]], title: str = "Sheet1") -> io.BytesIO:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in cells:
        sheet.append(list(row))
    return _named(book, "list.xlsx")


def as_xls(cells: Iterable[Iterable[Any]]) -> io.BytesIO:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for y, row in enumerate(cells):
        for x, value in enumerate(row):
            sheet.write(y, x, value)
    return _named(book, "list.xls")


def as_csv(cells: Iterable[Iterable[Any]], encoding: str = "utf-8") -> io.BytesIO:
    text = io.StringIO()
    csv.writer(text).writerows(cells)
    file = io.BytesIO(text.getvalue().encode(encoding))
    file.name = "list.csv"
    return file


def rural_csv(rows: Iterable[dict[str, Any]], encoding: str = "utf-8") -> io.BytesIO:
    return as_csv(table(rows), encoding)


def _named(book: Any, file_name: str) -> io.BytesIO:
    file = io.BytesIO()
    book.save(file)
    file.name = file_name
    file.seek(0)
    return file
