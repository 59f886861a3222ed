"""What an office refers to discipline inspection: in the organ's intake, taken up or given back, and nobody
else's meanwhile.
"""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints.enums import CaseStatus
from complaints.handling import casework, conversation
from complaints.models import Case, CaseClock, ServiceStandard
from organizations.enums import Role
from protection.refusals import NotAllowed
from supervision import leads, referrals
from tests.complaints.factories import do_with_reasons, make_complaint, moment
from tests.organizations.factories import make_person
from tests.supervision.factories import make_lead

pytestmark = pytest.mark.django_db
LIST = reverse("lead:referrals")


@pytest.fixture
def head(units):
    """Decides in the township."""
    return make_person("吕主任", (units["township"], Role.SUPERVISOR))


@pytest.fixture
def referred(units, head, inspector):
    """A function that makes a complaint of the township and refers it to an organ."""

    def make(organ="inspection", **more) -> Case:
        case = make_complaint(**more)
        do_with_reasons(case, "accept", head)
        do_with_reasons(case, "refer", head, organ=units[organ].pk if organ else "", text="已移送有权机关。")
        return case

    return make


def waits_for(user) -> list[str]:
    return [case.number for case in referrals.waiting(user)]


def test_it_waits_with_that_organ_alone(referred, units, inspector, county_inspector) -> None:
    commissioner = make_person("魏委", (units["commission"], Role.INSPECTOR))
    ours, theirs, outside = referred(), referred("county_inspection"), referred(None)
    assert waits_for(inspector) == [ours.number]
    assert waits_for(county_inspector) == [theirs.number]
    assert waits_for(commissioner) == []
    assert outside.status == CaseStatus.REFERRED


def test_an_organ_that_can_not_have_it_is_refused(units, head, inspector) -> None:
    case = make_complaint()
    do_with_reasons(case, "accept", head)
    for organ in (units["commission"], units["county"], units["other_county"]):
        with pytest.raises(NotAllowed):  # nobody works there, or it is none
            do_with_reasons(case, "refer", head, organ=organ.pk)
    case.respondents.create(unit=units["inspection"])
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "refer", head, organ=units["inspection"].pk)


def test_it_is_taken_up_with_a_lead_and_given_back_only_by_the_organ(
    referred, units, inspector, head
) -> None:
    case, other = referred(), referred()
    lead = make_lead(inspector, units["inspection"], cases=[case])
    assert waits_for(inspector) == [other.number]
    leads.add(lead, user=inspector, cases=[other])
    assert waits_for(inspector) == []
    assert Case.objects.get(pk=case.pk).events.last().kind == "take_up"
    told = [entry.label for entry in conversation.timeline(case)]
    assert len(told) == len(conversation.timeline(other)), "the complainant is not told of the lead"
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "give_back", head)
    do_with_reasons(case, "give_back", inspector, text="不属于我们管辖，由镇里继续办理。")
    assert case.status == CaseStatus.REGISTERED
    assert "继续办理" in conversation.timeline(case)[-1].text


def test_while_they_have_it_nobody_else_takes_it_up_again(referred, head, inspector, units) -> None:
    case = referred()
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "reopen", head)
    offered = {row.kind for row in casework.available(case, head)}
    assert not offered & {"reopen", "answer", "ask_complainant", "note_call", "transfer", "assign"}
    do_with_reasons(case, "give_back", inspector)
    assert "accept" in {row.kind for row in casework.available(case, head)}
    outside = referred(None)
    do_with_reasons(outside, "reopen", head)


def test_given_back_the_clocks_run_on_as_if_it_had_not_left(referred, head, inspector) -> None:
    case = make_complaint(received_at=moment("2026-09-01 09:00"))
    do_with_reasons(case, "accept", head, at=moment("2026-09-02 09:00"))
    before = CaseClock.objects.get(case=case, clock="decide").due_on
    organ = inspector.posts.get().unit_id
    do_with_reasons(case, "refer", head, organ=organ, at=moment("2026-09-10 09:00"))
    assert CaseClock.objects.get(case=case, clock="decide").stopped_on == date(2026, 9, 10)
    do_with_reasons(case, "give_back", inspector, at=moment("2026-09-20 09:00"))
    again = CaseClock.objects.get(case=case, clock="decide")
    assert (again.due_on, again.stopped_on) == (before, None)


def test_the_intake_says_by_when_and_leads_to_both_ways(
    referred, inspector, at_work, django_assert_max_num_queries
) -> None:
    cases = [referred() for _ in range(3)]
    Case.objects.filter(pk=cases[2].pk).update(referred_on=timezone.localdate() - timedelta(days=30))
    at_work.get(LIST)
    with django_assert_max_num_queries(15):
        page = at_work.get(LIST)
    rows = [each for each, _title in page.context["rows"]]
    assert [row.case.number for row in rows] == [cases[2].number, cases[0].number, cases[1].number]
    assert rows[0].days_left < 0 <= rows[1].days_left
    assert reverse("complaints_act", args=[cases[0].number, "give_back"]) in page.content.decode()
    ticked = at_work.post(reverse("lead:gather"), {"case": [cases[0].number, cases[1].number]})
    assert all(case.number in ticked.content.decode() for case in cases[:2])
    assert LIST in at_work.get(reverse("wagtailadmin_home")).content.decode()
    ServiceStandard.objects.filter(clock="take_up").delete()
    assert {row.due_on for row, _title in at_work.get(LIST).context["rows"]} == {None}


def test_who_it_is_about_is_not_told_that_it_waits(referred, units, inspector, at_work) -> None:
    case = referred()
    case.respondents.create(user=inspector, derived=True)
    assert waits_for(inspector) == []
    assert case.number not in at_work.get(LIST).content.decode()
    assert LIST not in at_work.get(reverse("wagtailadmin_home")).content.decode()


def test_the_intake_is_for_those_who_keep_leads(client, referred, head, handler) -> None:
    referred()
    for who in (head, handler):
        client.force_login(who)
        assert client.get(LIST).status_code in (302, 403)
