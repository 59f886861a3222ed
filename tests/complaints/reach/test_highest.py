"""The two highest offices over a place: named by any word, in any spelling, before one of them reads it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.handling import conversation
from complaints.models import Case
from complaints.texts.office_spellings import rightly
from organizations.enums import Role
from organizations.models import Unit
from tests.complaints.factories import make_case, make_row, sees
from tests.growth import outgrown
from tests.organizations.factories import make_person

MONEY = "刘庄村的会计收了我家两千块钱。"


def readers(staff, case):
    case = Case.objects.get(pk=case.pk)
    return {who for who in ("inspector", "city_supervisor") if sees(staff[who], case)}


@pytest.mark.parametrize(
    "said",
    [
        "监委",
        "市监委",
        "监委那个姓王的",
        "纪律检查组",
        "纪工委",
        "查案的",
        "办案的",
        "专案组",
        "调查组",
        "督查组",
        "检查组的",
        "来查的那两个",
        "来核查的",
        "上面来查的",
        "组长",
        "驻市民政局那几个",
        "乙市民政局派驻组",
        "乙市民政局 派驻组",
        "纪捡组",
        "继检组",
        "纪*组",
        "JJ组",
        "jiwei的人",
    ],
)
def test_who_is_given_by_a_word_for_those_who_inspect_is_the_group(named, staff, said):
    Unit.objects.create(name="县纪检组", kind="inspection", region_id="320722", parent=named["inspection"])
    for kind, matter, reach in (
        ("report", "money", ""),
        ("complaint", "assistance", ""),
        ("report", "", "below"),
    ):
        case = make_case(kind=kind, matter=matter, reach=reach, narrative=MONEY, respondents=[(None, said)])
        assert "inspector" not in readers(staff, case), (kind, reach)


@pytest.mark.parametrize(
    "said",
    [
        "市低保中心",
        "市救助站站长",
        "市核对中心的",
        "市里来的那个女的",
        "市级民政",
        "民政局（市）",
        "上级民政局",
        "市民正局",
        "市名政局",
        "市民*局",
        "shi民政局",
    ],
)
def test_who_is_given_by_a_word_for_the_city_is_its_bureau(named, staff, said):
    for kind, matter, reach in (("complaint", "assistance", ""), ("report", "", "below")):
        case = make_case(kind=kind, matter=matter, reach=reach, respondents=[(None, said)])
        assert "city_supervisor" not in readers(staff, case), (kind, reach)


@pytest.mark.parametrize("mark", [" ", "。", "-", "+", "（", "：", "、"])
def test_two_that_are_given_beside_any_mark_are_two(named, staff, mark):
    case = make_case(kind="report", respondents=[(None, f"市民政局{mark}纪检组")])
    assert readers(staff, case) == set()


NAMED = [
    ("市里那女的是会计表姐。", True),
    ("市里头有人保他家。", True),
    ("他说他在市里有人。", True),
    ("市救助处批的条子。", True),
    ("市直部门有人保他家。", True),
    ("城里民政局的人保他家。", True),
    ("市民正局的人保他家。", True),
    ("市名政局圈的名单。", True),
    ("shi民政局的人保他家。", True),
    ("市民政局热线那女的是会计的侄女。", True),
    ("市民政局的文件是会计念着写的。", True),
    ("市民政局通知村长来俺家堵门。", True),
    ("俺到市民政局反映低保的事，等了半天，门卫把俺轰走。", True),
    ("俺到市局，反映低保的事，他们把俺推出门。", True),
    ("打市民政局电话，想问问，那头说再打就停你的。", True),
    ("请市民政局管管，你们那里有会计的人。", True),
    ("请市民政局来查，别叫会计他表弟查。", True),
    ("感谢市民政局，把俺的名额给了村长他儿子。", True),
    ("你们局的人吃会计的鸡。", True),
    ("你们那里有人保他家。", True),
    ("女儿在市里打工，名单上没有她。", False),
    ("市里电视上说提标了，我家还是老标准。", False),
    ("请市民政局查一查名单，谢谢。", False),
]


@pytest.mark.parametrize(("text", "is_meant"), NAMED)
def test_what_names_the_city_goes_past_it(named, staff, text, is_meant):
    for kind in ("complaint", "enquiry"):
        case = make_case(kind=kind, narrative=text, reach="county")
        assert ("city_supervisor" in readers(staff, case)) is not is_meant, kind
    case = make_case(kind="complaint", reach="county")
    assert case.unit == named["city"]
    conversation.write_back(case, text)
    assert ("city_supervisor" in readers(staff, case)) is not is_meant


@pytest.mark.parametrize("text", ["名单是市局圈的。", "市里有人保他家。", "俺去市局送材料，他们把俺推出门。"])
def test_a_message_further_below_is_not_raised_into_the_hands_that_it_names(named, staff, text):
    for narrative in ("八月起没有收到低保金。", "村会计骂我。"):
        case = make_case(kind="complaint", narrative=narrative)
        conversation.write_back(case, text)
        assert readers(staff, case) == {"inspector"}


@pytest.mark.parametrize(
    "soft",
    ["纪检组打过电话，口气跟会计一样。", "监察组通知俺，俺的地叫人铲了。"],
)
def test_each_new_reader_is_asked_for_anew(named, staff, soft):
    """What the city could read of the group is not on the group's desk since it names the city too."""
    case = make_case(kind="complaint", narrative=f"名单是市局圈的。{soft}", reach="county")
    assert readers(staff, case) == set()
    case = make_case(kind="complaint", reach="county")
    conversation.write_back(case, soft)
    conversation.write_back(Case.objects.get(pk=case.pk), "名单是市局圈的。")
    assert readers(staff, case) == set()


