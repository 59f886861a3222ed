"""What somebody wrote into a case and did not send, or sent too late: kept for that case and no other."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from complaints.enums import EventKind
from complaints.models import Attachment, Draft
from complaints.public import reply
from tests.complaints.factories import do_with_reasons
from tests.complaints.public.citizen import a_pdf, file, shown, walk

CASE, WRITE = reverse("complaints:case"), reverse("complaints:write")


def another(client):
    """A second person's case: receipt and PIN."""
    page = file(Client(), story={"narrative": "另一个人的另一件事情，请帮忙查一查。", "title": "另一件"})
    shown = page.context["confirmation"]
    return shown.case, {"receipt": shown.receipt, "pin": shown.pin}


@pytest.mark.parametrize("left", [True, False])
def test_a_half_written_reply_never_reaches_another_case(opened, case, left):
    opened.post(
        WRITE,
        {"first_reader": "office", "text": "第一个人的话", "files": [a_pdf("第一个人的.pdf")], "add": "1"},
    )
    assert "第一个人的话" in shown(opened)
    if left:
        opened.post(reverse("complaints:leave"))
    second, numbers = another(opened)
    opened.post(reverse("complaints:status"), numbers)
    assert "第一个人的" not in shown(opened)
    opened.post(WRITE, {"first_reader": "office", "text": "第二个人的话。"})
    event = second.events.get(kind=EventKind.COMPLAINANT_WROTE)
    assert (event.text, event.attachments.count()) == ("第二个人的话。", 0)
    assert not Attachment.objects.exists(), "what was not sent is deleted"


def test_a_reply_outlives_the_half_hour_of_its_own_case(opened, case):
    opened.post(
        WRITE, {"first_reader": "office", "text": "还没写完", "files": [a_pdf("存折.pdf")], "add": "1"}
    )
    opened.post(reverse("complaints:status"), case.numbers)
    assert "还没写完" in shown(opened)


def test_leaving_takes_a_half_filled_form_and_the_numbers_along(opened):
    walk(opened, until="files")
    opened.post(reverse("complaints:leave"))
    assert opened.get(reverse("complaints:step", args=["story"])).status_code == 410
    assert not Draft.objects.exists()


def test_another_case_closes_what_the_person_before_filed(opened):
    file(opened)
    _second, numbers = another(opened)
    opened.post(reverse("complaints:status"), numbers)
    assert opened.get(reverse("complaints:done")).status_code != 200


def test_a_message_sent_after_the_half_hour_is_kept_for_its_own_case(opened, case):
    """The session ended while somebody wrote: receipt and PIN bring the text back, and only they."""
    ticket = shown_ticket(opened)
    late = Client()
    response = late.post(
        WRITE,
        {
            "first_reader": "office",
            "text": "写了很久的一段话。",
            "files": [a_pdf("存折.pdf")],
            "ticket": ticket,
        },
    )
    assert response.url == reverse("complaints:status")
    page = late.get(response.url).content.decode()
    assert "写了很久的一段话" not in page, "whoever stands at the screen now sees nothing of it"
    late.post(reverse("complaints:status"), case.numbers)
    again = late.get(CASE).content.decode()
    assert "写了很久的一段话。" in again
    assert "存折.pdf" in again
    late.post(WRITE, {"first_reader": "office", "text": "写了很久的一段话。"})
    assert case.events.filter(kind=EventKind.COMPLAINANT_WROTE).count() == 1


def test_a_file_refused_after_the_half_hour_is_named_with_its_reason(opened, case):
    """It was dropped without a word; only the page of the case names it, as whoever holds the telephone may
    be somebody else by now.
    """
    files = [SimpleUploadedFile("程序.exe", b"MZ" + bytes(64)), a_pdf("存折.pdf")]
    late = Client()
    late.post(
        WRITE,
        {"first_reader": "office", "text": "附上存折。", "files": files, "ticket": shown_ticket(opened)},
    )
    page = late.get(reverse("complaints:status")).content.decode()
    assert "有的文件没有收下" in page
    assert "程序.exe" not in page
    late.post(reverse("complaints:status"), case.numbers)
    again = late.get(CASE)
    (problem,) = again.context["refused"]
    assert problem["name"] == "程序.exe"
    for kept in ("程序.exe", str(problem["message"]), "存折.pdf", "附上存折。"):
        assert kept in again.content.decode()
    assert "程序.exe" not in late.get(CASE).content.decode(), "said once"


@pytest.mark.parametrize(
    "change", [lambda ticket: "", lambda ticket: ticket[:-2] + "xx", lambda ticket: "1:2:3"]
)
def test_nothing_is_kept_for_a_case_that_was_not_open_here(opened, change):
    late = Client()
    late.post(
        WRITE,
        {"first_reader": "office", "text": "写了很久的一段话。", "ticket": change(shown_ticket(opened))},
    )
    assert not Draft.objects.exists()


def test_a_form_of_one_case_never_reaches_another_that_was_opened_meanwhile(opened, case):
    """Two receipts, one telephone: the page of the first is still there when somebody goes back to it."""
    ticket = shown_ticket(opened)
    second = file(Client()).context["confirmation"]
    numbers = {"receipt": second.receipt, "pin": second.pin}
    opened.post(reverse("complaints:status"), numbers)
    opened.post(
        WRITE,
        {"first_reader": "office", "text": "第二件没写完的话", "add": "1", "ticket": shown_ticket(opened)},
    )
    files = [SimpleUploadedFile("程序.exe", b"MZ" + bytes(64)), a_pdf("存折.pdf")]
    response = opened.post(
        WRITE, {"first_reader": "office", "text": "只说给第一件的话。", "files": files, "ticket": ticket}
    )
    assert response.url == reverse("complaints:status")
    for each in (case, second.case):
        assert not each.events.filter(kind=EventKind.COMPLAINANT_WROTE).exists()
    assert "只说给第一件的话。" not in shown(opened), "whoever opened the second sees nothing of it"
    opened.post(reverse("complaints:status"), case.numbers)
    page = opened.get(CASE).content.decode()
    for kept in ("只说给第一件的话。", "存折.pdf", "程序.exe"):
        assert kept in page, "it was promised that it is kept"
    assert "第二件没写完的话" not in page
    opened.post(reverse("complaints:status"), numbers)
    for gone in ("只说给第一件的话。", "第二件没写完的话"):
        assert gone not in shown(opened), "the next person at this screen sees nothing"


def test_a_late_request_for_review_is_kept(opened, case, staff):
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "answer", staff["handler"])
    late = Client()
    late.post(reverse("complaints:review"), {"review-text": "没有查存折。", "ticket": shown_ticket(opened)})
    late.post(reverse("complaints:status"), case.numbers)
    assert "没有查存折。" in late.get(CASE).content.decode()


def shown_ticket(browser) -> str:
    return browser.get(CASE).context["ticket"]


def test_the_same_words_days_later_are_another_message(opened, case, monkeypatch):
    """Of two clicks one counts; who asks again was told that it had arrived, and nothing was kept."""
    for _click in range(2):
        opened.post(WRITE, {"first_reader": "office", "text": "请问办得怎么样了？"})
    written = case.events.filter(kind=EventKind.COMPLAINANT_WROTE)
    assert written.count() == 1
    monkeypatch.setattr(reply, "TWO_CLICKS", timedelta(0))
    opened.post(WRITE, {"first_reader": "office", "text": "请问办得怎么样了？"})
    assert written.count() == 2
