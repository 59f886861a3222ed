"""No sentence of those at work on a case takes it, or a lead, from whoever watches them."""

import pytest

from complaints.enums import EventKind
from complaints.handling import recognition
from complaints.handling.later_messages import read_again
from complaints.parties import watchers
from organizations import posts
from organizations.enums import Role
from organizations.models import Unit
from protection.refusals import NotAllowed
from tests.complaints.factories import do_with_reasons, make_case, make_complaint, sees
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db
SAID = "反映人来电说纪检组的人收了他两条烟，褚测试态度也差。"


@pytest.fixture
def case(units, staff):
    Unit.objects.filter(pk=units["inspection"].pk).update(name="派驻乙市民政局纪检监察组")
    found = make_complaint()
    assert sees(staff["inspector"], found)
    return found


@pytest.fixture
def open_to_all(units, case):
    """An enquiry, which the desk opens too."""
    return make_case()


@pytest.mark.parametrize("who", ["handler", "supervisor", "county_supervisor"])
def test_a_note_of_those_at_work_hides_nothing_from_inspectors(units, staff, case, who):
    if who != "county_supervisor":
        do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "note", staff[who], reason=SAID)
    assert sees(staff["inspector"], case)
    # Nor when everything is read anew, nor for an inspector who comes later.
    read_again(case.pk)
    newcomer = make_person("褚测试二", (units["inspection"], Role.INSPECTOR))
    recognition.rematch_cases_of_person(newcomer)
    assert sees(staff["inspector"], case)
    assert sees(newcomer, case)


@pytest.mark.parametrize("words", ["派驻纪检组的人", "褚测试", "纪检监察组"])
@pytest.mark.parametrize("who", ["handler", "operator", "county_supervisor"])
def test_nobody_but_an_inspector_adds_inspectors_to_those_it_is_about(units, staff, open_to_all, who, words):
    case = open_to_all
    with pytest.raises(NotAllowed, match="另外登记成一件"):
        do_with_reasons(case, "add_respondent", staff[who], accused_name=words)
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "add_respondent", staff[who], accused_unit=units["inspection"].pk)
    assert sees(staff["inspector"], case)


def test_who_is_only_proposed_as_inspector_watches_nobody(units, staff, case):
    """One administrator can propose it, and their notes would rid the case of the group."""
    posts.appoint(staff["handler"], units["township"], Role.INSPECTOR, user=staff["administrator"])
    assert not watchers.is_one(staff["handler"])
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "note", staff["handler"], reason=SAID)
    assert sees(staff["inspector"], case)
    do_with_reasons(case, "add_respondent", staff["county_supervisor"], accused_name=staff["handler"].name)
    assert not sees(staff["handler"], case)


def test_an_inspector_may(units, staff):
    case = make_case(kind="report", matter="money")
    colleague = make_person("冯检", (units["inspection"], Role.INSPECTOR))
    do_with_reasons(case, "add_respondent", staff["inspector"], accused_name=colleague.name)
    assert not sees(colleague, case)


@pytest.mark.parametrize(("act", "field"), [("note_call", "text"), ("note", "reason")])
def test_what_a_caller_says_of_inspectors_becomes_a_complaint_of_its_own(
    units, staff, open_to_all, act, field
):
    case = open_to_all
    before = case.events.count()
    with pytest.raises(NotAllowed, match="另外登记成一件"):
        do_with_reasons(case, act, staff["operator"], **{field: SAID})
    assert case.events.count() == before
    assert sees(staff["inspector"], case)
    own = make_case(staff["operator"], kind="report", channel="hotline", narrative=SAID)
    assert not sees(staff["inspector"], own)


def test_what_the_complainant_writes_does_hide_it(units, staff, case):
    do_with_reasons(case, EventKind.COMPLAINANT_WROTE, None, text="纪检组的人收了我两条烟。")
    assert not sees(staff["inspector"], case)


def test_who_is_an_inspector_is_known_by_post_and_kind_of_unit(units, staff):
    assert watchers.is_one(units["inspection"])
    assert watchers.is_one(staff["inspector"])
    assert not watchers.is_one(units["city"])
    assert not watchers.is_one(staff["county_supervisor"])
