"""Nobody decides about an objection to a notice or a list on which they worked (信访工作条例 28)."""

import pytest

from complaints.enums import CaseKind, EventKind
from complaints.handling.casework import available
from disclosure.models import Batch, Notice
from disclosure.notices import acting
from organizations.enums import Role
from protection.refusals import NotAllowed
from tests.complaints.factories import do_with_reasons, hand_to, make_case, make_row, make_staff
from tests.disclosure.notices.factories import make_notice
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db
JUDGING = {EventKind.SCREEN, EventKind.DECLINE, EventKind.ANSWER, EventKind.REFER, EventKind.CLOSE}


@pytest.fixture
def staff(units):
    """People at work, and two who decide about cases too."""
    county = units["county"]
    return make_staff(units) | {
        "editing": make_person("双岗甲", (county, Role.EDITOR), (county, Role.SUPERVISOR)),
        "reviewing": make_person("双岗乙", (county, Role.REVIEWER), (county, Role.SUPERVISOR)),
        "reviewer": make_person("审核测试", (units["county"], Role.REVIEWER)),
    }


@pytest.fixture
def judged(staff):
    """``judged(case, who)``: which acts that settle it are offered to a person, in each of its states; a
    colleague does what is done. What is not offered is refused.
    """

    def judged(case, who):
        colleague, offered = staff["county_supervisor"], set()

        def look(*kinds):
            offered.update(row.kind for row in available(case, staff[who]) if row.kind in JUDGING)
            for kind in set(kinds) - offered:
                with pytest.raises(NotAllowed) as refused:
                    do_with_reasons(case, kind, staff[who])
                assert "You worked on" in str(refused.value) or "由您经办过" in str(refused.value)

        look(EventKind.SCREEN)
        hand_to(case, colleague, case.unit)
        look(EventKind.DECLINE)
        do_with_reasons(case, EventKind.ACCEPT, colleague)
        look(EventKind.ANSWER)
        do_with_reasons(case, EventKind.ANSWER, colleague)
        look(EventKind.CLOSE)
        return offered

    return judged


def about_notice(notice: Notice):
    said = {"narrative": "这一家有两辆轿车，不应该给低保。", "reach": "nobody", "matter": ""}
    return make_case(kind=CaseKind.OBJECTION, notice=str(notice.public_id), **said)


def about_row(staff, kind=CaseKind.OBJECTION, **hands):
    row = make_row(staff["editor"])
    submitters = hands.pop("submitters", [])
    Batch.objects.update(**hands)
    row.valid_from.submitters.set(submitters)
    said = {"narrative": "这一户的金额写错了，请更正。", "reach": "nobody", "matter": ""}
    return make_case(kind=kind, row=str(row.public_id), **said)


def test_who_put_the_notice_up_does_not_decide(staff, judged):
    notice = make_notice(staff["editor"], staff["reviewing"])
    assert judged(about_notice(notice), "reviewing") == set()


def test_who_entered_it_does_not_decide(staff, judged):
    notice = make_notice(staff["editing"], staff["reviewer"])
    assert judged(about_notice(notice), "editing") == set()


def test_who_showed_it_again_does_not_decide_about_the_next_one(staff, judged):
    notice = make_notice(staff["editor"], staff["reviewer"])
    first = about_notice(notice)
    hand_to(first, staff["county_supervisor"], first.unit)
    do_with_reasons(first, EventKind.ACCEPT, staff["county_supervisor"])
    do_with_reasons(first, EventKind.ANSWER, staff["county_supervisor"])
    acting.act(notice, "stand-again", staff["reviewing"], "经核实符合条件")
    assert judged(about_notice(notice), "reviewing") == set()


@pytest.mark.parametrize(
    ("hand", "who"), [("uploaded_by", "editing"), ("submitted_by", "editing"), ("approved_by", "reviewing")]
)
def test_who_worked_on_the_list_does_not_decide_about_its_row(staff, judged, hand, who):
    assert judged(about_row(staff, **{hand: staff[who]}), who) == set()


def test_nor_does_who_submitted_it_before_it_was_sent_back(staff, judged):
    assert judged(about_row(staff, submitters=[staff["editing"]]), "editing") == set()


def test_who_had_no_hand_in_it_decides_whatever_posts_they_hold(staff, judged):
    wanted = JUDGING - {EventKind.REFER}
    assert judged(about_row(staff), "editing") >= wanted
    assert judged(about_notice(make_notice(staff["editor"], staff["reviewer"])), "reviewing") >= wanted


def test_where_nobody_else_is_there_the_office_above_decides(staff):
    case = about_notice(make_notice(staff["editor"], staff["reviewing"]))
    assert case.unit == staff["reviewing"].posts.first().unit
    hand_to(case, staff["city_supervisor"], case.unit)
    do_with_reasons(case, EventKind.DECLINE, staff["city_supervisor"])
    assert case.status == "declined"