@pytest.mark.parametrize("text", ["我找过市民政局，也给纪委写过信。", "向市民政局反映过，纪检组来过电话。"])
def test_who_only_turned_to_both_is_read_by_one(named, staff, text):
    assert readers(staff, make_case(kind="complaint", narrative=text, reach="county"))


def test_a_bureau_that_is_entered_later_does_not_open_what_spoke_of_the_citys(named, staff):
    texts = ["名单是市局圈的。", "市里有人保他家。", "俺去市局，门卫把俺推出门。"]
    cases = [make_case(kind="complaint", narrative=text, reach="county") for text in texts]
    Unit.objects.filter(pk=named["city"].pk).update(open_until=timezone.localdate() - timedelta(1))
    bureau = Unit.objects.create(name="乙市救助局", kind="bureau", region_id="3207")
    person = make_person("新来的", (bureau, Role.SUPERVISOR))
    assert not any(sees(person, Case.objects.get(pk=case.pk)) for case in cases)
    assert sees(person, make_case(kind="complaint", reach="county"))


@pytest.mark.parametrize("written", ["真守财", "镇守材", "珍首财"])
def test_a_family_name_by_ear_leaves_a_trace(named, staff, written):
    case = make_case(kind="complaint", narrative=f"{written}在会计家喝酒。", reach="county")
    assert not sees(make_person("甄守财", (named["city"], Role.SUPERVISOR)), Case.objects.get(pk=case.pk))


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("市民正局", "市民政局"),
        ("纪·捡组", "纪·捡组"),
        ("纪捡组", "纪检组"),
        ("纪＊组", "纪检组"),
        ("JW的人", "纪委的人"),
        ("纪w", "纪委"),
        ("监查组", "监察组"),
        ("派住组", "派驻组"),
        ("市M局", "市民政局"),
        ("几位领导", "几位领导"),
        ("各级委员会", "各级委员会"),
        ("上级委托", "上级委托"),
        ("他是民政局的", "他是民政局的"),
        ("市民正在排队", "市民正在排队"),
        ("派朱主任来", "派朱主任来"),
        ("几间房，几件衣服", "几间房,几件衣服"),
        ("年纪为六十", "年纪为六十"),
    ],
)
def test_offices_are_read_in_any_spelling(written, right):
    assert rightly([written]) == [right]


@pytest.mark.parametrize("piece", ["市", "纪", "市民", "jw", "*", "监x察", "民*局"])
def test_no_text_takes_long_to_spell(piece):
    assert not outgrown(lambda text: rightly([text]), piece)


