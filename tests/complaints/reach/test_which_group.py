"""Several groups that inspect, those entered later, and words that name the office at which one sits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.handling import conversation
from complaints.models import Case
from complaints.reach.highest import bureau_named
from complaints.texts.nearby import Nearby
from organizations.enums import Role
from organizations.models import Region, Unit
from tests.complaints.factories import make_case, sees
from tests.growth import outgrown
from tests.organizations.factories import make_person

MONEY = "刘庄村的会计收了我家两千块钱。"


@pytest.mark.parametrize(
    ("said", "reads"),
    [
        ("乙市民政局", "inspector"),
        ("市民政局", "inspector"),
        ("驻乙市民政局纪检组", "city_supervisor"),
        ("市民政局纪检监察组", "city_supervisor"),
        ("派驻乙市民政局纪检监察组", "city_supervisor"),
        ("派驻组", "city_supervisor"),
        ("市纪检组", "city_supervisor"),
        ("乙市民政局驻村干部", "inspector"),
        ("乙市民政局违反纪律的人", "inspector"),
        ("派驻市民政局的人", "city_supervisor"),
        ("派驻市局的干部", "city_supervisor"),
        ("驻乙市民政局的人", "city_supervisor"),
        ("驻局组的组长", "city_supervisor"),
    ],
)
def test_who_is_given_by_the_name_of_one_is_not_the_other(named, staff, said, reads):
    """Else nobody of the two would be left to read it."""
    case = make_case(kind="report", narrative="我要反映一件事。", respondents=[(None, said)])
    seen = {who for who in ("inspector", "city_supervisor") if sees(staff[who], case)}
    assert seen == {reads}


@pytest.mark.parametrize(
    "said",
    [
        "乙市民政局和派驻纪检组",
        "市民政局、纪委",
        "乙市民政局、纪检组",
        "市民政局还有纪检组",
        "市局、纪检组",
        "市民政局的人（已经告到纪委）",
    ],
)
def test_both_are_meant_where_both_are_said(named, staff, said):
    case = make_case(kind="report", respondents=[(None, said)])
    assert not any(sees(staff[who], case) for who in ("inspector", "city_supervisor"))


@pytest.mark.parametrize(
    "text", ["市纪检组的人跟会计喝酒。", "市纪委的人骂我。", "派驻乙市民政局纪检监察组跟会计喝酒。"]
)
def test_beside_a_group_of_the_county_the_citys_is_meant_as_well(named, staff, text):
    Unit.objects.create(name="县纪检组", kind="inspection", region_id="320722", parent=named["inspection"])
    assert not sees(staff["inspector"], make_case(kind="report", matter="money", narrative=text))
    case = make_case(kind="complaint")
    conversation.write_back(case, text)
    assert not sees(staff["inspector"], Case.objects.get(pk=case.pk))


@pytest.mark.parametrize(
    "text",
    [
        "派驻组的人跟会计一桌。",
        "他儿子就在纪检组。",
        "监委的人骂我。",
        "纪委的车停会计家一宿。",
        "查案的收了会计的羊。",
    ],
)
def test_a_group_that_is_entered_later_does_not_open_what_spoke_of_it(units, staff, text):
    Unit.objects.filter(pk=units["inspection"].pk).update(open_until=timezone.localdate() - timedelta(1))
    cases = [make_case(kind="complaint", narrative=text), make_case(kind="complaint")]
    conversation.write_back(cases[1], text)
    plain = make_case(kind="complaint")
    group = Unit.objects.create(name="派驻市局新组", kind="inspection", region_id="3207")
    person = make_person("新来的", (group, Role.INSPECTOR))
    assert not any(sees(person, Case.objects.get(pk=case.pk)) for case in cases)
    assert sees(person, plain)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("监察组的人来过。当晚在会计家喝酒。", False),
        ("监察组来过。是个礼拜三。当晚在会计家喝酒。", False),
        ("？", True),
        ("派驻的同志来过。听说他收了会计的酒。", False),
        ("纪检组来过电话。会计在边上接的，他们是亲戚。", False),
        ("谢谢纪检组的同志。会计昨天退了我两百。", True),
        ("请纪检组来查。会计又收了一百。", True),
    ],
)
def test_what_goes_on_in_the_next_sentence_is_of_them_too(units, staff, text, kept):
    case = make_case(kind="report", matter="money", narrative=MONEY)
    conversation.write_back(case, text)
    assert sees(staff["inspector"], Case.objects.get(pk=case.pk)) is kept
    case = make_case(kind="complaint")
    conversation.write_back(case, text)
    assert sees(staff["inspector"], Case.objects.get(pk=case.pk)) is kept


@pytest.mark.parametrize(
    ("text", "is_meant"),
    [
        ("到市民政局问，里头的人骂俺是叫花子。", True),
        ("俺来市民政局三趟，态度恶劣。", True),
        ("打电话给市民政局，那头骂俺老不死。", True),
        ("请问市民政局的人凭啥骂俺？", True),
        ("希望市局的人别再骂俺。", True),
        ("村会计骂我，请市民政局查一查。", False),
        ("请市民政局查一查村会计骂我的事。", False),
        ("我要到市民政局反映村会计骂我。", False),
        ("请市民政局为我做主，村会计骂我。", False),
    ],
)
def test_who_was_turned_to_and_did_wrong_there_is_meant(named, staff, text, is_meant):
    for kind in ("report", "complaint", "enquiry"):
        case = make_case(kind=kind, narrative=text, reach="county")
        assert sees(staff["city_supervisor"], case) is not is_meant, kind


NAMED = [
    ("俺去市局，一个女的把俺的本子扔出来。", True),
    ("俺把信寄给市民政局，他们转手给了村长。", True),
    ("去市局送材料，他们把俺推出门。", True),
    ("到市局上访，他们把俺推出门。", True),
    ("俺从镇上坐车到市民政局，窗口的骂俺。", True),
    ("俺到市民政局。里头的人骂俺。", True),
    ("我写信给市民政局，反映名单上没有我。", False),
    ("俺问市民政局，人家说你再闹就停你的。", True),
    ("名单是市局圈的。", True),
    ("市局来的车停他家一宿。", True),
    ("市民政局开的条子，村里才报的。", True),
    ("市里有人保他家。", True),
    ("这家是市局打过招呼的。", True),
    ("市里的低保标准提高了，我们村还没有涨。", False),
    ("市民政局网站上写着每月七百，村里只发五百。", False),
    ("请市民政局查一查名单。", False),
    ("我要向市民政局反映名单不对。", False),
    ("希望市局给个说法，名单上没有我。", False),
    ("八月起没有收到低保金。", False),
]


@pytest.mark.parametrize(("text", "is_meant"), NAMED)
def test_what_names_the_citys_bureau_goes_past_it_unless_it_is_asked(named, staff, text, is_meant):
    for kind in ("complaint", "enquiry", "report"):
        if kind == "report" and not is_meant:
            continue  # the whole is said against somebody
        case = make_case(kind=kind, narrative=text, reach="county")
        assert sees(staff["city_supervisor"], case) is not is_meant, kind
    case = make_case(kind="complaint", reach="county")
    assert case.unit == named["city"]
    conversation.write_back(case, text)
    assert sees(staff["city_supervisor"], Case.objects.get(pk=case.pk)) is not is_meant


@pytest.mark.parametrize("piece", ["市局，", "俺去市局，", "请市民政局的", "市里有人", "谢谢市局"])
def test_no_text_takes_long_for_it(named, piece):
    around = Nearby(Region.objects.get(pk="320722"))
    for reader in (None, named["city"].pk):
        assert not outgrown(
            lambda text, reader=reader: list(bureau_named([text], around, reader=reader)), piece
        )


@pytest.mark.parametrize("kind", ["report", "complaint", "enquiry"])
def test_past_a_group_it_comes_to_the_next_group_where_nobody_said_where_they_sit(named, staff, kind):
    group = Unit.objects.create(name="派驻丙县民政局纪检监察组", kind="inspection", region_id="320722")
    make_person("姜守义", (group, Role.INSPECTOR))
    left_open = "最后一个环节给退了，压着不批的人有来头。"
    case = make_case(kind=kind, reach="", narrative=left_open, matter="conduct")
    assert case.unit == group
    conversation.write_back(case, "低保停了三个月，没有人来过。", above_first=True)
    case.refresh_from_db()
    assert case.unit == named["inspection"]
    assert not sees(staff["city_supervisor"], case)
