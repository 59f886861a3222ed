"""The files of data/shapes.csv: layouts that real lists have, about invented people.

Each is three households (or as many as its line says); the second of them is the one looked at.
"""

import codecs
import io
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import openpyxl

from tests.disclosure import lists
from tests.disclosure.lists import household, id_number, table

PLACE = ("所属省", "所属市", "所属区", "所属街", "所属社")
VILLAGES = list(lists.VILLAGES.values())
OTHER_HEADINGS = {
    "家庭人口": "家庭人口数",
    "保障人口": "保障人口数",
    "最初享受月": "最初享受月份",
    **dict(zip(PLACE, ("所属省级", "所属市级", "所属区县", "所属街道", "所属社区"), strict=True)),
}
#: The head of the second household, as their card has it.
HEAD = id_number(123)


def rural(**changes: Any) -> list[list[Any]]:
    """Headings and three households; ``changes`` by heading in the second."""
    return table([household(0), household(1, **changes), household(2)])


def workbook(*sheets: tuple[str, Iterable[Iterable[Any]]], merges: Iterable[str] = ()) -> io.BytesIO:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for merged in merges:
            sheet.merge_cells(merged)
    return lists._named(book, "list.xlsx")


def titled(merge: str, above: int = 1) -> io.BytesIO:
    blank = [[None] * len(lists.RURAL)] * (above - 1)
    title = ["丙县农村低保对象名单", *[None] * (len(lists.RURAL) - 1)]
    return workbook(("名单", [title, *blank, *rural()]), merges=[merge])


def two_heading_rows() -> io.BytesIO:
    upper = ["户主信息", "", "家庭人口", "保障人口", "保障金额", "", "所属区划", *[""] * 4, "最初享受月份"]
    lower = ["姓名", "身份证号", "", "", "合计（元）", "其中分类施保"]
    lower += ["省", "市", "县（区）", "乡镇（街道）", "村（社区）", ""]
    rows = [[lists.name(n), id_number(n), 3, 2, 500 + n, 0, *VILLAGES[n], "2020年4月"] for n in range(3)]
    merges = ["A1:L1", "A2:B2", "E2:F2", "G2:K2", "C2:C3", "D2:D3", "L2:L3"]
    return workbook(("名单", [["丙县农村低保对象名单"], upper, lower, *rows]), merges=merges)


def other_layout(headings: list[str], **values: Any) -> io.BytesIO:
    place = [heading for heading in headings if heading.startswith("所属")]
    rows = []
    for n in range(3):
        names = dict(zip(place, VILLAGES[n], strict=True))
        rows.append({**household(n), **names, **values, "合计（元）": values.get("合计（元）", 460) + n})
    return lists.as_xlsx(table(rows, headings))


def in_one_column(places: Iterable[str]) -> io.BytesIO:
    rows = [
        {
            "序号": n + 1,
            "地区": place,
            "户主姓名": lists.name(n),
            "身份证号": id_number(n),
            "保障人数": 2,
            "保障金额（元）": 800 + n,
            "享受时间": "2020-04",
        }
        for n, place in enumerate(places)
    ]
    return lists.as_xlsx(table(rows, rows[0]))


def village_list() -> list[dict[str, Any]]:
    """What hangs in a village hall: nothing but who."""
    kinds = ("农村低保", "A类", "")
    return [
        {
            "序号": n + 1,
            "姓名": lists.name(n),
            "身份证": id_number(n),
            "低保类型": kinds[n],
            "低保类别": "B",
            "备注": "",
        }
        for n in range(3)
    ]


def only(*headings: str, **more: Any) -> io.BytesIO:
    rows = [{**row, **more} for row in village_list()]
    return lists.as_xlsx(table(rows, headings or rows[0]))


def persons(*, amount: Callable[[int, int], Any] = lambda n, m: "" if m else 600 + n) -> list[dict[str, Any]]:
    """Two persons a household, the head first."""
    return [
        {
            "户主姓名": lists.name(n),
            "户主身份证号": id_number(n),
            "姓名": lists.name(n + 7 * m),
            "身份证号": id_number(n + 300 * m),
            "与户主关系": "配偶" if m else "本人",
            "月保障金额（元）": amount(n, m),
            "最初享受月份": "2020-04",
            **dict(zip(PLACE, VILLAGES[n], strict=True)),
        }
        for n in range(3)
        for m in range(2)
    ]


def sheet_of(rows: list[dict[str, Any]], *, without: tuple[str, ...] = ()) -> io.BytesIO:
    return lists.as_xlsx(table(rows, [heading for heading in rows[0] if heading not in without]))


def by_heads() -> io.BytesIO:
    return sheet_of(persons(), without=("户主姓名", "户主身份证号"))


def without_relation() -> io.BytesIO:
    rows = persons(amount=lambda n, _m: 600 + n)
    return sheet_of([{**row, "保障人口": 2} for row in rows], without=("与户主关系",))


def with_members(members: Iterable[tuple[str, str]]) -> io.BytesIO:
    heads = [row[1] for row in rural()[1:]]
    rows = [{"户主身份证号": head, "成员姓名": "某某", "成员身份证号": one} for head, one in members]
    rows = rows or [{"户主身份证号": head, "成员姓名": "某", "成员身份证号": head} for head in heads]
    return workbook(("家庭成员", table(rows, rows[0])), ("户", rural()))


