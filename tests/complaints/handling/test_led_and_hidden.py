"""Cases that are linked or led: what is about somebody at work on the other, and who brought it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints.enums import CaseStatus
from complaints.handling import conversation
from complaints.models import CaseLogEntry
from protection.refusals import NotAllowed
from tests.complaints.factories import COMPLAINANT, a_file, do_with_reasons, knows, sees
from tests.complaints.handling.test_together import given


@pytest.fixture
def pair(units, staff):
    """Two enquiries of the same text, the first a day older; both with the township's handler."""
    first = given(units, staff, received_at=timezone.now() - timedelta(days=1))
    second = given(units, staff)
    for case in (first, second):
        do_with_reasons(case, "accept", staff["handler"])
    return first, second


def test_none_of_them_reads_who_brought_another_nor_do_their_staff(client, units, staff, pair):
    first, _second = pair
    person = ("祝英台", "13905184455", "", "和平镇刘庄村五组7号")
    third = given(units, staff, complainant=person)
    do_with_reasons(third, "accept", staff["handler"])
    for case in (third, first):
        knows(staff["handler"], case)
    do_with_reasons(third, "merge", staff["handler"], other=first.pk, reason=f"与{COMPLAINANT[0]}的信同文")
    words = "祝英台（13905184455，刘庄村五组7号）、五组其他户：八月起已经补发，问0518-87212345。"
    do_with_reasons(first, "answer", staff["handler"], text=words, outcome=None, reason="祝英台来电问过")
    told = {case: conversation.timeline(case)[-1].text for case in (first, third)}
    assert "、五组其他户：八月起已经补发，问0518-87212345。" in told[first], "nothing goes by its form"
    client.force_login(staff["colleague"])
    pages = [client.get(reverse("case:inspect", args=[case.number])).content.decode() for case in told]
    logged = [str(entry.data) for entry in CaseLogEntry.objects.all()]
    for text in [*told.values(), *pages, *logged]:
        assert not [own for own in ("祝英台", "13905184455", "五组7号") if own in text]
    assert COMPLAINANT[0] not in "".join([told[third], *pages, *logged])


def test_nor_in_what_a_paper_of_the_answer_is_called(units, staff, pair):
    first, _second = pair
    third = given(units, staff, complainant=("祝英台", "13905184455", "", ""))
    knows(staff["handler"], third)
    do_with_reasons(first, "link", staff["handler"], other=third.pk)
    paper = a_file("祝英台的答复.pdf")
    do_with_reasons(first, "answer", staff["handler"], attachments=[paper.pk], outcome=None)
    (told,) = conversation.timeline(first)[-1].attachments
    assert told.original_name == "＊＊＊的答复.pdf"


def test_what_is_linked_is_written_of_whom_it_is_about(units, staff, pair):
    """Who complained there may be whom this one accuses: that stays."""
    first, _second = pair
    third = given(units, staff, complainant=("祝英台", "13905184455", "", ""))
    first.respondents.create(name="祝英台")
    do_with_reasons(first, "link", staff["handler"], other=third.pk)
    noted = do_with_reasons(first, "note", staff["handler"], reason="祝英台承认收了钱，电话13905184455。")
    assert noted.reason == "祝英台承认收了钱，电话＊＊＊＊＊＊＊＊＊＊＊。"


#: By what one of two cases comes to be about, or kept from, who works on the one that leads it.
PARTING = {
    "named": ("add_respondent", "county_supervisor", lambda units, who: {"accused_name": who.name}),
    "office": (
        "add_respondent",
        "county_supervisor",
        lambda units, who: {"accused_unit": units["township"].pk},
    ),
    "aside": ("recuse", "supervisor", lambda units, who: {"person": who.pk}),
    "ruled out": ("rule_out", None, lambda units, who: {"avoided": units["township"].pk}),
}


