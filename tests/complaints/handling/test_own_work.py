"""Nobody reads, has or decides an objection to a notice or a list on which they worked (信访工作条例 28)."""

import pytest
from django.urls import reverse

from complaints.enums import CaseKind, CaseStatus, EventKind
from complaints.handling import assignment, later_messages, revealing
from complaints.handling.casework import available
from complaints.parties import own_work
from complaints.permissions import case_policy
from complaints.staff.forms import putting_back
from disclosure.models import Batch, Notice
from disclosure.notices import acting
from organizations.enums import Role
from protection.refusals import NotAllowed
from search.workbench.case_documents import case_document
from tests.complaints.factories import (
    do_with_reasons,
    hand_to,
    make_case,
    make_row,
    make_staff,
    sees,
    write_later,
)
from tests.disclosure.notices.factories import make_notice
from tests.organizations.factories import fresh, make_person

pytestmark = pytest.mark.django_db
ELSEWHERE = {EventKind.TELL_WHERE, EventKind.LEAD_IN, EventKind.REFER}
JUDGING = {EventKind.SCREEN, EventKind.DECLINE, EventKind.ANSWER, EventKind.CLOSE} | ELSEWHERE


@pytest.fixture
def staff(units):
    """People at work, and three who work on cases and on lists too."""
    county, township = units["county"], units["township"]
    return make_staff(units) | {
        "editing": make_person("双岗甲", (county, Role.EDITOR), (county, Role.SUPERVISOR)),
        "reviewing": make_person("双岗乙", (county, Role.REVIEWER), (county, Role.SUPERVISOR)),
        "handling": make_person("双岗丙", (township, Role.EDITOR), (township, Role.HANDLER)),
        "reviewer": make_person("审核测试", (county, Role.REVIEWER)),
    }


@pytest.fixture
def is_theirs(staff, units, client):
    """``is_theirs(case, who)``: whether a person gets at the case in any way; all of them, or none."""

    def is_theirs(case, who):
        user = fresh(staff[who])
        client.force_login(user)
        found = {
            "sees": sees(user, case),
            "acts": bool(available(case, user)),
            "is offered": user in assignment.handlers_for(case),
            "may be given it": assignment.may_be_given(case, user, case.respondents.all()),
            "may learn who": revealing.may_reveal(case, user),
            "is in the index": str(user.pk) not in case_document(case).values["respondent_users"],
            "opens its page": client.get(f"/staff/cases/inspect/{case.number}/").status_code == 200,
            "opens who": client.get(reverse("complaints_identity", args=[case.number])).status_code == 200,
        }
        got_none = not any(found.values())
        assert got_none or (found["sees"] and found["may be given it"] and found["is in the index"]), found
        return not got_none

    return is_theirs


def about_notice(notice: Notice, **said):
    said = {"narrative": "这一家有两辆轿车，不应该给低保。", "reach": "nobody", "matter": "", **said}
    return make_case(kind=CaseKind.OBJECTION, notice=str(notice.public_id), **said)


def about_row(staff, kind=CaseKind.OBJECTION, editor="editor", **hands):
    row = make_row(staff[editor])
    submitters = hands.pop("submitters", [])
    said = {"narrative": "这一户的金额写错了，请更正。", "reach": "nobody", "matter": ""}
    said |= {name: hands.pop(name) for name in [*said] if name in hands}
    Batch.objects.filter(pk=row.valid_from_id).update(**hands)
    row.valid_from.submitters.set(submitters)
    return make_case(kind=kind, row=str(row.public_id), **said)


def test_who_put_the_notice_up_does_not_get_it(staff, is_theirs):
    assert not is_theirs(about_notice(make_notice(staff["editor"], staff["reviewing"])), "reviewing")


def test_who_entered_it_does_not_get_it_once_their_office_has_it(staff, units, is_theirs):
    case = about_notice(make_notice(staff["handling"], staff["reviewer"]))
    hand_to(case, staff["county_supervisor"], units["township"])
    assert is_theirs(case, "colleague")
    assert not is_theirs(case, "handling")
    with pytest.raises(NotAllowed):
        do_with_reasons(case, EventKind.ASSIGN, staff["supervisor"], handler=staff["handling"])
    with pytest.raises(NotAllowed):
        do_with_reasons(case, EventKind.ACCEPT, staff["handling"])


@pytest.mark.parametrize(
    ("hand", "who"), [("uploaded_by", "editing"), ("submitted_by", "editing"), ("approved_by", "reviewing")]
)
@pytest.mark.parametrize("kind", [CaseKind.OBJECTION, CaseKind.COMPLAINT, CaseKind.REPORT])
def test_who_worked_on_the_list_gets_nothing_that_is_said_of_its_row(staff, is_theirs, hand, who, kind):
    assert not is_theirs(about_row(staff, kind, **{hand: staff[who]}), who)


def test_nor_does_who_submitted_it_before_it_was_sent_back(staff, is_theirs):
    assert not is_theirs(about_row(staff, submitters=[staff["editing"]]), "editing")


def test_nor_who_uploaded_the_list_that_it_brings_back(staff, is_theirs):
    earlier = Batch.objects.create(
        programme_id="rural-dibao", region_id="320722", month="2026-09-01", uploaded_by=staff["editing"]
    )
    assert not is_theirs(about_row(staff, brings_back=earlier), "editing")


def test_who_had_no_hand_in_it_gets_it_whatever_posts_they_hold(staff, is_theirs):
    case = about_row(staff)
    assert is_theirs(case, "editing")
    assert is_theirs(case, "reviewing")
    wanted = JUDGING - {EventKind.REFER, EventKind.ANSWER, EventKind.CLOSE}
    assert {row.kind for row in available(case, staff["editing"])} >= {EventKind.SCREEN} <= wanted


