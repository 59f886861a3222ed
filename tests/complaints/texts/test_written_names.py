"""A field for a name holds more than the name: whoever is meant, or to be masked, is found all the same."""

import pytest
from django.urls import reverse

from complaints.identity.redacted_text import redacted
from complaints.models import Case
from complaints.permissions import case_policy
from complaints.texts import written_names
from organizations import names
from organizations.enums import Role
from organizations.models import User
from tests.complaints.factories import make_case
from tests.organizations.factories import fresh, make_person

TYPED = [
    "孙继财\u200b",
    "孙继财⠀",
    "孙继财ㅤ",
    "孙︀继财",
    "\u202e孙继财",
    "孙继财主任",
    "孙继财（民政办）",
    "孙继财(借调)",
    "孙继财1",
    "孙继财-民政所",
    "民政办孙继财",
    "孙 继 财",
    "孙继财测试",
    "S孙继财",
    "孙继财/张三",
    "继财孙",
    "孙继财同志",
    "孙继财 13905180001",
    "孙ﬀ继财",
    "孙继财ʼ",
    "孙·继财",
    "孙继财、李四",
    "孙继财A岗",
    "孙继财(Sun Jicai)",
    "民政办（孙继财）",
    "孙继财科",
    "民政孙继财借调",
]


def test_whoever_is_accused_sees_nothing_however_the_account_is_named(units):
    people = [make_person(name, (units["county"], Role.HANDLER)) for name in TYPED]
    case = make_case(kind="report", title="低保的事", narrative="孙继财收了我家两千块钱，请查一查。")
    seen = [each.name for each in people if case_policy.user_has_permission_for_instance(each, "view", case)]
    assert seen == []


def test_who_is_called_so_and_comes_later_is_found(units):
    case = make_case(kind="enquiry", title="低保的事", narrative="孙继财说我家不符合，低保怎么申请？")
    late = make_person("孙继财（借调）", (units["county"], Role.SUPERVISOR))
    assert not Case.objects.visible_to(fresh(late)).filter(pk=case.pk).exists()


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("孙继财", []),
        ("高兴", []),
        ("王小科", []),
        ("欧阳小满", []),
        ("县接线（单位county）", ["县接线"]),
        ("高兴主任", ["高兴"]),
        ("孙主任", []),
        ("墙内某", []),
        ("民政办", []),
    ],
)
def test_a_name_alone_or_an_office_is_read_as_nothing_more(name, others):
    assert list(written_names.of_staff(name)[1:]) == others


@pytest.mark.parametrize("name", ["王芳", "阿依古丽·买买提", "欧阳小满", "高兴", "𠮷小满", "张和平"])
def test_names_that_are_taken(name):
    assert not names.amiss(name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            each
            for each in TYPED
            if each not in ("继财孙", "孙·继财", "孙继财测试", "孙继财科", "民政孙继财借调")
        ),
        "王",
        "Aigul",
    ],
)
def test_names_that_are_refused(name):
    assert names.amiss(name)


@pytest.mark.parametrize(
    ("login", "name", "told"),
    [
        ("sunjc", "孙继财\u3164", "看不见"),
        ("sunjc", "孙继财主任", "主任"),
        ("TAKEN", "孙继财", "已有"),
        ("t\u0430ken", "孙继财", "字母"),
    ],
)
def test_the_form_says_what_is_amiss(client, units, login, name, told):
    User.objects.create_user("taken", name="王芳")
    client.force_login(make_person("管甲", (units["county"], Role.ADMINISTRATOR)))
    answer = client.post(reverse("wagtailusers_users:add"), {"username": login, "name": name, "email": ""})
    assert told in answer.content.decode()
    assert not User.objects.filter(username=login).exists()


FIELDS = [
    "柳如眉女士",
    "村民柳如眉",
    "柳如眉等三人",
    "柳如眉、柳如烟",
    "柳如眉（女）",
    "柳如眉/柳大满",
    "柳如眉 柳大满",
    "柳如眉和她妈",
    "刘庄村柳如眉",
    "柳如眉 小名眉眉",
    "柳如眉1",
    "代柳如眉",
    "柳如眉的女儿",
    "柳大满代柳如眉",
    "柳如眉反映",
    "柳如眉妈",
    "和平镇刘庄村三组柳如眉等12户",
    "反映人：柳如眉",
    "柳如眉全家",
    "王芳和柳如眉",
]


def test_a_complainant_is_masked_however_the_field_is_filled(units):
    case = make_case(kind="complaint", narrative="八月起没有收到低保金。")
    read = {}
    for field in FIELDS:
        case.complainant.name = field
        read[field] = redacted(case, "我是柳如眉，liu rumei，柳*眉，如眉问过两次。")
    assert {
        field for field, text in read.items() if any(part in text for part in ("柳", "眉", "rumei"))
    } == set()


@pytest.mark.parametrize(
    "field",
    [
        "群众1",
        "村民反映低保问题",
        "刘庄村民",
        "张三 高兴",
        "一名群众",
        "张和平和王芳",
        "低保（张三）",
        "柳如眉（低保）",
    ],
)
def test_ordinary_words_beside_a_name_mask_no_letter(units, field):
    case = make_case(kind="complaint", narrative="八月起没有收到低保金。")
    case.complainant.name = field
    letter = "刘庄村村民和群众都高兴不起来，低保问题反映三次，与他人和她。"
    assert redacted(case, letter) == letter
