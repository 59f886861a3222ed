"""No trace of anyone: not in sessions, logs, caches, other browsers; none at all of the anonymous."""

import logging

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from complaints.enums import ReporterIdentity
from complaints.models import Attachment, Case, Complainant, Draft
from organizations.models import Session
from tests.complaints.public.citizen import (
    ANSWERS,
    NAME,
    NARRATIVE,
    PHONE,
    a_pdf,
    challenge,
    file,
    url,
    walk,
)

pytestmark = pytest.mark.usefixtures("units")


def test_an_anonymous_person_is_stored_nowhere(client):
    """Also not when a name was written first and the choice made after it."""
    walk(client)
    client.post(url("openness"), {"openness": "anonymous"})
    draft = Draft.objects.get()
    assert NAME not in str(draft.payload)
    assert PHONE not in str(draft.payload)
    response = client.post(url("check"), challenge(client))
    assert response.status_code == 302
    assert Case.objects.get().openness == ReporterIdentity.ANONYMOUS
    assert not Complainant.objects.exists()


def test_the_contact_page_of_an_anonymous_person_takes_nothing(client):
    walk(client, until="contact", openness={"openness": "anonymous"})
    response = client.post(url("contact"), ANSWERS["contact"])
    assert response.status_code == 302
    assert NAME not in str(Draft.objects.get().payload)


def test_another_browser_sees_no_confirmation(client):
    file(client)
    assert Client().get(reverse("complaints:done")).status_code == 302


def test_what_was_written_can_be_deleted(client, django_capture_on_commit_callbacks):
    walk(client, files={"files": [a_pdf()]})
    name = Attachment.objects.get().file.name
    storage = Attachment.objects.get().file.storage
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("complaints:discard")).status_code == 302
    assert not Draft.objects.exists()
    assert not Attachment.objects.exists()
    assert not storage.exists(name)
    assert client.get(url("check")).status_code == 410


def test_a_session_holds_no_word_of_it(client):
    walk(client, who={"people": "钱某某"})
    session = client.session
    plain = str(dict(session.items()))
    file_page = client.post(url("check"), challenge(client))
    shown = client.get(file_page.url).context["confirmation"]
    plain += str(dict(client.session.items()))
    for secret in (
        NARRATIVE,
        NAME,
        PHONE,
        "钱某某",
        shown.receipt,
        shown.pin,
        shown.receipt.replace("-", ""),
    ):
        assert secret not in plain
    assert Session.objects.exists()


def test_the_draft_is_not_readable_in_the_database(client):
    walk(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key_index, payload FROM complaints_draft")
        stored = str(cursor.fetchall())
    assert NARRATIVE not in stored
    assert NAME not in stored
    assert client.session["complaints.draft"] not in stored


def test_no_log_line_knows_anyone(client, caplog):
    with caplog.at_level(logging.DEBUG):
        shown = file(client, who={"people": "钱某某"}).context["confirmation"]
        client.post(reverse("complaints:status"), {"receipt": shown.receipt, "pin": "WRONG1"})
        client.post(reverse("complaints:status"), {"receipt": shown.receipt, "pin": shown.pin})
        client.get(reverse("complaints:case"))
    lines = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("django.db")
    )
    for secret in (NARRATIVE, NAME, PHONE, "钱某某", shown.receipt, shown.pin):
        assert secret not in lines


def test_no_page_is_kept_by_a_cache(client):
    walk(client)
    for address in (url("kind"), url("story"), url("check"), reverse("complaints:status")):
        page = client.get(address)
        assert "no-store" in page.headers["Cache-Control"], address
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert page.headers["X-Robots-Tag"] == "noindex"


def test_a_page_writes_neither_styles_nor_scripts_into_itself(client):
    pages = [client.get(url(slug)).content.decode() for slug in ("kind",)]
    for slug, answer in ANSWERS.items():
        client.post(url(slug), answer)
        pages.append(client.get(url(slug)).content.decode())
    pages.append(client.get(url("check")).content.decode())
    pages.append(client.get(client.post(url("check"), challenge(client)).url).content.decode())
    for shown in pages:
        assert " style=" not in shown
        assert "<style" not in shown
        assert "<script>" not in shown
        assert " onclick=" not in shown


def test_a_form_begun_before_a_case_was_opened_here_is_asked_about_and_not_shown(client, units):
    """Phones are shared: it may be somebody else's."""
    shown = file(Client()).context["confirmation"]
    walk(client, until="openness")
    client.post(reverse("complaints:status"), {"receipt": shown.receipt, "pin": shown.pin})
    for slug in ("kind", "story", "openness", "check"):
        page = client.get(url(slug), follow=True)
        assert page.redirect_chain[-1][0] == reverse("complaints:unsent"), slug
        assert NARRATIVE not in page.content.decode()
    assert client.post(reverse("complaints:unsent")).url == url("openness")
    assert NARRATIVE in client.get(url("story")).content.decode()
