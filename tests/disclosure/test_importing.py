"""Whole files: what is accepted, what is refused where and why, and that nothing is half imported."""

from datetime import date
from decimal import Decimal

import pytest

from disclosure import importing, reviewing
from disclosure.messages import MESSAGES, REASONS, what_is_right, what_is_wrong
from disclosure.models import Batch, Programme, RefusedRow, StagedRow
from disclosure.problems import FileRefused, NotAllowed
from organizations.enums import Role
from organizations.models import Region
from tests.disclosure import lists
from tests.disclosure.conftest import NOVEMBER
from tests.disclosure.lists import household, id_number
from tests.organizations.making import make_person

pytestmark = pytest.mark.django_db
GOOD = household(1)

# What is changed in one row (heading → value) → the reason and the column that are told.
REFUSALS = [
    ({"户主姓名": ""}, "name_missing", "户主姓名"),
    ({"户主姓名": "王五2"}, "name_digits", "户主姓名"),
    ({"户主身份证号": ""}, "id_missing", "户主身份证号"),
    ({"户主身份证号": "3.20722E+17"}, "id_float", "户主身份证号"),
    ({"户主身份证号": "12345678"}, "id_length", "户主身份证号"),
    ({"保障人口": "0"}, "people_range", "保障人口"),
    ({"保障人口": "5", "家庭人口": "2"}, "people_more_than_household", "保障人口"),
    ({"合计（元）": "-1"}, "amount_negative", "合计(元)"),
    ({"合计（元）": "很多"}, "amount_unreadable", "合计(元)"),
    ({"最初享受月": "2020.13"}, "month_unreadable", "最初享受月"),
    ({"最初享受月": "2027-01"}, "since_after_month", "最初享受月"),
    ({"所属社": "无名村委会"}, "village_unknown", "所属社"),
    ({"所属社": ""}, "village_missing", "所属社"),
    ({"所属街": "双河镇"}, "village_elsewhere", "所属社"),
    ({"所属街": "", "所属社": "刘庄村委会"}, "village_twice", "所属社"),
]


@pytest.mark.parametrize(("changes", "code", "column"), REFUSALS)
def test_a_row_is_refused_with_row_column_and_reason(load, changes, code, column):
    batch = load([household(4), {**GOOD, **changes}, household(6)])
    refused = batch.refused_rows.get()
    assert (refused.row, refused.column, refused.code) == (3, column, code)
    assert (batch.accepted_count, batch.refused_count) == (2, 1)
    assert refused.what_is_wrong
    assert refused.what_is_right
    assert GOOD["户主身份证号"] not in str(refused.params)


def test_all_that_is_wrong_with_a_row_is_told_at_once(load):
    batch = load([GOOD, {**household(5), "户主姓名": "", "合计（元）": "x", "所属社": "无"}])
    assert [row.code for row in batch.refused_rows.all()] == [
        "name_missing",
        "amount_unreadable",
        "village_unknown",
    ]
    assert batch.refused_count == 1


def test_every_code_has_its_words_and_every_placeholder_its_parameter(load):
    batch = load([GOOD, *({**household(10 + n), **changes} for n, (changes, _, _) in enumerate(REFUSALS))])
    for row in batch.refused_rows.all():
        assert row.code in MESSAGES
        assert "%(" not in row.what_is_wrong + row.what_is_right
    assert what_is_wrong("of_an_older_release", {}) == "of_an_older_release"
    assert what_is_right("of_an_older_release", {}) == ""


def test_real_values_are_simply_read(load):
    row = household(
        1,
        **{
            "户主姓名": " 张　三 ",
            "户主身份证号": f" {id_number(77).lower()} ",
            "合计（元）": "１,２３４元",
            "保障人口": "２人",
            "最初享受月": "43922",
            "所属社": "东园社区",
        },
    )
    batch = load(lists.rural_csv([row], "gb18030"))
    assert batch.refused_count == 0, list(batch.refused_rows.values())
    staged = batch.staged_rows.get()
    assert (staged.holder_name, staged.amount, staged.people) == ("张三", Decimal(1234), 2)
    assert (staged.since, staged.region_id) == (date(2020, 4, 1), "320722100202")
    assert staged.id_number == id_number(77)
    assert staged.adult_on is None


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


def test_two_households_with_one_id_are_both_refused(load):
    twin = {**household(8), "户主身份证号": GOOD["户主身份证号"]}
    third = {**household(9), "户主身份证号": GOOD["户主身份证号"]}
    batch = load([GOOD, household(2), twin, third])
    assert (batch.accepted_count, batch.refused_count) == (1, 3)
    assert {row.code for row in batch.refused_rows.all()} == {"id_twice"}
    assert {row.row for row in batch.refused_rows.all()} == {2, 4, 5}


def test_a_member_in_two_households_refuses_both_and_is_not_kept(load):
    member = id_number(500)
    rows = [
        {**GOOD, "家庭成员身份证号": member},
        {**household(2), "家庭成员身份证号": f"{member}、{id_number(501)}"},
    ]
    batch = load([*rows, household(3)])
    assert (batch.accepted_count, batch.refused_count) == (1, 2)
    assert member not in str(list(RefusedRow.objects.values()))
    assert {row.code for row in batch.refused_rows.all()} == {"person_in_two_households"}


