"""Attachments on the staff site: only with the case, only for saving, always in the log."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from complaints.models import Attachment, CaseLogEntry
from tests.complaints.making import make_case


@pytest.fixture
def attachment(units):
    case = make_case()
    found = Attachment(case=case, original_name="流水 <b>.html", kind="application/pdf", size=4)
    found.file.save("evidence.pdf", ContentFile(b"%PDF"))
    return found


def address(attachment, case=None):
    return reverse("complaints_attachment", args=[(case or attachment.case).pk, attachment.pk])


def test_it_is_sent_for_saving_and_logged(client, staff, attachment):
    client.force_login(staff["handler"])
    response = client.get(address(attachment))
    assert b"".join(response) == b"%PDF"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    (entry,) = CaseLogEntry.objects.filter(action="complaints.download")
    assert (entry.user, entry.data) == (staff["handler"], {"attachment": attachment.pk})


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
