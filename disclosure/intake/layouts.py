"""Which columns a list has, and under which headings they are seen.

LAYOUTS is the table an expert checks. Columns that are not named here (accounts, addresses, telephones,
illness, members' names) are never read further: what we do not keep cannot leak. Members' ID numbers are
looked at during the check, for households that share a person, and not kept.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from disclosure.intake.parsing import text_of

_UNIT = re.compile(r"\((元|元/月|人|户)\)")


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name in code and the headings it is seen under, the most usual first.

    ``fallback``: headings read when the first ones are not there. ``needed``: without it the file is refused.
    """

    key: str
    headings: tuple[str, ...]
    fallback: tuple[str, ...] = ()
    needed: bool = True


HOLDER = Field("holder_name", ("户主姓名",))
ID_NUMBER = Field("id_number", ("户主身份证号", "户主身份证号码", "户主身份证", "身份证号", "身份证号码"))
HOUSEHOLD = Field("household", ("家庭人口", "家庭人口数"), needed=False)
MEMBERS = Field("members", ("家庭成员身份证号", "家庭成员身份证号码"), needed=False)
PLACES = (
    Field("province", ("所属省", "所属省级", "所属省份"), needed=False),
    Field("city", ("所属市", "所属市级"), needed=False),
    Field("county", ("所属区", "所属区县", "所属县", "所属县区"), needed=False),
    Field("township", ("所属街", "所属街道", "所属乡镇", "所属镇街"), needed=False),
    Field("village", ("所属社", "所属社区", "所属村", "所属村社")),
)
# One column of names run together, instead of the five.
PLACE_IN_ONE = Field("place", ("所属地区", "所属区划", "行政区划", "所在地区"), needed=False)
STARTED = Field("since", ("最初享受月", "最初享受月份", "最初享受年月"))

_DIBAO = (
    HOLDER,
    ID_NUMBER,
    HOUSEHOLD,
    Field("people", ("保障人口", "保障人口数", "保障人数")),
    Field("amount", ("合计",), fallback=("户月保障金额", "月保障金额")),
    *PLACES,
    PLACE_IN_ONE,
    STARTED,
    Field("category", ("分档类型",), needed=False),
    MEMBERS,
)
_TEKUN = (
    HOLDER,
    ID_NUMBER,
    HOUSEHOLD,
    Field("people", ("特困人员", "特困人员数", "特困人数")),
    Field("amount", ("合计",), fallback=("基本生活总费用",)),
    *PLACES,
    PLACE_IN_ONE,
    STARTED,
    Field("category", ("供养方式",), needed=False),
    MEMBERS,
)
_MARGINAL = (
    HOLDER,
    ID_NUMBER,
    HOUSEHOLD,
    Field("people", ("保障人口", "保障人口数", "家庭人口", "家庭人口数")),
    *PLACES,
    PLACE_IN_ONE,
    Field("since", ("纳入月份", "纳入月", "纳入年月")),
    MEMBERS,
)

# A village's ledger of single payments: the reason becomes a class (disclosure/relief_reasons.py), and a row
# that nobody has approved is no payment.
_RELIEF = (
    Field("holder_name", ("救助对象姓名", "救助对象"), fallback=("户主姓名", "申请人姓名", "申请人")),
    ID_NUMBER,
    Field("amount", ("救助金额", "发放金额")),
    Field("reason", ("申请事由", "救助事由", "救助原因", "申请原因")),
    *PLACES,
    PLACE_IN_ONE,
    Field("since", ("审批日期", "审批月份", "批准日期"), fallback=("发放日期",)),
    Field("approval", ("审批状态",), needed=False),
)

# Programme code → its columns. A programme without a layout cannot be imported.
LAYOUTS: dict[str, tuple[Field, ...]] = {
    "rural-dibao": _DIBAO,
    "urban-dibao": _DIBAO,
    "tekun": _TEKUN,
    "temporary": _RELIEF,
    "marginal": _MARGINAL,
}


def normal(heading: Any) -> str:
    """A heading as it is compared: plain forms, no space, no unit in brackets."""
    return _UNIT.sub("", "".join(unicodedata.normalize("NFKC", text_of(heading)).split()))


def layout_for(programme_code: str, *, village_known: bool) -> tuple[Field, ...]:
    """The columns of a programme's list; KeyError without one.

    ``village_known``: the batch itself is of one village, so the file need not name it.
    """
    fields = LAYOUTS[programme_code]
    if not village_known:
        return fields
    return tuple(
        Field(field.key, field.headings, field.fallback, needed=False) if field.key == "village" else field
        for field in fields
    )
