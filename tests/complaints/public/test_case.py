"""The opened case: what happens next and by when, what happened, writing back, the bureau's papers."""

import re
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from complaints.enums import CaseStatus, EventKind
from complaints.handling import conversation
from complaints.models import Attachment, Case
from tests.complaints.factories import do_with_reasons
from tests.complaints.public.citizen import NARRATIVE, a_pdf, refused, shown

CASE, WRITE = reverse("complaints:case"), reverse("complaints:write")
TICKET = re.compile(r'name="ticket" value="([^"]+)"')
CHOSEN = re.compile(r'name="first_reader"[^>]*value="office"[^>]*checked')


def test_the_next_step_and_its_date_stand_on_top(opened):
    page = opened.get(CASE)
    text = page.content.decode()
    promise = page.context["promises"][0]
    assert promise.sentence in text
    assert promise.left in text
    assert text.index(promise.sentence) < text.index("timeline__item")
    assert "第二十三条" in text, "how the date was counted, and by which rule"


def test_every_step_is_told_in_plain_words(opened, case, staff):
    do_with_reasons(case, "accept", staff["handler"], reason="内部理由")
    do_with_reasons(case, "note", staff["handler"], reason="只给同事看")
    do_with_reasons(
        case, "answer", staff["handler"], text="八月至十月的低保金已于今日补发。", reason="内部理由"
    )
    text = shown(opened)
    assert "八月至十月的低保金已于今日补发。" in text
    assert "只给同事看" not in text
    assert "内部理由" not in text
    for person in staff.values():
        assert person.name not in text, "no name of staff"


def test_what_one_wrote_can_be_read_again(opened):
    assert NARRATIVE in shown(opened)


def test_writing_back(opened, case):
    response = opened.post(WRITE, {"first_reader": "office", "text": "补充一点：村会计姓孙。"})
    assert response.url == CASE
    assert "补充一点：村会计姓孙。" in shown(opened)
    event = case.events.get(kind=EventKind.COMPLAINANT_WROTE)
    assert (event.actor, event.text) == (None, "补充一点：村会计姓孙。")


def test_an_answer_to_a_question_lets_the_work_go_on(opened, case, staff):
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "ask_complainant", staff["handler"], text="存折还在您手里吗？")
    assert "存折还在您手里吗？" in shown(opened)
    opened.post(WRITE, {"first_reader": "office", "text": "材料已补交。"})
    assert Case.objects.get().status == CaseStatus.HANDLING


def test_a_double_click_writes_once(opened, case):
    for _click in range(2):
        assert opened.post(WRITE, {"first_reader": "office", "text": "同一句话。"}).status_code == 302
    assert case.events.filter(kind=EventKind.COMPLAINANT_WROTE).count() == 1


def test_files_come_with_a_message(opened, case):
    opened.post(WRITE, {"first_reader": "office", "text": "存折照片见附件。", "files": [a_pdf("存折.pdf")]})
    event = case.events.get(kind=EventKind.COMPLAINANT_WROTE)
    assert [file.original_name for file in event.attachments.all()] == ["存折.pdf"]
    assert "存折.pdf" in shown(opened)


def test_a_refused_file_keeps_text_and_the_other_file(opened, case):
    wrong = SimpleUploadedFile("程序.exe", b"MZ" + b"\0" * 64)
    page = refused(
        opened, WRITE, {"first_reader": "office", "text": "文字要留着。", "files": [a_pdf("存折.pdf"), wrong]}
    )
    text = page.content.decode()
    assert "文字要留着。" in text
    assert "存折.pdf" in text
    assert "程序.exe" in text
    assert not case.events.filter(kind=EventKind.COMPLAINANT_WROTE).exists()
    assert "文字要留着。" in shown(opened), "also after the page is loaded anew"
    opened.post(WRITE, {"first_reader": "office", "text": "文字要留着。"})
    assert case.events.get(kind=EventKind.COMPLAINANT_WROTE).attachments.count() == 1


def test_changing_the_language_beside_a_refused_message_leads_back(opened):
    assert opened.get(WRITE).url == f"{CASE}#write"
    assert opened.get(reverse("complaints:review")).url == f"{CASE}#review"


def test_an_empty_message_keeps_the_file(opened, case):
    page = refused(opened, WRITE, {"first_reader": "office", "text": " ", "files": [a_pdf("存折.pdf")]})
    assert "存折.pdf" in page.content.decode()


