"""Whether it is solved, and whether they are satisfied, under the receipt and by call (回访)."""

import pytest
from django.urls import reverse

from complaints.enums import CaseStatus, ClockKind, EventKind
from complaints.handling import conversation
from complaints.oversight import satisfaction
from protection.refusals import NotAllowed
from tests.complaints.factories import do_with_reasons
from tests.complaints.public.citizen import refused, shown

RATE = reverse("complaints:rate")


@pytest.fixture
def answered(case, staff):
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "answer", staff["handler"])
    return case


def said(solved="", satisfied="", again=""):
    given = {"rate-solved": solved, "rate-satisfied": satisfied, "rate-again": again}
    return {name: value for name, value in given.items() if value}


def test_before_an_answer_nothing_is_asked(opened, case):
    assert 'id="rate"' not in shown(opened)
    refused(opened, RATE, said("yes", "yes"))
    assert not case.events.filter(kind=EventKind.RATE).exists()


def test_both_are_asked_apart_and_what_was_chosen_stays(opened, answered):
    assert 'id="rate"' in shown(opened)
    page = refused(opened, RATE, said(solved="no"))
    words = [str(label) for _value, label in page.context["rate"].fields["solved"].choices]
    assert words == ["已解决", "未解决"]
    assert page.context["rate"]["solved"].value() == "no"
    refused(opened, RATE, said(solved="yes", satisfied="yes", again="on"))
    assert not answered.events.filter(kind=EventKind.RATE).exists()
    for _click in range(2):
        assert opened.post(RATE, said("no", "yes")).url == reverse("complaints:case")
    (event,) = answered.events.filter(kind=EventKind.RATE)
    assert (event.data["solved"], event.data["satisfied"], event.text) == (False, True, "")
    assert event.status == CaseStatus.ANSWERED
    page = shown(opened)
    assert "未解决 · 满意" in page
    assert 'id="rate"' not in page, "once to an answer"
    with pytest.raises(NotAllowed):
        conversation.rate(answered, solved=True, satisfied=True, again=False)


def test_a_no_takes_it_up_again_once_and_then_the_review_is_offered(opened, answered, staff):
    first_due = answered.clocks.get(clock=ClockKind.DECIDE).due_on
    assert opened.post(RATE, said("no", "no", "on")).url == reverse("complaints:case")
    answered.refresh_from_db()
    assert (answered.status, answered.handler) == (CaseStatus.HANDLING, staff["handler"])
    assert answered.latest_event.actor is None
    clock = answered.clocks.get(clock=ClockKind.DECIDE)
    assert (clock.due_on, clock.stopped_on) == (first_due, None), "no new time for the office"
    do_with_reasons(answered, "answer", staff["handler"], text="补发了八月以来的低保金。")
    page = shown(opened)
    assert 'id="rate"' in page
    assert "rate-again" not in page
    assert 'href="#review"' in page
    refused(opened, RATE, said("no", "no", "on"))
    answered.refresh_from_db()
    assert answered.status == CaseStatus.ANSWERED
    assert opened.post(RATE, said("no", "no")).url == reverse("complaints:case")


def test_what_is_said_in_a_call_takes_nothing_from_the_complainant(answered, staff):
    with pytest.raises(NotAllowed):
        do_with_reasons(answered, "call_back", staff["handler"], solved=False)
    with pytest.raises(NotAllowed):
        do_with_reasons(answered, "call_back", staff["supervisor"], solved=True, again=True)
    do_with_reasons(answered, "call_back", staff["supervisor"], solved=False, again=True, reason="没有解决。")
    answered.refresh_from_db()
    assert answered.status == CaseStatus.HANDLING
    do_with_reasons(answered, "answer", staff["handler"])
    with pytest.raises(NotAllowed):
        do_with_reasons(answered, "call_back", staff["supervisor"], solved=False, again=True)
    assert conversation.may_wish_again(answered)
    conversation.rate(answered, solved=False, satisfied=False, again=True)
    assert answered.status == CaseStatus.HANDLING


def test_after_a_review_it_is_not_taken_up_again(answered, staff):
    conversation.ask_review(answered, "没有答复到点子上。")
    do_with_reasons(answered, "answer", staff["county_supervisor"])
    may = conversation.what_may_be_said(answered)
    assert (may["may_rate"], may["may_wish_again"]) == (True, False)


def test_heads_read_the_shares_of_the_cases_that_they_see(client, answered, staff, units):
    conversation.rate(answered, solved=False, satisfied=True, again=False)
    (row,) = satisfaction.by_unit(staff["county_supervisor"])
    assert (row.unit, row.not_solved_percent, row.not_satisfied_percent) == (units["township"].name, 100, 0)
    assert satisfaction.by_unit(staff["other_county_supervisor"]) == []
    address = reverse("complaints_satisfaction")
    for who, status in (("county_supervisor", 200), ("handler", 302)):
        client.force_login(staff[who])
        assert client.get(address).status_code == status


def test_what_staff_note_of_a_call_replaces_no_word_of_the_complainant(answered, staff):
    def shares():
        (row,) = satisfaction.by_unit(staff["county_supervisor"])
        return row.solved_asked, row.not_solved, row.not_satisfied

    do_with_reasons(answered, "call_back", staff["supervisor"], solved=True, satisfied=True)
    assert shares() == (1, 0, 0)
    conversation.rate(answered, solved=False, satisfied=False, again=False)
    do_with_reasons(answered, "call_back", staff["supervisor"], solved=True, satisfied=True)
    assert shares() == (1, 1, 1)
    conversation.ask_review(answered, "没有答复到点子上。")
    do_with_reasons(answered, "answer", staff["county_supervisor"])
    do_with_reasons(answered, "call_back", staff["city_supervisor"], solved=True, satisfied=True)
    assert shares() == (1, 0, 0), "of another answer"
