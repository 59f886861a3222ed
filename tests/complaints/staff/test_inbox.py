"""The inbox: who finds what in it, that it is gone when it is done, and who learns nothing from it."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from complaints.enums import Channel
from complaints.inbox import LABELS, TABLE, WAITING, Inbox
from complaints.models import Case
from organizations.enums import Role
from tests.complaints.factories import answers_are_approved, do_with_reasons, make_case, make_complaint
from tests.organizations.factories import fresh, make_person

INBOX = reverse("complaints_inbox")


def waits(user):
    """The kinds that wait for somebody, with how many of each."""
    counts = Inbox(fresh(user), timezone.localdate()).counts()
    return {kind: number for kind, number in counts.items() if number}


def taken(staff, **changes):
    case = make_case(**changes)
    do_with_reasons(case, "assign", staff["supervisor"], handler=staff["handler"])
    do_with_reasons(case, "accept", staff["handler"])
    return case


def test_each_kind_has_its_row_its_words_and_its_question():
    kinds = {row.kind for row in TABLE.rows}
    assert kinds == set(LABELS) == set(WAITING)
    assert all(row.source and row.who for row in TABLE.rows)


def test_a_free_case_is_the_heads_until_it_is_given(staff):
    case = make_case()
    assert waits(staff["supervisor"]) == {"in_nobodys_hands": 1}
    assert waits(staff["handler"]) == {}
    assert waits(staff["other_county_supervisor"]) == {}
    do_with_reasons(case, "assign", staff["supervisor"], handler=staff["handler"])
    assert waits(staff["supervisor"]) == {}


def test_an_extension_waits_for_another_than_who_asked_and_through_a_note(staff):
    case = make_complaint()
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "request_extension", staff["handler"])
    do_with_reasons(case, "note", staff["handler"])
    assert waits(staff["supervisor"]) == {"extension_asked": 1}
    assert waits(staff["handler"]) == {}
    do_with_reasons(case, "approve_extension", staff["supervisor"])
    assert waits(staff["supervisor"]) == {}


def test_an_answer_goes_to_and_fro_until_it_is_approved(staff):
    answers_are_approved()
    case = taken(staff)
    do_with_reasons(case, "propose_answer", staff["handler"])
    assert waits(staff["supervisor"]) == {"answer_to_approve": 1}
    do_with_reasons(case, "return_answer", staff["supervisor"])
    assert (waits(staff["supervisor"]), waits(staff["handler"])) == ({}, {"returned": 1})
    do_with_reasons(case, "propose_answer", staff["handler"])
    assert waits(staff["handler"]) == {}


def test_who_came_by_telephone_is_rung_and_who_wrote_reads_it(staff):
    called = taken(staff, user=staff["operator"], channel=Channel.HOTLINE)
    web = taken(staff)
    for case in (called, web):
        do_with_reasons(case, "ask_complainant", staff["handler"])
    assert waits(staff["operator"]) == {"question_by_telephone": 1}
    assert waits(staff["other_operator"]) == {}
    do_with_reasons(called, "note_call", staff["operator"])
    assert waits(staff["operator"]) == {}
    do_with_reasons(called, "answer", staff["handler"])
    assert waits(staff["operator"]) == {"call_back_due": 1}
    assert "call_back_due" not in waits(staff["handler"]), "by another than who handled it"
    do_with_reasons(called, "call_back", staff["operator"], solved=False, satisfied=False)
    assert "call_back_due" not in waits(staff["operator"])
    assert waits(staff["handler"])["unsatisfied"] == 1
    assert waits(staff["supervisor"])["unsatisfied"] == 1


def test_what_is_sent_back_waits_with_the_unit_that_passed_it_on(units, staff):
    case = make_complaint()
    do_with_reasons(case, "transfer", staff["supervisor"], unit=units["county"])
    do_with_reasons(case, "object", staff["county_supervisor"])
    assert waits(staff["supervisor"])["sent_back"] == 1
    assert "sent_back" not in waits(staff["county_supervisor"])
    do_with_reasons(case, "take_back", staff["supervisor"])
    assert "sent_back" not in waits(staff["supervisor"])


def test_what_is_referred_waits_with_the_inspectors_of_the_organ(units, staff):
    case = make_complaint()
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "refer", staff["handler"], organ=units["inspection"].pk)
    assert waits(staff["inspector"])["referred"] == 1
    assert "referred" not in waits(staff["supervisor"])
    do_with_reasons(case, "give_back", staff["inspector"])
    assert "referred" not in waits(staff["inspector"])


def test_late_and_due_today_by_the_day(staff):
    case, today = taken(staff), timezone.localdate()
    for days, kind in ((0, "due_today"), (1, "late")):
        Case.objects.filter(pk=case.pk).update(due_first=today - timedelta(days=days))
        assert waits(staff["handler"]) == waits(staff["supervisor"]) == {kind: 1}


def test_the_accused_find_neither_an_entry_nor_a_count(client, units, staff):
    accused = make_person("孙继财", (units["township"], Role.SUPERVISOR))
    case = make_complaint()
    assert waits(accused) == {"in_nobodys_hands": 1}
    do_with_reasons(case, "add_respondent", staff["supervisor"], accused_name="孙继财")
    assert waits(accused) == {}
    client.force_login(accused)
    for address in (INBOX, INBOX + "?kind=in_nobodys_hands", INBOX + "?kind=nonsense"):
        assert case.number not in client.get(address).content.decode()


def test_an_entry_opens_the_case_at_its_act(client, staff):
    case = make_case()
    client.force_login(staff["supervisor"])
    page = client.get(INBOX).content.decode()
    address = reverse("complaints_act", args=[case.number, "assign"])
    assert address in page
    assert client.get(address).status_code == 200
    client.force_login(staff["editor"])
    assert client.get(INBOX).status_code in (302, 403)
