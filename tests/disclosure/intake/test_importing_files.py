"""Whole files: their headings, sheets and layouts, and that one refused leaves nothing behind."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from disclosure.intake import checking
from disclosure.models import Batch, Programme, StagedRow
from disclosure.problems import FileRefused
from organizations.models import Region
from tests.disclosure import lists
from tests.disclosure.lists import GOOD, household

pytestmark = pytest.mark.django_db


def test_title_second_heading_row_footer_and_repeats_are_no_households(load):
    headings = list(lists.RURAL)
    upper, lower = list(headings), [""] * len(headings)
    for group, names in (("户主", ("姓名", "身份证号")), ("所属", ("省", "市", "区", "街", "社"))):
        for name in names:
            at = headings.index(group + name)
            upper[at] = group if name == names[0] else ""
            lower[at] = name
    rows = lists.table([household(n) for n in range(4)])[1:]
    width = len(headings)
    cells = [
        ["丙县农村低保对象名单", *[""] * (width - 1)],
        ["单位：丙县民政局", *[""] * (width - 1)],
        [""] * width,
        upper,
        lower,
        [str(n) for n in range(1, width + 1)],
        *rows[:2],
        [""] * width,
        headings,
        *rows[2:],
        ["合计", "", "", "9", *[""] * (width - 4)],
        ["制表人：某某", *[""] * (width - 1)],
        ["", "备注：以上金额单位为元", *[""] * (width - 2)],
    ]
    batch = load(lists.as_xlsx(cells))
    assert (batch.accepted_count, batch.refused_count) == (4, 0), list(batch.refused_rows.values())
    assert list(batch.staged_rows.values_list("row", flat=True)) == [7, 8, 11, 12]


@pytest.mark.parametrize(
    ("programme", "headings", "row", "expected"),
    [
        (
            "tekun",
            lists.TEKUN,
            {"特困人员数": 1, "供养方式": "分散供养", "合计（元）": 1200},
            ("分散供养", Decimal(1200)),
        ),
        ("marginal", lists.MARGINAL, {"保障人口数": 1}, ("", Decimal(0))),
        ("urban-dibao", lists.RURAL, {"保障人口": 1, "分档类型": "A"}, ("A", Decimal(461))),
    ],
)
def test_the_other_layouts(load, programme, headings, row, expected):
    place = dict(
        zip([h for h in headings if h.startswith("所属")], lists.VILLAGES["320722100201"], strict=True)
    )
    since = {h: "2021-05" for h in headings if h.startswith(("最初", "纳入"))}
    file = lists.as_xls(lists.table([{**household(1), **place, **since, **row}], headings))
    batch = load(file, programme=Programme.objects.get(pk=programme))
    assert batch.refused_count == 0, list(batch.refused_rows.values())
    staged = batch.staged_rows.get()
    assert (staged.category, staged.amount) == expected
    assert staged.since == date(2021, 5, 1)


def test_places_in_one_column(load):
    headings = [h for h in lists.RURAL if not h.startswith("所属")] + ["所属地区"]
    rows = [
        {**household(1), "所属地区": "甲省乙市丙县和平镇刘庄村委会"},
        {**household(2), "所属地区": "双河街道刘庄村委会"},
        {**household(3), "所属地区": "刘庄村委会"},
        {**household(4), "所属地区": "天边村"},
        {**household(5), "所属地区": ""},
    ]
    batch = load(lists.as_csv(lists.table(rows, headings)))
    assert list(batch.staged_rows.values_list("region_id", flat=True)) == ["320722100201", "320722101201"]
    codes = list(batch.refused_rows.values_list("code", flat=True))
    assert codes == ["village_twice", "village_unknown", "village_missing"]


def test_a_village_may_upload_its_own_list_without_places(load):
    headings = [h for h in lists.RURAL if not h.startswith("所属")]
    region = Region.objects.get(pk="320722100201")
    batch = load(lists.as_csv(lists.table([household(1)], headings)), region=region)
    assert batch.staged_rows.get().region_id == region.pk


HEADINGS = [
    ([h for h in lists.RURAL if h != "保障人口"], "heading_missing", "保障人口"),
    (["保障人囗" if h == "保障人口" else h for h in lists.RURAL], "heading_close", "保障人口"),
    ([*lists.RURAL, "户主姓名"], "heading_twice", "户主姓名"),
    ([*lists.RURAL, "家庭人口数"], "heading_twice", "家庭人口"),
    ([h for h in lists.RURAL if h != "所属社"], "heading_missing", "所属社"),
]


@pytest.mark.parametrize(("headings", "code", "column"), HEADINGS)
def test_wrong_headings_refuse_the_file_and_keep_nothing(load, headings, code, column):
    with pytest.raises(FileRefused) as refused:
        load(lists.as_csv(lists.table([GOOD], headings)))
    [problem] = refused.value.problems
    assert (problem.code, problem.column, problem.row) == (code, column, 1)
    assert problem.what_is_wrong
    assert problem.what_is_right
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ([["甲", "乙", "丙"], [1, 2, 3]], "headings_missing"),
        ([list(lists.RURAL)], "file_no_rows"),
    ],
)
def test_a_file_without_a_list_is_refused(load, cells, code):
    with pytest.raises(FileRefused) as refused:
        load(lists.as_csv(cells))
    assert refused.value.problems[-1].code == code


def test_a_second_sheet_with_wrong_headings_refuses_all_of_it(load):

    book = openpyxl.Workbook()
    for row in lists.table([GOOD]):
        book.active.append(row)
    book.create_sheet("说明").append(["填表说明"])
    other = book.create_sheet("续表")
    for row in lists.table(
        [household(3)], [h for h in lists.RURAL if h != "合计（元）" and h != "户月保障金额（元）"]
    ):
        other.append(row)
    with pytest.raises(FileRefused) as refused:
        load(lists._named(book, "two.xlsx"))
    assert refused.value.problems[0].sheet == "续表"
    assert not StagedRow.objects.exists()


def test_a_sheet_called_after_an_id_number_is_kept_without_it(load):
    number = GOOD["户主身份证号"]
    file = lists.as_xlsx(lists.table([GOOD, household(2, **{"户主姓名": ""})]), title=f"刘庄 {number}")
    batch = load(file)
    kept = {batch.staged_rows.get().sheet, batch.refused_rows.get().sheet}
    assert kept == {"刘庄 " + "*" * 18}


def test_a_file_of_moved_columns_stops_early(load, monkeypatch):
    monkeypatch.setattr(checking, "MOST_REFUSED", 3)
    with pytest.raises(FileRefused) as refused:
        load([{**household(n), "户主姓名": "1"} for n in range(9)])
    assert refused.value.problems[-1].code == "file_too_many_refused"
    assert not Batch.objects.exists()
