"""What the complainant sees, and what they write back."""

import pytest

from complaints.acts import acts_that
from complaints.enums import CaseStatus, EventKind
from complaints.handling import conversation
from complaints.models import Attachment
from protection.refusals import NotAllowed
from tests.complaints.factories import do_with_reasons, make_case, make_complaint


def test_the_timeline_has_nothing_internal_and_no_names_of_staff(units, staff):
    case = make_complaint()
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "assign", staff["supervisor"], handler=staff["colleague"])
    do_with_reasons(case, "note", staff["handler"], reason="内部意见")
    do_with_reasons(case, "request_extension", staff["handler"], reason="内部理由")
    do_with_reasons(
        case, "approve_extension", staff["supervisor"], text="因需入户调查，延长10日。", reason=""
    )
    do_with_reasons(case, "transfer", staff["handler"], unit=units["county"], reason="内部转办理由")
    entries = conversation.timeline(case)
    assert not {entry.kind for entry in entries} & acts_that("internal")
    told = " ".join(f"{entry.text} {entry.label} {entry.unit} {entry.outcome}" for entry in entries)
    assert "延长10日" in told
    assert "内部" not in told
    for person in staff.values():
        assert person.name not in told
    assert entries[-1].unit == units["county"]


def test_the_answer_says_what_it_decides(staff):
    case = make_complaint()
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "answer", staff["handler"], outcome="partly", text="部分属实。")
    last = conversation.timeline(case)[-1]
    assert last.text == "部分属实。"
    assert last.outcome


def test_an_answer_to_a_question_carries_no_opinion(staff):
    """“Reasonable, but without a legal basis” is nothing to say to who asked how to apply."""
    case = make_case(kind="enquiry")
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "answer", staff["handler"], outcome="explained", text="向户籍所在地的乡镇申请。")
    assert conversation.timeline(case)[-1].outcome == ""


def test_writing_back_answers_the_question(staff):
    case = make_case()
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "ask_complainant", staff["handler"])
    assert case.status == CaseStatus.WAITING
    file = Attachment.objects.create(file="x.jpg", kind="image/jpeg", size=1)
    conversation.write_back(case, "已附上照片", [file])
    assert case.status == CaseStatus.HANDLING
    last = conversation.timeline(case)[-1]
    assert (last.by_complainant, [item.pk for item in last.attachments]) == (True, [file.pk])


def test_a_message_to_a_case_that_has_ended_joins_it(staff):
    case = make_case()
    do_with_reasons(case, "decline", staff["handler"])
    conversation.write_back(case, "好的，知道了。")
    assert case.status == CaseStatus.DECLINED
    assert conversation.timeline(case)[-1].text == "好的，知道了。"


def test_an_empty_message_is_refused(staff):
    with pytest.raises(NotAllowed):
        conversation.write_back(make_case(), "   ")


def test_a_review_can_be_asked_for_after_the_answer(units, staff):
    case = make_case()
    assert not conversation.may_ask_review(case)
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "answer", staff["handler"])
    assert conversation.may_ask_review(case)
    conversation.ask_review(case, "不同意答复。")
    assert case.status == CaseStatus.REVIEW
    assert not conversation.may_ask_review(case)


def test_a_call_back_is_for_the_file(staff):
    case = make_case()
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "answer", staff["handler"])
    do_with_reasons(case, "call_back", staff["operator"], text="")
    assert EventKind.CALL_BACK not in {entry.kind for entry in conversation.timeline(case)}
