"""After filing, too, the citizen may keep the case from the office that has it, for any reason or none."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from complaints import routing
from complaints.enums import CaseStatus, EventKind
from complaints.handling.conversation import may_rule_out, rule_out
from complaints.intake.filing import file_case
from complaints.models import CaseLogEntry, Draft
from complaints.parties import respondents
from complaints.public import session_state
from organizations.enums import Role
from protection.refusals import NotAllowed
from tests.complaints.factories import an_intake, do_with_reasons, hand_to, make_case, sees
from tests.organizations.factories import make_person

CASE, WRITE = reverse("complaints:case"), reverse("complaints:write")


@pytest.fixture
def case(units, staff):
    """A complaint that the county handed to the township, which works on it."""
    filed = file_case(an_intake(kind="complaint"), submission_key="afraid")
    hand_to(filed.case, staff["county_supervisor"], units["township"])
    do_with_reasons(filed.case, "accept", staff["handler"])
    filed.case.numbers = {"receipt": filed.receipt, "pin": filed.pin}
    return filed.case


@pytest.fixture
def opened(client, case):
    """A browser in which the case is open."""
    client.post(reverse("complaints:status"), case.numbers)
    return client


def without(client, unit, **more):
    """The page after the button for this unit was pressed."""
    response = client.post(WRITE, {"text": "", **more, "avoid": unit.pk})
    assert response.status_code == 302
    return client.get(CASE).content.decode()


def test_the_office_loses_it_and_the_citizen_reads_who_has_it(opened, case, units, staff):
    assert [unit.name for unit in may_rule_out(case)] == [units["township"].name]
    assert "请不要再交给这个单位" in opened.get(CASE).content.decode()
    page = without(opened, units["township"])
    case.refresh_from_db()
    assert (case.unit, case.handler, case.status) == (units["county"], None, CaseStatus.HANDLING)
    assert page.count(f"现在由{units['county'].name}") == 2  # said at once, and kept in the timeline
    for who in ("handler", "colleague", "supervisor"):
        assert not sees(staff[who], case), who
    assert sees(staff["county_supervisor"], case)
    assert not routing.may_take(units["township"], case.region_id, respondents.accused_units(case))


def test_it_is_no_accusation_and_carries_no_words(opened, case, units, staff):
    without(opened, units["township"])
    assert [row.avoided for row in case.respondents.all()] == [True]
    event = case.events.get(kind=EventKind.RULE_OUT)
    assert (event.actor, event.text, event.reason) == (None, "", "")
    client = Client()
    client.force_login(staff["county_supervisor"])
    shown = client.get(reverse("case:inspect", args=[case.number])).context
    assert (shown["respondents"], shown["avoided"]) == ([], [units["township"]])
    (entry,) = CaseLogEntry.objects.filter(action="complaints.rule_out")
    assert (entry.user, set(entry.data)) == (None, {"events", "sequence"})


def test_the_county_goes_on_with_it(opened, case, units, staff):
    without(opened, units["township"])
    case.refresh_from_db()
    do_with_reasons(case, "assign", staff["county_supervisor"], handler=staff["county_supervisor"])
    do_with_reasons(case, "answer", staff["county_supervisor"], text="已补发。")
    assert "已补发。" in opened.get(CASE).content.decode()


def test_the_way_goes_up_to_the_last_office(case, units):
    for now, then in (("township", "county"), ("county", "city"), ("city", "inspection")):
        assert may_rule_out(case)[0] == units[now]
        rule_out(case, units[now].pk)
        case.refresh_from_db()
        assert case.unit == units[then]
    assert may_rule_out(case) == []


def test_the_last_office_stays_and_the_citizen_is_told(opened, case, units):
    units["inspection"].open_until = date(2026, 1, 1)
    units["inspection"].save()
    for unit in ("township", "county"):
        rule_out(case, units[unit].pk)
    page = without(opened, units["city"])
    assert "没有别的单位可以接办" in page
    case.refresh_from_db()
    assert case.unit == units["city"]
    assert not case.respondents.filter(unit=units["city"]).exists()


@pytest.mark.parametrize("kind", ["complaint", "report"])
def test_whom_it_may_be_handed_to_can_be_ruled_out_while_it_waits(units, staff, kind):
    case = make_case(kind=kind)
    assert may_rule_out(case) == [units["county"], units["township"]]
    event = rule_out(case, units["township"].pk)
    case.refresh_from_db()
    assert (case.unit, case.status, event.data) == (
        units["county"],
        CaseStatus.SCREENING,
        {"avoided": units["township"].pk},
    )
    with pytest.raises(NotAllowed):
        hand_to(case, staff["county_supervisor"], units["township"])
    rule_out(case, units["county"].pk)
    case.refresh_from_db()
    assert (case.unit, case.status) == (units["city"], CaseStatus.SCREENING)
    assert not sees(staff["county_supervisor"], case)


def test_where_the_case_lies_by_what_an_office_found_out_is_not_told(units, staff, case):
    """Offices named their own, one after the other, until discipline inspection had it."""
    do_with_reasons(case, "add_respondent", staff["handler"], accused_unit=units["township"], reason="查出")
    case.refresh_from_db()
    assert case.unit == units["county"]
    assert may_rule_out(case) == [units["township"]]
    do_with_reasons(
        case, "add_respondent", staff["county_supervisor"], accused_unit=units["county"], reason="查出"
    )
    do_with_reasons(
        case, "add_respondent", staff["city_supervisor"], accused_unit=units["city"], reason="查出"
    )
    case.refresh_from_db()
    assert case.unit == units["inspection"]
    assert may_rule_out(case) == [units["township"]]
    event = rule_out(case, units["township"].pk)
    assert event.data == {"avoided": units["township"].pk, "above": True}
    assert units["inspection"] not in may_rule_out(case)


def test_the_page_with_the_inspection_group_unnamed(opened, units, staff, case):
    for who, unit in (("handler", "township"), ("county_supervisor", "county"), ("city_supervisor", "city")):
        do_with_reasons(case, "add_respondent", staff[who], accused_unit=units[unit], reason="查出")
    page = without(opened, units["township"])
    assert "上级单位" in page
    assert units["inspection"].name not in page


def test_a_second_click_changes_nothing_and_says_the_same(opened, case, units):
    without(opened, units["township"])
    before = case.events.count()
    assert units["township"].name in without(opened, units["township"])
    assert case.events.count() == before
    assert case.respondents.count() == 1


@pytest.mark.parametrize("key", ["other_county", 999_999, "x", "", "１", "9" * 40])
def test_only_an_office_that_the_case_names(opened, case, units, key):
    before = case.events.count()
    page = opened.post(WRITE, {"avoid": units[key].pk if key in units else key}, follow=True)
    assert "请选择" in page.content.decode()
    assert (case.events.count(), case.respondents.count()) == (before, 0)


def test_what_was_typed_beside_it_stays(opened, case, units):
    page = without(opened, units["township"], text="还有一件事没写完")
    assert "还有一件事没写完" in page
    assert not case.events.filter(kind=EventKind.COMPLAINANT_WROTE).exists()


def test_without_the_case_open_nothing_happens_and_that_is_said(client, case, units):
    Client().get(CASE)
    ticket = session_state.ticket(case)
    page = client.post(WRITE, {"avoid": units["township"].pk, "ticket": ticket, "text": ""}, follow=True)
    assert "没有改" in page.content.decode()
    assert case.respondents.count() == 0
    assert Draft.objects.count() <= 1


def test_another_ones_form_moves_no_other_case(opened, case, units):
    """Phones are shared: the form of the case before does nothing to the one that is open now."""
    other = make_case(kind="complaint")
    opened.post(WRITE, {"avoid": units["township"].pk, "ticket": session_state.ticket(other), "text": ""})
    assert (case.respondents.count(), other.respondents.count()) == (0, 0)


def test_a_request_without_its_token_is_refused(case, units):
    strict = Client(enforce_csrf_checks=True)
    strict.get(CASE)
    assert strict.post(WRITE, {"avoid": units["township"].pk}).status_code == 403
    assert case.respondents.count() == 0


def test_an_ended_case_offers_nothing(opened, case, staff):
    do_with_reasons(case, "answer", staff["handler"])
    assert may_rule_out(case)
    do_with_reasons(case, "close", staff["handler"])
    assert may_rule_out(case) == []
    assert "请不要再交给这个单位" not in opened.get(CASE).content.decode()


def test_who_comes_to_the_office_later_does_not_see_it(case, units):
    rule_out(case, units["township"].pk)
    assert not sees(make_person("新来的", (units["township"], Role.HANDLER)), case)


def test_the_inspection_group_is_not_ruled_out_so_no_lead_is_lost(units, staff):
    """A lead is hidden from whom one of its cases is hidden from; nobody could put that back."""
    case = make_case(kind="report", matter="money")
    assert case.unit == units["inspection"]
    assert may_rule_out(case) == [units["township"]]
    with pytest.raises(NotAllowed):
        rule_out(case, units["inspection"].pk)
    rule_out(case, units["township"].pk)
    assert sees(staff["inspector"], case)
