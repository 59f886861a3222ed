"""临时救助: amount and reason are public (基层政务公开标准目录 13), illness and who was refused are not."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from disclosure.models import Programme, Recipient, StagedRow
from disclosure.relief_reasons import REASONS, reason_of
from organizations.models import Region
from tests.disclosure import lists
from tests.tables import rows_beside

pytestmark = pytest.mark.django_db
VILLAGE = "320722100201"
LEDGER = (
    *(
        "村民组",
        "户主姓名",
        "救助对象姓名",
        "身份证号码",
        "联系电话",
        "救助类型",
        "申请事由",
        "申请日期",
        "审批状态",
    ),
    *("审批日期", "救助金额（元）", "开户行", "社保卡号", "发放方式", "发放日期", "经办人"),
)


def payment(serial, **changes):
    row = {
        "村民组": "三组",
        "户主姓名": "孙大山",
        "救助对象姓名": lists.name(serial),
        "身份证号码": lists.id_number(serial),
        "联系电话": lists.SECRETS[0],
        "救助类型": "支出型",
        "申请事由": "尿毒症透析，住院花费三万元",
        "申请日期": "2026-09-20",
        "审批状态": "审批通过",
        "审批日期": "2026/10/12",
        "救助金额（元）": "3,000",
        "社保卡号": lists.SECRETS[1],
        "发放日期": "2026-10-20",
        "经办人": "周某某",
    }
    return {**row, **changes}


def ledger(rows):
    return lists.as_csv(lists.table(rows, LEDGER))


@pytest.fixture
def village(county):
    """A village's ledger names no place: the batch does."""
    return {"region": Region.objects.get(pk=VILLAGE), "programme": Programme.objects.get(pk="temporary")}


def test_the_page_and_the_file_show_amount_and_reason_and_nothing_of_illness(client, release, village):
    release(ledger([payment(1), payment(2, 申请事由="家中失火")]), **village)
    page, file = (reverse(f"disclosure:{name}", args=[VILLAGE, "temporary"]) for name in ("list", "csv"))
    region = words(client, reverse("disclosure:region", args=[VILLAGE]))
    assert "6,000 （一次性）" in region
    assert "2 户，一次性救助金共 6,000 元" in words(client, page)
    heading, first, _second = csv.reader(
        io.StringIO(client.get(file).content.decode().removeprefix("\ufeff"))
    )
    assert heading == ["姓名", "一次性金额（元）", "事由", "救助项目", "村（社区）", "批准月份"]
    assert first[1:] == ["3000.00", "医疗康复支出", "临时救助", "刘庄村委会", "2026-10"]
    for address in (page, file, f"/en{page}"):
        text = client.get(address).content.decode()
        assert "医疗康复支出" in text
        assert "火灾" in text
        assert not [
            word for word in (*lists.SECRETS, "透析", "住院", "失火", "三组", "孙大山") if word in text
        ]


def words(client, address) -> str:
    return " ".join(strip_tags(client.get(address).content.decode()).split())


def test_the_words_of_the_ledger_are_not_kept(load, village):
    load(ledger([payment(1)]), **village)
    assert [row.category for row in StagedRow.objects.all()] == ["医疗康复支出"]
    assert not Recipient.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"审批状态": "待审批"}, "not_approved"),
        ({"审批状态": "不予批准"}, "not_approved"),
        ({"审批状态": "审批未通过"}, "not_approved"),
        ({"申请事由": ""}, "reason_missing"),
        ({"救助金额（元）": ""}, "amount_missing"),
        ({"审批日期": ""}, "month_missing"),
    ],
)
def test_what_is_no_payment_is_refused_by_name(load, village, changes, code):
    batch = load(ledger([payment(1, **changes), payment(2)]), **village)
    assert [row.code for row in batch.refused_rows.all()] == [code]
    assert batch.accepted_count == 1


def test_the_table_of_reasons():
    rows = rows_beside(__file__, "relief_reasons.csv")
    wrong = [(row, reason_of(row["text"])) for row in rows if reason_of(row["text"]) != row["reason"]]
    assert not wrong
    assert {row["reason"] for row in rows} == {row.reason for row in REASONS.rows}