def test_files_are_added_and_removed_before_sending(opened):
    response = opened.post(
        WRITE, {"first_reader": "office", "text": "还没写完", "files": [a_pdf("存折.pdf")], "add": "1"}
    )
    assert response.url == f"{CASE}#write"
    text = shown(opened)
    assert "还没写完" in text
    assert "存折.pdf" in text
    opened.post(
        WRITE,
        {"first_reader": "office", "text": "还没写完", "remove": str(Attachment.objects.get().public_id)},
    )
    assert not Attachment.objects.exists()


def test_a_case_that_was_not_accepted_still_takes_a_message_and_a_request_for_review(opened, case, staff):
    do_with_reasons(case, "decline", staff["handler"])
    page = shown(opened)
    assert 'id="write"' in page
    assert 'id="review"' in page
    assert opened.post(WRITE, {"first_reader": "office", "text": "收到，谢谢。"}).status_code == 302
    assert case.events.filter(kind=EventKind.COMPLAINANT_WROTE).exists()
    assert opened.post(reverse("complaints:review"), {"review-text": "理由不对。"}).status_code == 302
    case.refresh_from_db()
    assert case.status == CaseStatus.REVIEW


def test_asking_for_a_review(opened, case, staff, units):
    review = reverse("complaints:review")
    assert 'id="review"' not in shown(opened), "there is nothing to review yet"
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "answer", staff["handler"])
    assert 'id="review"' in shown(opened)
    refused(opened, review, {"review-text": ""})
    for _click in range(2):
        assert opened.post(review, {"review-text": "没有查存折。"}).status_code == 302
    case.refresh_from_db()
    assert (case.status, case.unit) == (CaseStatus.REVIEW, units["county"])
    assert case.events.filter(kind=EventKind.ASK_REVIEW).count() == 1


def test_a_review_that_is_not_possible_says_why(opened):
    refused(opened, reverse("complaints:review"), {"review-text": "太早。"})


def a_paper(case, kind: str, staff, **more) -> Attachment:
    paper = Attachment(kind="application/pdf", size=4, original_name="答复意见书.pdf")
    paper.file.save("file.pdf", a_pdf(), save=False)
    paper.save()
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, kind, staff["handler"], attachments=[paper.pk], **more)
    return paper


def test_a_paper_of_the_answer_can_be_fetched(opened, case, staff):
    paper = a_paper(case, "answer", staff)
    response = opened.get(reverse("complaints:file", args=[paper.public_id]))
    assert response.status_code == 200
    assert "attachment" in response.headers["Content-Disposition"]
    assert "no-store" in response.headers["Cache-Control"]
    assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_nothing_else_can_be_fetched(opened, case, staff):
    internal = a_paper(case, "note", staff)
    for key in (internal.public_id, uuid4()):
        assert opened.get(reverse("complaints:file", args=[key])).status_code == 404
    assert Client().get(reverse("complaints:file", args=[internal.public_id])).status_code == 302


def test_a_late_case_says_sorry_and_whom_to_call(opened, case):
    case.clocks.update(due_on="2020-01-02")
    page = opened.get(CASE)
    assert page.context["promises"][0].late
    assert page.context["promises"][0].left in page.content.decode()


def test_the_case_is_english_under_en(opened):
    text = opened.get("/en" + CASE).content.decode()
    assert "What happens next" in text
    assert "working days left" in text


def test_the_case_asks_the_database_little(opened, django_assert_max_num_queries):
    opened.get(CASE)
    with django_assert_max_num_queries(22):
        opened.get(CASE)


def test_who_may_read_first_is_asked_again_when_another_office_has_the_case(opened, case):
    """It was said of the office that the page asked about, not of whichever has the case by then."""
    ticket = TICKET.search(opened.get(CASE).content.decode())[1]
    conversation.write_back(case, "说的是你们的人。", above_first=True)
    said = {"first_reader": "office", "text": "还有一句话。"}
    page = refused(opened, WRITE, {**said, "ticket": ticket}).content.decode()
    assert "另一个单位" in page
    assert "还有一句话。" in page
    assert not CHOSEN.search(page)
    assert case.events.filter(kind=EventKind.COMPLAINANT_WROTE).count() == 1
    opened.post(WRITE, {**said, "ticket": TICKET.search(page)[1]})
    assert case.events.filter(kind=EventKind.COMPLAINANT_WROTE).count() == 2


def test_nor_is_it_chosen_in_what_was_kept(opened, case):
    ticket = TICKET.search(opened.get(CASE).content.decode())[1]
    half = {"first_reader": "office", "text": "还没写完", "files": [a_pdf()], "add": "1", "ticket": ticket}
    opened.post(WRITE, half)
    assert CHOSEN.search(opened.get(CASE).content.decode())
    conversation.write_back(case, "说的是你们的人。", above_first=True)
    page = opened.get(CASE).content.decode()
    assert "还没写完" in page
    assert not CHOSEN.search(page)
