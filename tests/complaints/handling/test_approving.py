"""Answers that a second person approves, where a standard says so."""

import pytest
from django.urls import reverse

from complaints.enums import CaseStatus, ClockKind, EventKind
from complaints.handling import conversation
from complaints.handling.casework import Stale
from complaints.models import Case
from organizations.enums import Role
from protection.refusals import NotAllowed
from tests.complaints.factories import PARTS, answers_are_approved, do_with_reasons, make_complaint, sees
from tests.organizations.factories import make_person

TEXT = "依据最低生活保障审核确认办法，补发八月以来的低保金。"


@pytest.fixture
def case(staff):
    """A complaint about assistance in the township, on the handler's desk."""
    made = make_complaint()
    do_with_reasons(made, "accept", staff["handler"])
    answers_are_approved(kind="complaint", matter="assistance")
    return made


def refused(case, kind, who, **more):
    with pytest.raises(NotAllowed):
        do_with_reasons(case, kind, who, **more)


def waits(case) -> bool:
    return Case.objects.get(pk=case.pk).answer_waits


def test_an_answer_waits_and_nobody_approves_their_own(staff, case):
    refused(case, "answer", staff["handler"])
    proposal = do_with_reasons(case, "propose_answer", staff["handler"], text=TEXT)
    assert (case.status, waits(case)) == (CaseStatus.HANDLING, True)
    assert case.clocks.get(clock=ClockKind.DECIDE).stopped_on is None
    assert all(TEXT not in entry.text for entry in conversation.timeline(case))
    assert not case.papers.filter(event=proposal).exists()
    for who in ("handler", "colleague", "neighbour", "other_county_supervisor", "editor"):
        refused(case, "approve_answer", staff[who])
        refused(case, "return_answer", staff[who])
    refused(case, "propose_answer", staff["colleague"])
    seen = case.latest_event.sequence
    do_with_reasons(case, "approve_answer", staff["supervisor"], expected=seen)
    with pytest.raises(Stale):
        do_with_reasons(case, "approve_answer", staff["other_supervisor"], expected=seen)
    refused(case, "approve_answer", staff["other_supervisor"])
    (answer,) = case.events.filter(kind=EventKind.ANSWER)
    assert (case.status, waits(case)) == (CaseStatus.ANSWERED, False)
    assert (answer.actor, answer.text) == (staff["handler"], proposal.text)
    assert case.clocks.get(clock=ClockKind.DECIDE).stopped_on is not None
    shown = conversation.timeline(case)[-1]
    assert (shown.kind, shown.text) == (EventKind.ANSWER, answer.text)
    assert shown.outcome
    paper = str(answer.paper.content)
    assert all(part in paper for part in (TEXT, PARTS["asked"], PARTS["facts"]))
    refused(case, "call_back", staff["handler"])


def test_a_returned_answer_is_written_anew(staff, case):
    refused(case, "return_answer", staff["supervisor"])
    do_with_reasons(case, "propose_answer", staff["handler"], text="同意。")
    do_with_reasons(case, "return_answer", staff["supervisor"], reason="没有写依据。")
    assert not waits(case)
    refused(case, "approve_answer", staff["supervisor"])
    do_with_reasons(case, "propose_answer", staff["handler"], text=TEXT)
    do_with_reasons(case, "approve_answer", staff["supervisor"])
    assert case.events.get(kind=EventKind.ANSWER).text.endswith(TEXT)


def test_a_head_s_own_answer_goes_above_and_one_of_who_stepped_aside_back(staff, case):
    do_with_reasons(case, "propose_answer", staff["supervisor"], text=TEXT)
    refused(case, "approve_answer", staff["supervisor"])
    do_with_reasons(case, "return_answer", staff["county_supervisor"])
    do_with_reasons(case, "propose_answer", staff["handler"], text=TEXT)
    do_with_reasons(case, "recuse", staff["county_supervisor"], person=staff["other_supervisor"].pk)
    refused(case, "approve_answer", staff["other_supervisor"])
    do_with_reasons(case, "recuse", staff["supervisor"], person=staff["handler"].pk)
    refused(case, "approve_answer", staff["supervisor"])
    do_with_reasons(case, "return_answer", staff["supervisor"])
    assert case.status == CaseStatus.HANDLING


def test_with_another_unit_nothing_waits(staff, units):
    answers_are_approved()
    enquiry = make_complaint(channel="hotline")
    do_with_reasons(enquiry, "accept", staff["handler"])
    do_with_reasons(enquiry, "propose_answer", staff["handler"], text=TEXT)
    do_with_reasons(enquiry, "transfer", staff["county_supervisor"], unit=units["county"])
    assert not waits(enquiry)
    refused(enquiry, "approve_answer", staff["county_supervisor"])


def test_what_a_proposal_says_of_somebody_is_read(staff, units, case):
    officer = make_person("孙继财", (units["township"], Role.HANDLER))
    assert sees(officer, case)
    do_with_reasons(case, "propose_answer", staff["handler"], text="经查，孙继财收了她两千元。")
    assert not sees(officer, case)


def test_who_approves_finds_what_waits(client, staff, case):
    do_with_reasons(case, "propose_answer", staff["handler"], text=TEXT)
    client.force_login(staff["supervisor"])
    (panel,) = [p for p in client.get("/staff/").context["panels"] if getattr(p, "name", "") == "cases"]
    figure = panel.get_context_data({})["figures"][0]
    assert figure.number == 1
    assert case.number in client.get(figure.url).content.decode()
    assert staff["handler"].get_full_name() in client.get(reverse("case:inspect", args=[case.number])).text
    address = reverse("complaints_act", args=[case.number, "approve_answer"])
    page = client.get(address)
    assert TEXT in page.text
    for _click in range(2):
        client.post(address, {"sequence": page.context["form"]["sequence"].value()})
    assert case.events.filter(kind=EventKind.ANSWER).count() == 1
    assert case.number not in client.get(figure.url).content.decode()


def test_cases_that_it_leads_are_told_what_was_approved(staff, case):
    other = make_complaint()
    do_with_reasons(other, "merge", staff["handler"], other=case.pk)
    kept = make_complaint()
    do_with_reasons(kept, "merge", staff["handler"], other=case.pk)
    kept.respondents.create(user=staff["supervisor"], derived=True)
    do_with_reasons(case, "propose_answer", staff["handler"], text=TEXT)
    do_with_reasons(case, "approve_answer", staff["supervisor"])
    told, apart = Case.objects.get(pk=other.pk), Case.objects.get(pk=kept.pk)
    assert told.status == CaseStatus.ANSWERED
    assert TEXT in told.events.get(kind=EventKind.ANSWER).text
    assert apart.status == CaseStatus.REGISTERED, "who approves ends nothing that is about them"