BOTH = [
    ("市民政局和派驻纪检组来核查过，谢谢他们，可是村里还是不发钱。", True),
    ("市民政局去年发过救助金，纪检组也来回访过，今年没有了。", True),
    ("我向市民政局、纪检组都反映过，没有回音。", True),
    ("市民政局、市纪委，我都打过电话，没人接。", True),
    ("我要举报村会计，抄送市民政局、市纪委派驻组。", True),
    ("市民政局让我找村里，纪检组也让我找村里，村里不理。", True),
    ("我不知道该找市民政局还是纪检组，低保没发。", True),
    ("我找过市民政局，找过纪检组，都是一窝的。", False),
    ("会计给市民政局的人端过茶，纪检组的人也在桌上。", False),
    ("村会计打着市民政局的牌子，纪检组也给他撑腰。", False),
    ("来找我的是市民政局的，纪检组的也在，说再告就停低保。", False),
    ("我到市民政局，纪检组也在，他们把我关在屋里。", False),
]


@pytest.mark.parametrize(("text", "is_read"), BOTH)
def test_who_names_both_is_read_unless_something_is_told_of_both(named, staff, text, is_read):
    for kind, reach in (("complaint", ""), ("complaint", "below"), ("report", "county")):
        case = make_case(kind=kind, narrative=text, reach=reach)
        read = {who for who, person in staff.items() if sees(person, Case.objects.get(pk=case.pk))}
        assert bool(read) is is_read, (kind, reach)


def test_what_leaves_open_whom_it_speaks_of_is_read_by_no_bureau(named, staff):
    """No table holds what may be said of the city's people (first_hands.csv)."""
    for kind, text in (
        ("complaint", "蒋大人吃鹅。"),
        ("report", "处里有他表姐。"),
        ("enquiry", "为什么市管低保的保他家？"),
    ):
        assert readers(staff, make_case(kind=kind, narrative=text, reach="")) == {"inspector"}


def test_who_holds_the_row_may_be_somebody_in_office(named, staff, client):
    row = make_row(staff["editor"])
    before = make_person(row.holder_name, (named["county"], Role.SUPERVISOR))
    case = make_case(kind="objection", narrative="这户有小轿车。", row=row.public_id)
    after = make_person(row.holder_name, (named["city"], Role.SUPERVISOR))
    assert not any(sees(person, Case.objects.get(pk=case.pk)) for person in (before, after))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("单守义", "山守义吃鹅。"),
        ("仇长寿", "球长寿吃鹅。"),
        ("林建宁", "凌建宁吃鹅。"),
        ("刘南生", "刘蓝生吃鹅。"),
        ("韩卫东", "举报寒卫东。"),
        ("邵建平", "请查绍建平。"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_name_by_ear_in_any_reading_or_dialect(named, staff, name, text, first):
    person = make_person(name, (named["city"], Role.SUPERVISOR)) if first else None
    case = make_case(kind="complaint", narrative=text, reach="county")
    person = person or make_person(name, (named["city"], Role.SUPERVISOR))
    assert not sees(person, Case.objects.get(pk=case.pk))


COUNTY = [
    ("会计请县民政局洗脚。", False),
    ("村长向县民政局汇报俺的名字。", False),
    ("求县民政局别再叫会计看俺的信了。", False),
    ("请县民政局管管，你们那里有会计的人。", False),
    ("感谢县民政局，把俺的名额给了村长他儿子。", False),
    ("xmzj的人保他家。", False),
    ("请县民政局查一查名单。", True),
    ("村里说材料已经报到县民政局了。", True),
    ("我向县民政局反映过，村里没有发钱。", True),
]


@pytest.mark.parametrize(("text", "may_read"), COUNTY)
def test_what_names_the_countys_bureau_goes_past_it_too(named, staff, text, may_read):
    """Also where its writer says that all sit below; what went through its hands names it every day."""
    named["county"].name = "丙县民政局"
    named["county"].save()
    for reach in ("below", "nobody"):
        case = make_case(kind="complaint", narrative=text, reach=reach)
        assert sees(staff["county_supervisor"], case) is may_read


@pytest.mark.parametrize("said", ["蒋良", "蒋国", "村会计、蒋良"])
@pytest.mark.parametrize("first", [True, False])
def test_two_of_three_characters_of_a_name_are_enough_where_it_is_given(named, staff, said, first):
    person = make_person("蒋国良", (named["city"], Role.SUPERVISOR)) if first else None
    case = make_case(kind="complaint", reach="county", respondents=[(None, said)])
    person = person or make_person("蒋国良", (named["city"], Role.SUPERVISOR))
    assert not sees(person, Case.objects.get(pk=case.pk))