def heads() -> list[str]:
    return [household(n)["户主身份证号"] for n in range(3)]


def months() -> io.BytesIO:
    written = ["2020-04", "2020年4月", "202004", "2020/4/1", 43922, "2020年04月份", datetime(2020, 4, 1)]
    return lists.as_xlsx(table([household(n, 最初享受月=month) for n, month in enumerate(written)]))


def temporary() -> io.BytesIO:
    rows = [
        {
            "村民组": "三组",
            "户主姓名": "孙大山",
            "救助对象姓名": lists.name(n),
            "身份证号码": id_number(n),
            "救助类型": "支出型",
            "申请事由": "住院花费三万元",
            "申请日期": "2026-09-20",
            "审批状态": "审批通过",
            "审批日期": "2026/10/12",
            "救助金额（元）": "3,000",
            "经办人": "周某某",
        }
        for n in range(2)
    ]
    return lists.as_xlsx(table(rows, rows[0]))


def several_sheets() -> io.BytesIO:
    headings, *rows = rural()
    sums = [["县区", "乡镇", "村", "户数", "保障人口", "合计"], ["丙县", "和平镇", "刘庄村", 2, 3, 900]]
    return workbook(("汇总", sums), ("刘庄", [headings, rows[0]]), ("东园", [headings, *rows[1:]]))


def footed() -> io.BytesIO:
    return lists.as_xlsx([*rural(), ["合计", "", "", 6], ["制表人：某某"], ["制表时间", "2026-10-01"]])


#: shape → how it is made
SHAPES: dict[str, Callable[[], io.BytesIO]] = {
    "rural": lambda: lists.as_xlsx(rural()),
    "rural-other-headings": lambda: lists.as_xlsx(
        [[OTHER_HEADINGS.get(heading, heading) for heading in lists.RURAL], *rural()[1:]]
    ),
    "rural-gb18030": lambda: lists.as_csv(rural(), "gb18030"),
    "rural-bom": lambda: io.BytesIO(codecs.BOM_UTF8 + lists.as_csv(rural()).getvalue()),
    "rural-xls": lambda: lists.as_xls(rural()),
    "title-over-headings": lambda: titled("A1:AF1"),
    "title-over-a-part": lambda: titled("A1:H1"),
    "title-of-two-rows": lambda: titled("A1:AF2", above=2),
    "two-heading-rows": two_heading_rows,
    "footer": footed,
    "several-sheets": several_sheets,
    "urban": lambda: lists.as_xlsx(rural()),
    "tekun": lambda: other_layout(
        lists.TEKUN,
        **{"特困人员数": 1, "供养方式": "分散供养", "合计（元）": 1200, "最初享受月份": "2020-04"},
    ),
    "marginal": lambda: other_layout(lists.MARGINAL, 保障人口数=2, 纳入月份="2025-03"),
    "rigid-expense": lambda: other_layout(lists.MARGINAL, 保障人口数=2, 纳入月份="2025-03"),
    "temporary": temporary,
    "village-list": only,
    "village-list-titled": lambda: lists.as_xlsx(
        [["刘庄村低保户名单"], *table(village_list(), village_list()[0]), ["制表人：某某"]]
    ),
    "village-list-names-only": lambda: only("姓名", "身份证"),
    "village-list-with-amount": lambda: only(月保障金额=300),
    "place-in-one-column": lambda: in_one_column(map("".join, VILLAGES)),
    "place-short": lambda: in_one_column(["丙县和平刘庄村", "和平东园", "丙县双河刘庄村三组"]),
    "place-with-marks": lambda: in_one_column(map("/".join, VILLAGES)),
    "place-short-in-columns": lambda: lists.as_xlsx(rural(所属街="和平", 所属社="东园")),
    "persons": lambda: sheet_of(persons()),
    "persons-apart": lambda: sheet_of([*persons()[::2], *persons()[1::2]]),
    "persons-with-shares": lambda: sheet_of(persons(amount=lambda n, m: 300 + n + m)),
    "persons-without-relation": without_relation,
    "persons-by-heads": by_heads,
    "members-on-a-sheet": lambda: with_members(()),
    "members-twice": lambda: with_members([(head, id_number(700)) for head in heads()[:2]]),
    "members-of-nobody": lambda: with_members([(id_number(701), id_number(700))]),
    "id-of-15-digits": lambda: lists.as_xlsx(rural(户主身份证号=HEAD[:6] + HEAD[8:17])),
    "id-of-15-digits-as-number": lambda: lists.as_xlsx(rural(户主身份证号=int(HEAD[:6] + HEAD[8:17]))),
    "id-turned-to-float": lambda: lists.as_xlsx(rural(户主身份证号=float(HEAD[:17] + "0"))),
    "id-in-lower-case": lambda: lists.as_xlsx(rural(户主身份证号=id_number(13).lower())),
    "name-dots": lambda: lists.as_xlsx(rural(户主姓名="阿依古丽•买买提")),
    "amounts-as-text": lambda: lists.as_xlsx(rural(**{"合计（元）": "1,234.50元"})),
    "months": months,
}
