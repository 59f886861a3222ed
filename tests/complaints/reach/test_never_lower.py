"""What only some may read goes to nobody from whom it was kept, whatever is written later."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from complaints.enums import CaseStanding, CaseStatus, EventKind, Sight
from complaints.handling import conversation, unread
from organizations import posts
from organizations.models import Post
from tests.complaints.factories import do_with_reasons, hand_to, make_case, sees, write_later
from tests.organizations.factories import fresh

pytestmark = pytest.mark.django_db

CONTACT = [
    "谢谢纪检组的同志。",
    "纪检的同志上门来过了，谢谢。",
    "纪检组的电话我打过，没打通。",
    "收据交给纪检了。",
    "纪检组让我补一张收条，我后天送去。",
    "我等纪检的消息。",
    "纪检组办公室在几楼？",
]
AGAINST = [
    "纪检的人说我诬告，要抓我。",
    "纪检组来过，出门就上村会计家喝茶。",
    "谢谢纪检组，村会计什么都知道了。",
    "纪检组让我补两条烟。",
]


@pytest.fixture
def inspected(units, staff):
    """A report about money that the group works on."""
    case = make_case(kind="report", matter="money", narrative="签字的收了我两条烟。")
    assert case.unit == units["inspection"]
    hand_to(case, staff["inspector"], units["inspection"])
    do_with_reasons(case, "accept", staff["inspector"])
    return case


@pytest.mark.parametrize("text", CONTACT)
def test_what_one_has_to_do_with_the_group_leaves_the_case_there(units, staff, inspected, text):
    write_later(inspected, text)
    assert inspected.unit == units["inspection"]
    assert sees(staff["inspector"], inspected)


@pytest.mark.parametrize("text", AGAINST)
@pytest.mark.parametrize("ended", [False, True])
def test_what_is_said_against_the_group_goes_to_the_city_and_no_lower(units, staff, inspected, text, ended):
    if ended:
        do_with_reasons(inspected, "answer", staff["inspector"])
    write_later(inspected, text)
    assert (inspected.unit, inspected.sight) == (units["city"], Sight.CITY)
    assert inspected.status == CaseStatus.SCREENING
    assert EventKind.RAISE in {entry.kind for entry in conversation.timeline(inspected)}, "and is told"
    for who in ("inspector", "county_supervisor", "supervisor", "county_handler", "operator"):
        assert not sees(staff[who], inspected), who


def test_where_the_city_is_meant_too_it_stays_and_waits(units, staff, inspected):
    do_with_reasons(inspected, "add_respondent", staff["inspector"], accused_unit=units["city"])
    write_later(inspected, "纪检的人说我诬告，要抓我。")
    assert inspected.unit == units["inspection"]
    assert not sees(staff["county_supervisor"], inspected)
    assert list(unread.waiting()) == [inspected]


@pytest.mark.parametrize("text", ["村会计又来骂我，还推了我。", "夜里有车在门口闪灯。"])
def test_what_is_written_after_the_end_does_not_lie_where_nobody_is_left(units, staff, text):
    case = hand_to(make_case(kind="report"), staff["county_supervisor"], units["county"])
    do_with_reasons(case, "accept", staff["county_supervisor"])
    do_with_reasons(case, "answer", staff["county_supervisor"])
    Post.objects.filter(unit=units["county"]).update(valid_from="2025-01-01", valid_until="2026-01-01")
    write_later(case, text)
    if case.standing == CaseStanding.WRITTEN:
        call_command("take_up_unread")
        case.refresh_from_db()
    assert case.unit == units["city"]
    assert sees(fresh(staff["city_supervisor"]), case)


@pytest.mark.parametrize(
    "text", ["交了三回，每回都少一张。", "我的折子还没有还给我。", "电脑里有辆车，不是他的。"]
)
def test_a_call_noted_by_the_offices_own_operator_is_the_callers(units, staff, text):
    case = make_case(region_code="320722")
    assert sees(staff["county_handler"], case)
    do_with_reasons(case, "note_call", staff["operator"], text=text)
    case.refresh_from_db()
    assert not sees(staff["county_handler"], case)


@pytest.mark.parametrize(
    "text", ["她说钱少了两百。", "她说答复不对，根本没人来过。", "她说表被人改过，字不是她的。"]
)
@pytest.mark.parametrize("kind", ["report", "complaint"])
def test_what_a_call_back_brings_is_not_read_by_who_handled_it(units, staff, kind, text):
    case = hand_to(make_case(kind=kind), staff["county_supervisor"], units["township"])
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "answer", staff["handler"])
    do_with_reasons(case, "call_back", staff["supervisor"], reason=text, satisfied=False)
    case.refresh_from_db()
    assert not sees(staff["handler"], case)


@pytest.mark.parametrize("text", ["对答复满意，谢谢。", "无人接听。", "她说没有意见。"])
def test_a_call_back_that_brings_nothing_moves_nothing(units, staff, text):
    case = hand_to(make_case(kind="complaint"), staff["county_supervisor"], units["township"])
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "answer", staff["handler"])
    do_with_reasons(case, "call_back", staff["supervisor"], reason=text, satisfied=True)
    case.refresh_from_db()
    assert sees(staff["handler"], case)


def test_a_closed_office_opens_nothing(units, staff):
    case = make_case(kind="report", matter="money")
    units["inspection"].open_until = timezone.localdate() - timedelta(days=1)
    units["inspection"].save()
    assert not sees(fresh(staff["inspector"]), case)
    assert units["inspection"].pk in posts.scope.concerned_with(fresh(staff["inspector"]))


@pytest.mark.parametrize(
    "text",
    ["村长拿着我写的东西给我看。", "我的电话只告诉过你们，今天村会计打来了。", "村主任上门说：你告我。"],
)
def test_what_got_out_is_of_whoever_had_it(units, staff, text):
    case = hand_to(make_case(kind="complaint"), staff["county_supervisor"], units["county"])
    write_later(case, text)
    assert case.unit == units["city"]
    assert not sees(staff["county_supervisor"], case)
