"""Attachments on the staff site: only with the case, only for saving, always in the log."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from complaints.models import Attachment, CaseLogEntry
from organizations import kept_forms
from organizations.enums import Role
from tests.complaints.factories import hand_to, make_case
from tests.organizations.factories import make_person


@pytest.fixture
def attachment(units):
    case = make_case()
    found = Attachment(case=case, original_name="流水 <b>.html", kind="application/pdf", size=4)
    found.file.save("evidence.pdf", ContentFile(b"%PDF"))
    return found


def address(attachment, case=None):
    return reverse("complaints_attachment", args=[(case or attachment.case).number, attachment.public_id])


def test_it_is_sent_for_saving_and_logged(client, staff, attachment):
    client.force_login(staff["handler"])
    response = client.get(address(attachment))
    assert b"".join(response) == b"%PDF"
    name = f'attachment; filename="{attachment.case.number}-1.pdf"'
    assert response["Content-Disposition"] == name, "the sender's name for it stays out"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    (entry,) = CaseLogEntry.objects.filter(action="complaints.download")
    assert (entry.user, entry.data) == (staff["handler"], {"file": 1, "tells": False})


@pytest.mark.parametrize("who", ["neighbour", "editor", "administrator", "other_operator"])
def test_others_do_not_get_it(client, staff, attachment, who):
    client.force_login(staff[who])
    assert client.get(address(attachment)).status_code in (302, 404)
    assert not CaseLogEntry.objects.filter(action="complaints.download").exists()


def test_another_case_does_not_open_it(client, staff, attachment):
    client.force_login(staff["handler"])
    assert client.get(address(attachment, make_case())).status_code == 404


def test_without_a_login_there_is_nothing(client, attachment):
    assert client.get(address(attachment)).status_code == 302


def test_it_is_not_under_any_public_address(client, attachment):
    assert "evidence" not in attachment.file.name
    assert client.get(f"/media/{attachment.file.name}").status_code == 404
    assert client.get(f"/private/{attachment.file.name}").status_code == 404


@pytest.mark.parametrize("openness", ["confidential", "anonymous"])
def test_a_paper_that_may_tell_who_is_for_the_intake_after_a_reason(client, staff, units, openness):
    case = make_case(openness=openness)
    paper = Attachment(case=case, original_name="陈小满.pdf", kind="application/pdf", size=4)
    paper.file.save("evidence.pdf", ContentFile(b"%PDF"))
    for who in ("handler", "supervisor", "inspector"):
        client.force_login(staff[who])
        assert address(paper) not in client.get(reverse("case:inspect", args=[case.number])).content.decode()
        assert client.get(address(paper)).status_code == 404
        assert client.post(address(paper), {"reason": "核对银行流水"}).status_code == 404
    client.force_login(staff["operator"])
    assert address(paper) in client.get(reverse("case:inspect", args=[case.number])).content.decode()
    assert b"%PDF" not in client.get(address(paper)).content
    assert client.post(address(paper), {"reason": ""}).status_code == 422
    kept_forms.keep(kept_forms.Ticket(staff["operator"].pk, address(paper)), {"reason": ["核对银行流水"]})
    assert "核对银行流水" in client.get(address(paper)).content.decode(), "typed when the login had ended"
    assert not CaseLogEntry.objects.filter(action="complaints.download").exists()
    response = client.post(address(paper), {"reason": "核对银行流水"})
    assert b"".join(response) == b"%PDF"
    assert "陈小满" not in str(response.headers)
    (entry,) = CaseLogEntry.objects.filter(action="complaints.download")
    assert (entry.user, entry.data["reason"]) == (staff["operator"], "核对银行流水")


@pytest.mark.parametrize(
    ("said", "opened_by"),
    [
        ({"kind": "complaint"}, {"county_supervisor", "city_supervisor"}),
        ({"kind": "report", "matter": "conduct"}, {"county_supervisor", "city_supervisor"}),
        ({"kind": "report", "matter": "money"}, {"inspector"}),
        ({"kind": "complaint", "region_code": "320722"}, {"city_supervisor"}),
        ({"kind": "enquiry", "matter": "conduct"}, {"city_supervisor"}),
        ({"kind": "enquiry", "narrative": "胖子收了我两千元好处费才肯办。"}, {"inspector"}),
    ],
)
@pytest.mark.parametrize("openness", ["confidential", "anonymous"])
def test_what_the_desk_does_not_open_is_opened_above_the_office_of_the_place(
    client, staff, units, openness, said, opened_by
):
    """Else nobody could, and the evidence would be lost."""
    staff["city_supervisor"] = make_person("市审", (units["city"], Role.SUPERVISOR))
    case = make_case(openness=openness, **said)
    paper = Attachment(case=case, original_name="陈小满.pdf", kind="application/pdf", size=4)
    paper.file.save("evidence.pdf", ContentFile(b"%PDF"))
    if said == {"kind": "complaint"}:
        hand_to(case, staff["county_supervisor"], units["township"])
    assert {name for name, user in staff.items() if _opens(client, user, paper)} == opened_by


def _opens(client, user, paper):
    """Whether the user gets the file for a reason, and only for one."""
    client.force_login(user)
    assert b"%PDF" not in b"".join(client.get(address(paper)))
    answer = client.post(address(paper), {"reason": "核对银行流水"})
    return answer.status_code == 200 and b"".join(answer) == b"%PDF"


def test_a_picture_drawn_anew_is_for_who_handles_the_case(client, staff, units):
    picture = Attachment(case=make_case(openness="anonymous"), kind="image/jpeg", size=4)
    picture.file.save("evidence.jpg", ContentFile(b"jpeg"))
    client.force_login(staff["handler"])
    assert b"".join(client.get(address(picture))) == b"jpeg"


def test_what_acts_by_itself_is_marked_and_sent_as_a_neutral_type(client, staff, attachment):
    Attachment.objects.filter(pk=attachment.pk).update(active="launch script")
    client.force_login(staff["handler"])
    page = client.get(f"/staff/cases/inspect/{attachment.case.number}/").content.decode()
    assert "会自动启动的程序" in page
    assert "脚本" in page
    response = client.get(address(attachment))
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