def test_a_household_on_another_places_list_is_refused(release, load, county):
    here = Region.objects.get(pk="320722100")
    there = Region.objects.get(pk="320722101")
    moved = {**household(0), "所属街": "双河街道", "所属社": "刘庄村委会"}
    release([household(0)], region=here)
    batch = load([moved, household(2)], region=there)
    refused = batch.refused_rows.get()
    assert (refused.code, refused.params["place"]) == ("on_other_list", "乙市丙县")
    assert (batch.accepted_count, batch.refused_count) == (1, 1)


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
    import openpyxl

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


def test_a_file_of_moved_columns_stops_early(load, monkeypatch):
    monkeypatch.setattr(importing, "MOST_REFUSED", 3)
    with pytest.raises(FileRefused) as refused:
        load([{**household(n), "户主姓名": "1"} for n in range(9)])
    assert refused.value.problems[-1].code == "file_too_many_refused"
    assert not Batch.objects.exists()


def test_only_an_editor_of_the_region_imports(load, county):
    for user in (county.stranger, county.reviewer, county.inspector, county.handler):
        with pytest.raises(NotAllowed) as refused:
            load([GOOD], user=user)
        assert refused.value.reasons == ["no_editor_here"]
        assert refused.value.reasons[0] in REASONS


def test_a_list_is_of_a_later_month_than_the_public_one(release, load):
    release([GOOD], month=NOVEMBER)
    for region in ("320722", "320722100"):
        with pytest.raises(NotAllowed) as refused:
            load([GOOD], month=NOVEMBER, region=Region.objects.get(pk=region))
        assert refused.value.reasons == ["month_not_later"]


def test_some_programmes_and_regions_have_no_list(load, county):
    with pytest.raises(FileRefused, match="no_layout"):
        load([GOOD], programme=Programme.objects.get(pk="temporary"))
    high = make_person("编辑", (_unit_of("32", county), Role.EDITOR))
    with pytest.raises(FileRefused, match="region_too_large"):
        load([GOOD], region=Region.objects.get(pk="32"), user=high)


def _unit_of(code, county):
    from organizations.models import Unit

    return Unit.objects.create(name="厅", kind="bureau", region_id=code)


def test_a_minor_is_known_as_one(load):
    batch = load([household(1, **{"户主身份证号": id_number(5, date(2010, 3, 4))})])
    assert batch.staged_rows.get().adult_on == date(2028, 3, 4)


def test_columns_that_nobody_needs_are_not_kept(load):
    load([household(n) for n in range(3)])
    kept = str(list(StagedRow.objects.values())) + str(list(Batch.objects.values()))
    for secret in lists.SECRETS:
        assert secret not in kept


@pytest.mark.parametrize(
    "heading", ["户主姓名", "保障人口", "合计（元）", "所属省", "所属街", "所属社", "最初享受月", "分档类型"]
)
def test_what_slipped_into_another_column_is_not_told(load, heading):
    """An illness, an address, a telephone or an account where something else belongs must not be kept."""
    secrets = [*lists.SECRETS, id_number(900), "某某某", "和平镇刘庄三组"]
    load([GOOD, *({**household(20 + n), heading: secret} for n, secret in enumerate(secrets))])
    told = str([(row.params, row.what_is_wrong, row.what_is_right) for row in RefusedRow.objects.all()])
    assert [secret for secret in secrets if secret in told] == []


class TestInBackground:
    def receive(self, county, file):
        return importing.receive_list(
            file,
            programme=county.programme,
            region=county.region,
            month=NOVEMBER,
            user=county.editor,
        )

    def test_a_received_file_is_read_once_and_deleted(self, county):
        batch = self.receive(county, lists.rural_csv([GOOD, {**GOOD, "户主姓名": "1"}]))
        assert not batch.is_checked
        storage, name = batch.file.storage, batch.file.name
        assert storage.exists(name)
        assert "list" not in name
        batch = importing.read_received(batch.pk)
        assert (batch.accepted_count, batch.refused_count) == (0, 2)
        assert not storage.exists(name)
        assert importing.read_received(batch.pk).accepted_count == 0

    def test_what_refuses_the_whole_file_is_kept_as_its_refusal(self, county):
        batch = self.receive(county, lists.as_csv([["甲"]]))
        batch = importing.read_received(batch.pk)
        assert batch.is_checked
        assert batch.refused_rows.get().code == "headings_missing"
        assert not batch.file

    def test_a_check_that_breaks_off_is_told(self, county, monkeypatch):
        batch = self.receive(county, lists.rural_csv([GOOD]))
        monkeypatch.setattr(importing, "ListCheck", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            importing.read_received(batch.pk)
        batch.refresh_from_db()
        assert batch.is_checked
        assert not batch.file
        assert batch.refused_rows.get().code == "file_unread"

    def test_a_batch_withdrawn_while_it_waits_is_not_read(self, county, django_capture_on_commit_callbacks):
        batch = self.receive(county, lists.rural_csv([GOOD]))
        storage, name = batch.file.storage, batch.file.name
        with django_capture_on_commit_callbacks(execute=True):
            reviewing.withdraw(batch, county.editor)
        assert not storage.exists(name)
        assert importing.read_received(batch.pk).accepted_count == 0
        assert not StagedRow.objects.exists()

    def test_what_can_be_told_from_outside_is_told_at_once(self, county):
        import io

        with pytest.raises(FileRefused):
            self.receive(county, io.BytesIO(b"%PDF-1.4"))
        assert not Batch.objects.exists()