@pytest.mark.parametrize("how", PARTING)
def test_whom_a_case_is_about_does_not_end_it_by_the_one_that_leads_it(units, staff, pair, how):
    first, second = pair
    due = second.clocks.get(clock="decide").due_on
    kind, who, facts = PARTING[how]
    do_with_reasons(second, "merge", staff["handler"], other=first.pk)
    do_with_reasons(second, kind, who and staff[who], **facts(units, staff["handler"]))
    assert not sees(staff["handler"], second)
    second.refresh_from_db()
    assert (second.merged_into, second.due_first) == (None, due), "it waits for nobody"
    do_with_reasons(first, "answer", staff["handler"], outcome=None)
    second.refresh_from_db()
    assert second.status == CaseStatus.REGISTERED


def test_nor_where_it_is_brought_together_with_it_again(units, staff, pair):
    first, second = pair
    do_with_reasons(second, "recuse", staff["supervisor"], person=staff["handler"].pk)
    do_with_reasons(second, "merge", staff["supervisor"], other=first.pk)
    assert second.status == CaseStatus.MERGED
    do_with_reasons(first, "answer", staff["handler"], outcome=None)
    second.refresh_from_db()
    assert second.status == CaseStatus.REGISTERED
    assert not sees(staff["handler"], second)


def test_what_ends_a_leading_case_is_read_in_those_it_leads(units, staff, pair, officer):
    first, second = pair
    do_with_reasons(second, "merge", staff["handler"], other=first.pk)
    do_with_reasons(first, "answer", staff["handler"], text="经查，民政办孙继财收了两千元。", outcome=None)
    second.refresh_from_db()
    assert second.status == CaseStatus.ANSWERED
    assert not sees(officer, first)
    assert not sees(officer, second)


#: By what a leading case leaves the sight of somebody who sees the one that it leads.
LEAVING = {
    **PARTING,
    "message": (
        "complainant_wrote",
        None,
        lambda units, who: {"text": "来调查的人上门威胁我。"},
    ),
}


@pytest.mark.parametrize("how", LEAVING)
def test_no_case_waits_for_one_that_is_hidden_from_who_sees_it(units, staff, pair, how):
    """Its page says that another one leads it, and would name none: so there is one that is about them."""
    first, second = pair
    kind, who, facts = LEAVING[how]
    do_with_reasons(second, "merge", staff["handler"], other=first.pk)
    do_with_reasons(first, kind, who and staff[who], **facts(units, staff["colleague"]))
    assert not sees(staff["colleague"], first)
    second.refresh_from_db()
    assert (second.status, second.merged_into) == (CaseStatus.REGISTERED, None)


def test_nor_does_one_come_to_do_so(units, staff, pair):
    first, second = pair
    do_with_reasons(first, "recuse", staff["supervisor"], person=staff["colleague"].pk)
    with pytest.raises(NotAllowed):
        do_with_reasons(second, "merge", staff["supervisor"], other=first.pk)


def test_no_refusal_tells_who_does_not_see_it_that_a_case_is_led(units, staff, pair):
    first, second = pair
    do_with_reasons(second, "merge", staff["supervisor"], other=first.pk)
    with pytest.raises(NotAllowed):
        do_with_reasons(first, "transfer", staff["handler"], unit=units["county"])
    do_with_reasons(second, "recuse", staff["supervisor"], person=staff["handler"].pk)
    do_with_reasons(second, "merge", staff["supervisor"], other=first.pk)
    do_with_reasons(first, "transfer", staff["handler"], unit=units["county"])
    second.refresh_from_db()
    assert (second.status, second.unit) == (CaseStatus.REGISTERED, units["township"])


def test_a_reason_for_stepping_aside_accuses_nobody_who_does(units, staff, pair, officer):
    case = pair[0]
    why = "民政办孙继财收过反映人的钱，有过纠纷。"
    do_with_reasons(case, "recuse", staff["supervisor"], person=officer.pk, reason=why)
    do_with_reasons(case, "readmit", staff["county_supervisor"], person=officer.pk, reason="孙继财没有收钱。")
    assert sees(officer, case)
