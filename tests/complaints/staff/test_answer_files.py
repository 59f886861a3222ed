"""Files that staff attach to an answer: distrusted like any, for who brought the case and who sees it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from complaints.enums import CaseStatus, EventKind
from complaints.handling import knowing
from complaints.identity.receipts import Filed
from complaints.intake.filing import file_case
from complaints.models import Attachment
from complaints.parties import own_work
from protection import audit
from protection.refusals import NotAllowed
from protection.uploads import private_storage
from tests.complaints.factories import (
    an_intake,
    answers_are_approved,
    do_with_reasons,
    make_case,
)
from tests.complaints.public.citizen import PDF


@pytest.fixture
def filed(units, staff) -> Filed:
    """An enquiry in the handler's hands."""
    made = file_case(an_intake(), submission_key="answer-files")
    do_with_reasons(made.case, "accept", staff["handler"])
    return made


def answer(client, case, *files, act="answer", sequence=None):
    address = reverse("complaints_act", args=[case.number, act])
    case.refresh_from_db()
    given = {"sequence": sequence or case.latest_event.sequence, "text": "需要户口本和身份证，清单见附件。"}
    return client.post(address, {**given, "files": list(files)})


def pdf(name="清单.pdf"):
    return SimpleUploadedFile(name, PDF, "application/pdf")


def opens(filed) -> Client:
    client = Client()
    client.post(reverse("complaints:status"), {"receipt": filed.receipt, "pin": filed.pin})
    return client


def test_the_complainant_and_who_sees_the_case_get_them_and_nobody_else(client, staff, units, filed):
    case = filed.case
    client.force_login(staff["handler"])
    assert (
        'enctype="multipart/form-data"'
        in client.get(reverse("complaints_act", args=[case.number, "answer"])).text
    )
    assert answer(client, case, pdf(), pdf("其他.pdf")).status_code == 302
    first, second = case.attachments.order_by("pk")
    event = case.events.get(kind=EventKind.ANSWER)
    assert (first.event, second.event, first.draft) == (event, event, None)
    name = first.file.name
    assert "清单" not in name
    with open(private_storage().path(name), "rb") as kept:
        assert b"%PDF" not in kept.read()
    public = reverse("complaints:file", args=[first.public_id])
    there = opens(filed)
    assert "清单.pdf" in there.get(reverse("complaints:case")).text
    assert b"".join(there.get(public).streaming_content) == PDF
    other = file_case(an_intake(), submission_key="another")
    assert opens(other).get(public).status_code == 404
    assert Client().get(public).status_code == 302
    case.respondents.create(user=staff["supervisor"], derived=True)
    address = reverse("complaints_attachment", args=[case.number, first.public_id])
    seen = {}
    for who in ("handler", "colleague", "supervisor", "neighbour", "editor"):
        client.force_login(staff[who])
        seen[who] = client.get(address).status_code
    assert (seen.pop("handler"), seen.pop("colleague")) == (200, 200)
    assert set(seen.values()) <= {302, 404}


def test_what_can_not_be_taken_leaves_no_answer_and_no_file(client, staff, filed):
    case = filed.case
    client.force_login(staff["handler"])
    page = answer(client, case, pdf(), SimpleUploadedFile("a.pdf", b"MZ\x90\x00" * 300, "application/pdf"))
    assert page.status_code == 422
    assert "a.pdf" in page.text
    assert not Attachment.objects.exists()
    case.refresh_from_db()
    assert case.status == CaseStatus.HANDLING
    old = case.latest_event.sequence
    do_with_reasons(case, "note", staff["colleague"])
    assert answer(client, case, pdf(), sequence=old).status_code == 302, "it has changed meanwhile"
    assert not Attachment.objects.exists()
    # An act that asks for no answer takes no file.
    answer(client, make_case(), pdf(), act="accept")
    assert not Attachment.objects.exists()


def test_files_of_a_proposal_wait_with_it(client, staff, filed):
    answers_are_approved()
    case = filed.case
    client.force_login(staff["handler"])
    assert answer(client, case, pdf(), act="propose_answer").status_code == 302
    (file,) = case.attachments.all()
    public, there = reverse("complaints:file", args=[file.public_id]), opens(filed)
    assert there.get(public).status_code == 404
    client.force_login(staff["supervisor"])
    page = client.get(reverse("complaints_act", args=[case.number, "approve_answer"]))
    assert page.context["proposed_files"] == 1
    do_with_reasons(case, "approve_answer", staff["supervisor"])
    assert there.get(public).status_code == 200


def test_what_was_attached_by_who_knew_the_complainant_is_for_the_intake(client, staff, units):
    """A letter is addressed to somebody, in its pages and, as a picture, in what it shows: its text is masked
    for who may not know, and so it is closed to them.
    """
    seen = {}
    for knew in (False, True):
        case = file_case(an_intake(openness="confidential"), submission_key=f"letter-{knew}").case
        do_with_reasons(case, "accept", staff["handler"])
        if knew:
            audit.record(knowing.REVEAL, case, user=staff["handler"], reason="核对来信人是否本人")
        client.force_login(staff["handler"])
        assert answer(client, case, pdf("答复陈小满.pdf")).status_code == 302
        (file,) = case.attachments.all()
        address = reverse("complaints_attachment", args=[case.number, file.public_id])
        for kind in ("application/pdf", "image/jpeg"):
            type(file).objects.filter(pk=file.pk).update(kind=kind)
            for who in ("colleague", "supervisor", "operator"):
                client.force_login(staff[who])
                reply = client.get(address)
                body = b"".join(reply.streaming_content) if reply.streaming else reply.content
                seen[knew, kind, who] = (reply.status_code, b"%PDF" in body)
    for kind in ("application/pdf", "image/jpeg"):
        assert seen[False, kind, "colleague"] == seen[False, kind, "supervisor"] == (200, True)
        assert seen[True, kind, "colleague"] == seen[True, kind, "supervisor"] == (404, False)
        assert seen[True, kind, "operator"] == (200, False), "after a reason"


def test_nobody_approves_with_an_answer_what_they_may_not_open(client, staff, units):
    answers_are_approved()
    case = file_case(an_intake(openness="confidential"), submission_key="approved-unread").case
    do_with_reasons(case, "accept", staff["handler"])
    audit.record(knowing.REVEAL, case, user=staff["handler"], reason="核对来信人是否本人")
    client.force_login(staff["handler"])
    assert answer(client, case, pdf(), act="propose_answer").status_code == 302
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "approve_answer", staff["supervisor"])
    do_with_reasons(case, "return_answer", staff["supervisor"])


def test_a_file_of_the_office_makes_no_question_say_more(staff, units, client):
    answers_are_approved()
    case = make_case(narrative="我想申请低保，请问需要哪些材料，在哪里办理。")
    assert own_work.only_asks(case)
    client.force_login(staff["handler"])
    assert answer(client, case, pdf(), act="propose_answer").status_code == 302
    assert case.attachments.exists()
    assert own_work.only_asks(case)