def test_a_question_about_a_row_is_for_who_knows_the_list(staff, units, is_theirs):
    row = make_row(staff["handling"])
    case = make_case(row=str(row.public_id))
    assert not own_work.missing(case)
    assert not case.respondents.exists()


@pytest.mark.parametrize(
    "said", ["审核的人和他家是亲戚吧？", "请问这家凭什么有，审的人眼睛瞎了吗", "公示的人不认真，请问找谁"]
)
@pytest.mark.parametrize(("hand", "who"), [("uploaded_by", "editing"), ("approved_by", "reviewing")])
def test_more_than_a_plain_question_is_not_theirs_either(staff, is_theirs, said, hand, who):
    case = about_row(staff, CaseKind.ENQUIRY, narrative=said, **{hand: staff[who]})
    assert not is_theirs(case, who)
    assert JUDGING.isdisjoint(row.kind for row in available(case, staff[who]))


def test_nor_is_a_question_to_which_its_complainant_adds_more(staff, is_theirs):
    asked = "我想申请低保，请问需要哪些材料，在哪里办理。"
    case = about_row(staff, CaseKind.ENQUIRY, narrative=asked, uploaded_by=staff["editing"])
    assert is_theirs(case, "editing")
    write_later(case, "录名单的人只认亲戚。")
    assert not is_theirs(case, "editing")


def test_where_nobody_else_is_there_the_office_above_reads_it(staff, units, is_theirs):
    """A county whose only supervisor put the notice up."""
    for who in ("county_supervisor", "editing"):
        staff[who].posts.filter(role=Role.SUPERVISOR).delete()
    case = about_notice(make_notice(staff["editor"], staff["reviewing"]))
    assert case.unit == units["city"]
    assert not is_theirs(case, "reviewing")
    assert is_theirs(case, "city_supervisor")
    do_with_reasons(case, EventKind.SCREEN, staff["city_supervisor"], handling_unit=units["city"])
    do_with_reasons(case, EventKind.DECLINE, staff["city_supervisor"])
    assert case.status == CaseStatus.DECLINED


def test_nor_can_it_be_handed_to_an_office_in_which_nobody_else_is(staff, units):
    for who in ("handler", "colleague", "supervisor", "other_supervisor"):
        staff[who].posts.all().delete()
    case = about_row(staff, editor="handling")
    assert case.unit == units["county"]
    assert units["township"] not in assignment.takers_for(case, screened=True)


def test_who_acts_on_the_notice_later_loses_what_is_said_of_it(staff, is_theirs):
    notice = make_notice(staff["editor"], staff["reviewer"])
    first = about_notice(notice)
    assert is_theirs(first, "reviewing")
    hand_to(first, staff["county_supervisor"], first.unit)
    do_with_reasons(first, EventKind.ASSIGN, staff["county_supervisor"], handler=staff["reviewing"])
    do_with_reasons(first, EventKind.ACCEPT, staff["reviewing"])
    do_with_reasons(first, EventKind.ANSWER, staff["reviewing"])
    acting.act(notice, "stand-again", staff["reviewing"], "经核实符合条件")
    first.refresh_from_db()
    assert first.status == CaseStatus.ANSWERED
    assert first.handler is None
    assert not is_theirs(first, "reviewing")
    assert not is_theirs(about_notice(notice), "reviewing")
    assert Notice.objects.get().state == "suspended", "by the second, and not by what became of the first"


def test_an_act_that_is_refused_takes_nobody_from_anything(staff, is_theirs):
    notice = make_notice(staff["editor"], staff["reviewer"])
    case = about_notice(notice)
    with pytest.raises(NotAllowed):
        acting.act(notice, "put-up", staff["reviewing"])
    assert is_theirs(case, "reviewing")


def test_a_case_from_before_is_hidden_when_it_is_read_again(staff, is_theirs):
    case = about_row(staff, uploaded_by=staff["editing"])
    case.respondents.all().delete()
    assert is_theirs(case, "editing")
    assert later_messages.read_again(case.pk)
    assert not is_theirs(case, "editing")
    assert later_messages.read_again(case.pk) is None


def test_until_then_they_decide_nothing(staff):
    case = about_row(staff, uploaded_by=staff["editing"])
    case.respondents.all().delete()
    assert JUDGING.isdisjoint(row.kind for row in available(case, staff["editing"]))


def test_who_is_put_back_reads_it_and_no_more(staff, units):
    case = about_row(staff, uploaded_by=staff["editing"])
    rows = [row.pk for row in putting_back.choices(case, fresh(staff["city_supervisor"]))]
    assert rows
    do_with_reasons(case, EventKind.PUT_BACK, staff["city_supervisor"], respondents=rows)
    case.refresh_from_db()
    assert sees(staff["editing"], case)
    assert case_policy.may_reveal(fresh(staff["editing"]), case)
    assert not revealing.may_reveal(case, fresh(staff["editing"]))
    assert JUDGING.isdisjoint(row.kind for row in available(case, fresh(staff["editing"])))
    assert later_messages.read_again(case.pk) is None


def test_nobody_is_said_to_be_meant_by_it(staff, units):
    """Where words first speak of somebody afterwards, the office above decides anew."""
    case = about_row(staff)
    assert case.respondents.exists()
    assert not own_work.beside(case).exists()
    hand_to(case, staff["county_supervisor"], units["township"])
    write_later(case, "是那个女的把我家的名字写上去的。")
    assert case.status == CaseStatus.SCREENING
