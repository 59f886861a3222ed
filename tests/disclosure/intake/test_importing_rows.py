"""Single rows of a file: what is read from them, what is refused, and where and why that is told."""

from datetime import date
from decimal import Decimal

import pytest

from disclosure.messages import MESSAGES, what_is_right, what_is_wrong
from disclosure.models import Batch, RefusedRow, StagedRow
from tests.disclosure import lists
from tests.disclosure.lists import GOOD, household, id_number

pytestmark = pytest.mark.django_db

#: What is changed in one row (heading → value) → the reason and the column that are told.
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


def test_a_minor_is_known_as_one(load):
    batch = load([household(1, **{"户主身份证号": id_number(5, date(2010, 3, 4))})])
    assert batch.staged_rows.get().adult_on == date(2028, 3, 4)


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


def test_columns_that_nobody_needs_are_not_kept(load):
    load([household(n) for n in range(3)])
    kept = str(list(StagedRow.objects.values())) + str(list(Batch.objects.values()))
    for secret in lists.SECRETS:
        assert secret not in kept


def test_a_number_in_the_name_of_a_sheet_is_not_kept(load):
    """It is stored with each row, and told with each refusal."""
    title = f"{id_number(77)}户"
    load(lists.as_xlsx(lists.table([GOOD, {**household(3), "户主姓名": ""}]), title))
    kept = str([*StagedRow.objects.values(), *RefusedRow.objects.values()])
    assert id_number(77)[:10] not in kept
    assert StagedRow.objects.get().sheet.endswith("户")


@pytest.mark.parametrize(
    "heading", ["户主姓名", "保障人口", "合计（元）", "所属省", "所属街", "所属社", "最初享受月", "分档类型"]
)
def test_what_slipped_into_another_column_is_not_told(load, heading):
    """An illness, an address, a telephone or an account where something else belongs must not be kept."""
    secrets = [*lists.SECRETS, id_number(900), "某某某", "和平镇刘庄三组"]
    load([GOOD, *({**household(20 + n), heading: secret} for n, secret in enumerate(secrets))])
    told = str([(row.params, row.what_is_wrong, row.what_is_right) for row in RefusedRow.objects.all()])
    assert [secret for secret in secrets if secret in told] == []
