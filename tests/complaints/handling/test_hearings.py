"""Hearings in a review: called for a day, told, in the calendar, and what the clock makes of it
(信访工作条例 36).
"""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints.enums import HearingEnd
from complaints.handling import conversation
from complaints.handling.casework import NotAllowed, available
from complaints.models import Case, CaseClock
from tests.complaints.factories import do_with_reasons, make_complaint, moment

CALLED = "2026-09-10 09:00"
HELD = date(2026, 9, 21)


@pytest.fixture
def reviewed(units, staff):
    """A function that brings a case into its first or second review."""

    def bring(rounds: int):
        case = make_complaint(received_at=moment("2026-06-30 09:00"))
        do_with_reasons(case, "accept", staff["handler"], at=moment("2026-07-01 09:00"))
        do_with_reasons(case, "answer", staff["handler"], at=moment("2026-07-20 09:00"))
        do_with_reasons(case, "ask_review", None, at=moment("2026-08-03 09:00"), text="请复查。")
        if rounds == 2:
            do_with_reasons(case, "answer", staff["county_supervisor"], at=moment("2026-08-20 09:00"))
            do_with_reasons(case, "ask_review", None, at=moment("2026-09-01 09:00"), text="请复核。")
        return case

    return bring


def due(case) -> date:
    return CaseClock.objects.get(case=case, clock="review").due_on


def call(case, who, day: date | None = HELD, at: str = CALLED):
    return do_with_reasons(case, "call_hearing", who, hearing_on=day, at=moment(at))


def test_the_time_until_it_is_held_is_not_counted_in_the_second_review(reviewed, staff):
    case, who = reviewed(2), staff["city_supervisor"]
    assert due(case) == date(2026, 10, 8), "the thirtieth day is 1 October, a holiday"
    call(case, who)
    assert due(case) == date(2026, 10, 12), "eleven days later"
    told = conversation.timeline(case)[-1]
    assert "9月21日" in told.outcome
    do_with_reasons(case, "end_hearing", who, held=HearingEnd.NOT_HELD, at=moment("2026-09-14 09:00"))
    assert due(case) == date(2026, 10, 8), "four days later is a holiday still"
    assert conversation.timeline(case)[-1].outcome == HearingEnd.NOT_HELD.label


def test_a_second_call_lengthens_nothing(reviewed, staff):
    case, who = reviewed(2), staff["city_supervisor"]
    call(case, who)
    do_with_reasons(case, "end_hearing", who, at=moment("2026-09-21 18:00"))
    before = due(case)
    call(case, who, date(2026, 9, 29), "2026-09-22 09:00")
    assert due(case) == before


def test_in_the_first_review_the_count_goes_on(reviewed, staff):
    case = reviewed(1)
    before = due(case)
    call(case, staff["county_supervisor"], date(2026, 8, 20), "2026-08-10 09:00")
    assert due(case) == before


@pytest.mark.parametrize("day", [None, date(2026, 9, 10), date(2026, 9, 9), date(2026, 10, 9)])
def test_it_is_on_a_day_that_comes_and_soon(reviewed, staff, day):
    case = reviewed(2)
    with pytest.raises(NotAllowed):
        call(case, staff["city_supervisor"], day)


def test_one_at_a_time_and_none_ends_that_was_not_called(reviewed, staff):
    case, who = reviewed(2), staff["city_supervisor"]
    assert "end_hearing" not in {row.kind for row in available(case, who)}
    call(case, who)
    assert "call_hearing" not in {row.kind for row in available(case, who)}
    with pytest.raises(NotAllowed):
        call(case, who, date(2026, 9, 22))


def test_the_calendar_has_it_for_who_sees_the_case(client, reviewed, staff, django_assert_max_num_queries):
    cases = [reviewed(2) for _ in range(3)]
    for number, case in enumerate(cases):
        day = timezone.localdate() + timedelta(days=1 + number)
        do_with_reasons(case, "call_hearing", staff["city_supervisor"], hearing_on=day)
    client.force_login(staff["city_supervisor"])
    client.get(reverse("complaints_hearings"))
    with django_assert_max_num_queries(13):
        page = client.get(reverse("complaints_hearings"))
    assert [case.number for case in page.context["page"].object_list] == [case.number for case in cases]
    Case.objects.filter(pk=cases[2].pk).update(hearing_on=timezone.localdate() - timedelta(days=1))
    page = client.get(reverse("complaints_hearings"))
    first = page.context["page"].object_list[0]
    assert first.number == cases[2].number, "one that has passed waits above until it is written down"
    client.force_login(staff["other_county_supervisor"])
    assert cases[0].number not in client.get(reverse("complaints_hearings")).content.decode()
    client.force_login(staff["editor"])
    assert client.get(reverse("complaints_hearings")).status_code in (302, 403)


def test_no_answer_while_its_complainant_waits_for_a_hearing(reviewed, staff):
    case, who = reviewed(2), staff["city_supervisor"]
    call(case, who)
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "answer", who, at=moment("2026-09-15 09:00"))
    do_with_reasons(case, "end_hearing", who, held=HearingEnd.NOT_HELD, at=moment("2026-09-15 10:00"))
    do_with_reasons(case, "answer", who, at=moment("2026-09-15 11:00"))
    assert case.hearing_on is None
