"""Notices on the staff site: entering, the second person, scope, and what a list costs."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from disclosure.enums import NoticeState
from disclosure.models import Notice
from disclosure.notices import objections
from disclosure.staff.notices.dashboard import notices_for
from organizations.enums import Role
from tests.disclosure.lists import id_number
from tests.disclosure.notices.factories import VILLAGE, make_notice
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db
ELSEWHERE = "320723100201"
LINES = f"钱小二 {id_number(1)} 2 560\n欧阳小三\t{id_number(2)}\t3\t1,200"


@pytest.fixture
def enter(client, county):
    """``enter(**fields)`` sends the form as the editor, or as ``user``."""

    def enter(user=None, **fields):
        client.force_login(user or county.editor)
        given = {"kind": "proposed", "programme": "rural-dibao", "region": VILLAGE, "reason": "income"}
        return client.post(reverse("notice:add"), {**given, "households": LINES, **fields}, follow=True)

    return enter


@pytest.fixture
def do(client):
    """``do(user, notice, act, reason)`` confirms the act and follows."""

    def do(user, notice, act, reason=""):
        client.force_login(user)
        address = reverse("notice:act", args=[notice.public_id, act])
        client.get(address)
        return client.post(address, {"reason": reason}, follow=True)

    return do


def test_several_households_are_entered_and_wait_for_a_second_person(enter):
    text = enter().content.decode()
    assert "2 条公示等待第二人审核" in text
    assert "钱*二" in text
    assert "钱小二" not in text
    rows = Notice.objects.order_by("pk").values_list("holder_name", "people", "amount", "state")
    assert list(rows) == [
        ("钱小二", 2, 560, NoticeState.ENTERED),
        ("欧阳小三", 3, 1200, NoticeState.ENTERED),
    ]


@pytest.mark.parametrize(
    ("households", "said"),
    [
        (f"钱小二 {id_number(1)} 2 560\n钱小三 320722 2", "第 2 行："),
        (f"钱小二 {id_number(1)} 2\n钱小三 {id_number(1)} 2", "第 2 行："),
        (f"钱小二 {id_number(1)}", "第 1 行：这一行有 2 项"),
        (f"钱小二 {id_number(1)} 二", "第 1 行："),
        ("\n".join(f"钱小二 {id_number(n)} 2" for n in range(101)), "共有 101 行"),
    ],
)
def test_one_wrong_line_keeps_all_out_and_what_was_typed_in(enter, households, said):
    text = enter(households=households).content.decode()
    assert said in text
    assert households.splitlines()[0] in text
    assert not Notice.objects.exists()


def test_who_is_entered_already_is_said_by_line_and_nothing_is_kept(enter, county):
    make_notice(county.editor, None, number=2)
    assert "第 2 行：该户在这个救助项目下已有" in enter().content.decode()
    assert Notice.objects.count() == 1


def test_that_a_household_has_a_notice_already_is_told_to_nobody_unseen(enter, county):
    """The entry outlasts the rollback, and says of which notice, not of whom."""
    notice = make_notice(county.editor, None, number=2)
    enter()
    entry = ModelLogEntry.objects.get(action="disclosure.enter_notice_twice")
    assert (entry.object_id, entry.user) == (str(notice.pk), county.editor)
    assert "欧阳小三" not in f"{entry.label} {entry.data}"


def test_a_notice_in_another_county_bars_none_and_is_told_to_the_reviewer_alone(client, enter, county):
    """Who enters notices could ask by it whether somebody applied elsewhere, and keep them from applying."""
    make_notice(county.editor, None, number=2)
    assert "2 条公示等待第二人审核" in enter(user=county.stranger, region=ELSEWHERE).content.decode()
    assert not ModelLogEntry.objects.filter(action="disclosure.enter_notice_twice").exists()
    notice = Notice.objects.get(region=ELSEWHERE, id_index=Notice.objects.first().id_index)
    page = reverse("notice:inspect", args=[notice.public_id])
    assert "在其他县" not in client.get(page).content.decode()
    client.force_login(make_person("审核乙", (county.units["other_county"], Role.REVIEWER)))
    assert "在其他县" in client.get(page).content.decode()
    assert "已有" in enter(region="320722101201").content.decode(), "the same county, another village"


def test_the_database_keeps_two_out_of_a_county(county):
    notice = make_notice(county.editor, None)
    notice.pk, notice.public_id, notice.region_id = None, uuid.uuid4(), ELSEWHERE
    notice.save()
    notice.pk, notice.public_id, notice.region_id = None, uuid.uuid4(), "320722101201"
    with pytest.raises(IntegrityError), transaction.atomic():
        notice.save()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"region": "320722100"}, "请选择该户所在的村"),
        ({"reason": "able"}, "请选择与救助项目和公示内容相符的理由"),
        ({"reason": "尿毒症"}, "尿毒症"),
        ({"programme": "marginal"}, "programme"),
        ({"kind": "ending", "households": f"钱小二 {id_number(1)} 2"}, "没有规定要求"),
    ],
)
def test_what_no_rule_allows_is_said_at_its_field(enter, fields, said):
    assert said in enter(**fields).content.decode()
    assert not Notice.objects.exists()


def test_a_place_outside_the_scope_cannot_be_chosen(enter, county):
    enter(user=county.stranger)
    assert not Notice.objects.exists()


def test_the_second_person_puts_it_up_on_its_page(client, county, do):
    notice = make_notice(county.editor, None)
    client.force_login(county.reviewer)
    page = client.get(reverse("notice:inspect", args=[notice.public_id])).content.decode()
    assert "钱小二" in page
    address = reverse("notice:act", args=[notice.public_id, "put-up"])
    assert address in page
    assert "自动结束" in client.get(address).content.decode()
    assert id_number(1) not in page
    assert ModelLogEntry.objects.filter(action="disclosure.view_notice", user=county.reviewer).exists()
    assert "公示已开始" in do(county.reviewer, notice, "put-up").content.decode()
    assert "公示已不在这一步" in do(county.reviewer, notice, "put-up").content.decode()
    assert Notice.objects.get().events.filter(kind="posted").count() == 1


def test_an_editor_sees_no_button_to_put_up_and_is_refused(client, county):
    notice = make_notice(county.editor, None)
    client.force_login(county.editor)
    page = client.get(reverse("notice:inspect", args=[notice.public_id])).content.decode()
    address = reverse("notice:act", args=[notice.public_id, "put-up"])
    assert address not in page
    assert client.post(address, {"reason": ""}).status_code in (302, 403)
    assert Notice.objects.get().state == NoticeState.ENTERED


def test_who_is_next_door_finds_no_notice(client, county):
    notice = make_notice(county.editor, county.reviewer)
    for user in (county.stranger, county.handler):
        client.force_login(user)
        for name, args in (("inspect", []), ("act", ["take-back"])):
            address = reverse(f"notice:{name}", args=[notice.public_id, *args])
            assert client.get(address).status_code in (302, 404)
    client.force_login(county.stranger)
    assert "钱*二" not in client.get(reverse("notice:index")).content.decode()


def test_after_the_decision_a_reason_is_asked_for(county, do):
    notice = make_notice(county.editor, county.reviewer)
    objections.raised(notice)
    objections.settled(notice, dismissed=False)
    assert "请写明理由" in do(county.reviewer, notice, "stand-again").content.decode()
    do(county.reviewer, notice, "stand-again", "经核实符合条件")
    assert Notice.objects.get().state == NoticeState.STANDING


def test_the_home_says_what_waits_for_whom(client, county):
    notice = make_notice(county.editor, None)
    assert list(notices_for(county.reviewer)) == [notice]
    assert list(notices_for(county.editor)) == []
    client.force_login(county.reviewer)
    assert reverse("notice:inspect", args=[notice.public_id]) in client.get("/staff/").content.decode()


def test_a_list_costs_the_same_however_long_it_is(client, county):
    make_notice(county.editor, None)
    client.force_login(county.reviewer)
    address = reverse("notice:index")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(2, 9):
        make_notice(county.editor, None, number)
    client.get(address)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(few) == len(many) <= 15, [
        q["sql"][:200] for q in many if q["sql"][:60] not in {f["sql"][:60] for f in few}
    ]
    page = reverse("notice:inspect", args=[Notice.objects.first().public_id])
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    assert len(one) <= 15
