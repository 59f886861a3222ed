"""The lists, on the way every list goes: a file in its layout, checked, submitted, approved, published."""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO, StringIO

from demonstration.households import InventedHousehold, lists
from demonstration.places import COUNTIES, DONGHAI, GUANYUN, Village
from demonstration.plan import Plan, moment
from disclosure.intake import importing
from disclosure.models import Batch, Programme
from disclosure.publication import publishing, reviewing
from organizations.models import Region, User

EDITORS = {DONGHAI: "dh-gongkai", GUANYUN: "gy-gongkai"}
REVIEWERS = {DONGHAI: "dh-fuhe", GUANYUN: "gy-fuhe"}

_PLACE = ("所属省", "所属市", "所属区县", "所属街道", "所属社区")
_DIBAO = (
    "户主姓名",
    "户主身份证号",
    "家庭人口",
    "保障人口",
    "户月保障金额（元）",
    "合计（元）",
    "联系电话",
    "家庭住址",
    *_PLACE,
    "最初享受月",
    "申请原因",
    "分档类型",
    "开户银行",
    "银行帐号",
)
_TEKUN = (
    "户主姓名",
    "户主身份证号",
    "家庭人口",
    "特困人员数",
    "基本生活总费用（元）",
    "合计（元）",
    "联系电话",
    "户籍住址",
    *_PLACE,
    "最初享受月份",
    "户籍类型",
    "供养方式",
    "开户银行",
    "银行帐号",
)


@dataclass(frozen=True)
class _File:
    """One list as a file, with where and when it belongs."""

    programme: str
    county: str
    month: date
    rows: list[InventedHousehold]


def publish(plan: Plan, villages: list[Village], users: dict[str, User]) -> int:
    """Publish three months of three programmes in both counties; return the households of the last month.

    Each county's list of the following month waits for review, with some rows refused: work to be tried.
    """
    households = 0
    programmes = Programme.objects.in_bulk()
    for file in _files(plan, villages):
        batch = _import(file, programmes[file.programme], users)
        _approve(batch, users, _day(plan, file))
        if file.month == plan.months()[-1]:
            households += len(file.rows)
            if (file.programme, file.county) == ("rural-dibao", DONGHAI):
                waiting = file
    _leave_waiting(plan, waiting, programmes["rural-dibao"], users)
    return households


def _files(plan: Plan, villages: list[Village]) -> Iterable[_File]:
    for programme, month, rows in lists(plan, villages):
        for county in COUNTIES:
            yield _File(
                programme, county, month, [row for row in rows if row.village.code.startswith(county)]
            )


def _import(
    file: _File, programme: Programme, users: dict[str, User], spoil: Callable | None = None
) -> Batch:
    region = Region.objects.get(pk=file.county)
    name = f"{region.name}{programme.name}{file.month:%Y%m}.csv"
    return importing.import_list(
        BytesIO(_as_csv(file, region.name, programme.name, spoil)),
        programme=programme,
        region=region,
        month=file.month,
        user=users[EDITORS[file.county]],
        name=name,
    )


def _day(plan: Plan, file: _File) -> date:
    """When a list became public: in its own month, but for one that came after its day."""
    if (file.programme, file.county, file.month) == ("urban-dibao", GUANYUN, plan.months()[1]):
        return (file.month + timedelta(days=31)).replace(day=24)
    return file.month.replace(day=26)


def _approve(batch: Batch, users: dict[str, User], day: date) -> None:
    reviewing.submit(batch, users[EDITORS[batch.region_id]])
    reviewing.approve(batch, users[REVIEWERS[batch.region_id]], "与审批台账一致")
    publishing.publish(batch)
    _date_back(batch, day)


def _date_back(batch: Batch, day: date) -> None:
    """Say of a list of the past when it went its way."""
    Batch.objects.filter(pk=batch.pk).update(
        uploaded_at=moment(day, 9, 12),
        checked_at=moment(day, 9, 13),
        submitted_at=moment(day, 10, 5),
        approved_at=moment(day, 15, 40),
        published_at=moment(day, 15, 42),
    )


def _leave_waiting(plan: Plan, last: _File, programme: Programme, users: dict[str, User]) -> None:
    following = _File(last.programme, last.county, plan.until.replace(day=1), last.rows[7:])
    batch = _import(following, programme, users, spoil=_spoil)
    reviewing.submit(batch, users[EDITORS[batch.region_id]], "未通过的行已通知乡镇核对，下月补录")


def _spoil(number: int, row: dict[str, str]) -> dict[str, str]:
    """Make the mistakes that real files have, in a few rows."""
    if number == 11:
        row["户主身份证号"] = row["户主身份证号"][:-1]
    elif number == 23:
        row["合计（元）"] = "六百"
    elif number == 31:
        row["所属社区"] = "无名村委会"
    elif number == 35:
        row["合计（元）"] = row["户月保障金额（元）"] = row["合计（元）"].replace(",", "") + "0"
    elif number == 47:
        row["保障人口"] = "9"
        row["家庭人口"] = "2"
    elif number == 58:
        row["最初享受月"] = "去年"
    return row


def _as_csv(file: _File, place: str, programme: str, spoil: Callable | None) -> bytes:
    """Write a list as counties do: a title, headings, rows, a footer; one county still saves as GB18030."""
    columns = _TEKUN if file.programme == "tekun" else _DIBAO
    text = StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    text.write(f"{place}{programme}保障对象花名册（{file.month:%Y年%m月}）{',' * (len(columns) - 1)}\r\n")
    writer.writeheader()
    for number, household in enumerate(file.rows):
        row = _row(household, columns)
        writer.writerow(spoil(number, row) if spoil else row)
    text.write(f"制表人：,,制表时间：,{file.month:%Y-%m}-25{',' * (len(columns) - 4)}\r\n")
    return text.getvalue().encode("gb18030" if file.county == GUANYUN else "utf-8-sig")


def _row(household: InventedHousehold, columns: tuple[str, ...]) -> dict[str, str]:
    """Spread a household over the columns; accounts and addresses are there so that they can be left out."""
    since = f"{household.since:%Y-%m}" if household.since.year % 2 else f"{household.since:%Y年%m月}"
    amount = f"{household.amount:,}" if household.amount > 1500 else f"{household.amount}"
    address = f"{household.village.name}{household.living}组{household.people}号"
    values = (
        household.holder,
        household.id_number,
        household.living,
        household.people,
        amount,
        amount,
        household.phone,
        address,
        *household.village.path,
        since,
        household.reason,
        household.category,
        "某银行",
        household.account,
    )
    return dict(zip(columns, map(str, values), strict=True))
