"""Invented places, people, households and cases in any number, the same ones every time."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from stdnum.cn import ric

from organizations.enums import Role

COUNTY = "320722"
TOWNSHIPS = 10
VILLAGES = 100  # in each township
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀英华慧巧美桂兰玉萍红平刚桂香"
HEADINGS = [
    "户主姓名",
    "户主身份证号",
    "保障人口",
    "合计（元）",
    "联系电话",
    "家庭住址",
    "所属省",
    "所属市",
    "所属区",
    "所属街",
    "所属社",
    "最初享受月",
    "分档类型",
    "银行帐号",
]


def villages() -> list[str]:
    """The codes of all villages."""
    return [
        f"{COUNTY}{100 + township}{200 + village}"
        for township in range(TOWNSHIPS)
        for village in range(VILLAGES)
    ]


def make_places() -> None:
    """A province down to a thousand villages, with the bureaus that answer for them."""
    from organizations import codes
    from organizations.enums import UnitKind
    from organizations.models import Region, Unit

    named = {"32": "甲省", "3207": "乙市", COUNTY: "丙县"}
    named |= {f"{COUNTY}{100 + n}": f"第{n}镇" for n in range(TOWNSHIPS)}
    named |= {code: f"第{code[9:]}村委会" for code in villages()}
    Region.objects.bulk_create(
        Region(code=code, name=name, level=codes.level_of(code), parent_id=codes.parent_of(code))
        for code, name in sorted(named.items(), key=lambda item: len(item[0]))
    )
    city = Unit.objects.create(name="乙市民政局", kind=UnitKind.BUREAU, region_id="3207")
    county = Unit.objects.create(name="丙县民政局", kind=UnitKind.BUREAU, region_id=COUNTY, parent=city)
    for n in range(TOWNSHIPS):
        place = f"{COUNTY}{100 + n}"
        Unit.objects.create(name=f"第{n}镇", kind=UnitKind.TOWNSHIP, region_id=place, parent=county)


def make_person(username: str, role: Role, unit_name: str = "丙县民政局"):
    """A member of staff with one post."""
    from organizations import posts
    from organizations.models import Unit, User

    user = User.objects.create_user(username, password="x" * 12, name=f"某{username}")
    posts.appoint(user, Unit.objects.get(name=unit_name), role)
    return user


def name(serial: int) -> str:
    """An invented name."""
    rest, first = divmod(serial, len(SURNAMES))
    last, middle = divmod(rest, len(GIVEN))
    return SURNAMES[first] + GIVEN[middle] + GIVEN[last % len(GIVEN)]


def id_number(serial: int) -> str:
    """A valid ID number of nobody, a different one for every serial up to ten million."""
    day, order = divmod(serial, 999)
    body = f"{COUNTY}{date(1940, 1, 1) + timedelta(days=day):%Y%m%d}{order + 1:03d}"
    return body + ric.calc_check_digit(body + "0")


def households(count: int) -> Iterator[list[str]]:
    """Rows under HEADINGS, spread over the villages."""
    codes = villages()
    for serial in range(count):
        village = codes[serial % len(codes)]
        yield [
            name(serial),
            id_number(serial),
            str(1 + serial % 4),
            f"{400 + serial % 300}元",
            "13800000000",
            f"{serial % 9 + 1}组{serial % 99 + 1}号",
            "甲省",
            "乙市",
            "丙县",
            f"第{int(village[6:9]) - 100}镇",
            f"第{village[9:]}村委会",
            f"20{10 + serial % 15}年{1 + serial % 12}月",
            "B档",
            "6222020000000000000",
        ]


TOPICS = ["低保金", "迟发", "村干部", "截留", "存折", "公示", "名单", "住房", "轿车", "死亡"]
TOPICS += ["冒领", "临时救助", "残疾", "住院", "申请", "审批", "拖延", "答复", "组长", "会计"]
#: Words of two characters that mean nothing: an index of a few words only would be no index.
FILLERS = [first + second for first in GIVEN for second in SURNAMES]


def story(rng: random.Random, sentences: int) -> str:
    """A story of one or two topics among other words, some 45 characters a sentence."""
    topics = rng.sample(TOPICS, 2)
    return "".join(
        "".join([*rng.choices(FILLERS, k=10), "，", rng.choice(topics), *rng.choices(FILLERS, k=10), "。"])
        for _ in range(sentences)
    )
