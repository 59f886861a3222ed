"""Filing on the web: nothing lost, nothing twice, no trace of who does not want to be known."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from complaints.enums import CaseKind, Openness
from complaints.models import Attachment, Case, Complainant, Draft
from tests.complaints.public.walking import (
    ANSWERS,
    NAME,
    NARRATIVE,
    PHONE,
    VILLAGE,
    a_pdf,
    challenge,
    file,
    url,
    walk,
)

pytestmark = pytest.mark.usefixtures("units")


def test_the_whole_way_files_a_case(client):
    page = file(client)
    case = Case.objects.get()
    assert (case.kind, case.channel, case.openness) == ("complaint", "web", "open")
    assert (case.title, case.narrative, case.region_id) == ("低保金没有发", NARRATIVE, VILLAGE)
    assert (case.complainant.name, case.complainant.phone) == (NAME, PHONE)
    shown = page.content.decode()
    assert page.context["confirmation"].receipt in shown
    assert page.context["confirmation"].pin in shown
    assert case.unit.name in shown
    assert not Draft.objects.exists()


def test_each_page_is_shown_with_its_question(client):
    for number, slug in enumerate(ANSWERS, start=1):
        page = client.get(url(slug))
        assert page.status_code == 200, slug
        assert str(page.context["step"].question) in page.content.decode()
        assert page.context["number"] == number
        client.post(url(slug), ANSWERS[slug])
    assert client.get(url("check")).status_code == 200


def test_the_receipt_opens_the_case(client):
    shown = file(client).context["confirmation"]
    response = client.post(
        reverse("complaints:status"), {"receipt": shown.receipt.lower(), "pin": shown.pin.lower()}
    )
    assert response.url == reverse("complaints:case")
    assert Case.objects.get().number in client.get(response.url).content.decode()


def test_nobody_skips_a_page(client):
    walk(client, until="story")
    for slug in ("who", "openness", "contact", "files", "check"):
        assert client.get(url(slug)).url == url("story")
    assert client.get(reverse("complaints:step", args=["no-such-page"])).status_code == 404


def test_what_was_answered_is_there_when_one_goes_back(client):
    walk(client)
    assert NARRATIVE in client.get(url("story")).content.decode()
    assert NAME in client.get(url("contact")).content.decode()
    assert f'value="{VILLAGE}" id="region-1" checked' in client.get(url("where")).content.decode()


@pytest.mark.parametrize(
    ("slug", "answer", "kept"),
    [
        ("story", {"narrative": "短", "title": "标题仍在"}, ["短", "标题仍在"]),
        ("story", {"narrative": "长" * 5001, "title": "标题仍在"}, ["长" * 5001, "标题仍在"]),
        ("who", {"people": "名" * 65}, ["名" * 65]),
        ("who", {"people": "\n".join(f"某{n}" for n in range(11))}, ["某10"]),
        ("contact", {"name": "", "phone": PHONE}, [PHONE]),
        ("contact", {"name": NAME, "phone": "12"}, [NAME, "12"]),
        ("contact", {"name": NAME, "phone": "", "address": ""}, [NAME]),
        ("contact", {"name": NAME, "phone": PHONE, "id_number": "320722195503071127"}, [NAME, PHONE, "1127"]),
    ],
)
def test_what_a_check_refuses_keeps_everything_typed(client, slug, answer, kept):
    walk(client, until=slug)
    page = client.post(url(slug), answer)
    shown = page.content.decode()
    assert page.status_code == 422
    assert "error-summary" in shown
    assert all(text in shown for text in kept)
    for field in page.context["form"].errors:
        assert f'href="#id_{field}"' in shown, "the summary leads to the field"


def test_numbers_are_read_however_they_are_written(client):
    contact = {
        "name": NAME,
        "phone": "０５１８－８５４０ ００００",
        "id_number": "32072219550307112x",
        "address": "",
    }
    walk(client, until="contact")
    wrong = client.post(url("contact"), contact)
    assert "phone" not in wrong.context["form"].errors
    contact["id_number"] = "１１０１０５１９４９１２３１００２ｘ"
    assert client.post(url("contact"), contact).status_code == 302
    client.post(url("files"))
    client.post(url("check"), challenge(client))
    stored = Complainant.objects.get()
    assert (stored.phone, stored.id_number) == ("051885400000", "11010519491231002X")


def test_an_anonymous_person_is_stored_nowhere(client):
    """Also not when a name was written first and the choice made after it."""
    walk(client)
    client.post(url("openness"), {"openness": "anonymous"})
    draft = Draft.objects.get()
    assert NAME not in str(draft.payload)
    assert PHONE not in str(draft.payload)
    response = client.post(url("check"), challenge(client))
    assert response.status_code == 302
    assert Case.objects.get().openness == Openness.ANONYMOUS
    assert not Complainant.objects.exists()


def test_the_contact_page_of_an_anonymous_person_takes_nothing(client):
    walk(client, until="contact", openness={"openness": "anonymous"})
    response = client.post(url("contact"), ANSWERS["contact"])
    assert response.status_code == 302
    assert NAME not in str(Draft.objects.get().payload)


def test_whom_it_is_about_decides_who_gets_it(client, units):
    file(client, who={"units": [units["township"].pk], "people": "钱某、孙某\n李某"})
    case = Case.objects.get()
    assert case.unit == units["county"]
    assert {(r.unit_id, r.name) for r in case.respondents.all()} == {
        (units["township"].pk, ""),
        (None, "钱某"),
        (None, "孙某"),
        (None, "李某"),
    }


def test_an_office_of_another_place_cannot_be_chosen(client, units):
    walk(client, until="who")
    page = client.post(url("who"), {"units": [units["other_county"].pk], "people": "周某"})
    assert page.status_code == 422
    assert "周某" in page.content.decode()


def test_another_place_asks_again_for_the_office(client, units):
    walk(client, who={"units": [units["village"].pk], "people": "周某"})
    client.post(url("where") + "?from=check", {"region": "320723100201"})
    assert client.get(url("check")).url == url("who")
    shown = client.get(url("who")).content.decode()
    assert units["village"].name not in shown
    assert "周某" in shown


def test_the_place_is_asked_level_by_level(client):
    walk(client, until="where")
    shown = client.get(url("where")).content.decode()
    assert "甲省" in shown or "乙市" in shown
    response = client.post(url("where"), {"region": "320722"})
    assert response.url == f"{url('where')}?in=320722"
    assert "和平镇" in client.get(response.url).content.decode()
    response = client.post(response.url, {"region": "320722", "here": "320722"})
    assert response.url == url("story"), "the whole county is an answer"


def test_no_place_is_a_message(client):
    walk(client, until="where")
    for answer in ({}, {"region": "999999"}, {"region": "; DROP TABLE"}):
        page = client.post(url("where"), answer)
        assert page.status_code == 422
        assert "error-summary" in page.content.decode()


def test_the_place_of_the_cookie_is_chosen_already(client):
    client.cookies["place"] = "320722100"
    walk(client, until="where")
    assert 'value="320722100" id="region-1" checked' in client.get(url("where")).content.decode()
    client.cookies["place"] = "'; <script>"
    assert client.get(url("where")).status_code == 200


def test_from_a_row_the_case_is_an_objection_to_it(client, row):
    page = client.get(url("kind"), {"row": str(row.public_id)})
    shown = page.content.decode()
    assert "石*河" in shown
    assert "石头河" not in shown
    assert page.context["form"].initial["kind"] == CaseKind.OBJECTION
    file(client, kind={"kind": "objection", "row": str(row.public_id)}, where=None)
    case = Case.objects.get()
    assert (case.kind, case.recipient, case.region_id) == ("objection", row, VILLAGE)
    assert case.programme_id == "rural-dibao"


def test_without_a_row_there_is_no_objection(client):
    page = client.get(url("kind"))
    assert 'value="objection"' not in page.content.decode()
    assert client.post(url("kind"), {"kind": "objection"}).status_code == 422


def test_a_row_that_is_gone_is_said_kindly(client):
    page = client.get(url("kind"), {"row": "9b2f6e3c-1111-4222-8333-444455556666"})
    assert page.context["row_gone"]
    assert client.get(url("kind"), {"row": "nonsense"}).status_code == 200


def test_a_row_that_goes_while_the_form_is_filled(client, row):
    walk(client, kind={"kind": "objection", "row": str(row.public_id)}, where=None)
    row.delete()
    page = client.post(url("check"), challenge(client))
    assert page.status_code == 422
    assert f'href="{url("kind")}?from=check"' in page.content.decode()
    assert NARRATIVE in page.content.decode()
    assert not Case.objects.exists()


def test_a_place_without_an_office_is_said(client):
    walk(client, where={"region": "32", "here": "32"})
    page = client.post(url("check"), challenge(client))
    assert page.status_code == 422
    assert f'href="{url("where")}?from=check"' in page.content.decode()
    assert not Case.objects.exists()


def test_a_double_click_files_once_and_shows_the_same_receipt(client):
    walk(client)
    answer = challenge(client)
    first = client.post(url("check"), answer)
    shown = client.get(first.url).context["confirmation"]
    second = client.post(url("check"), answer)
    assert second.url == first.url
    again = client.get(second.url).context["confirmation"]
    assert (again.receipt, again.pin) == (shown.receipt, shown.pin)
    assert Case.objects.count() == 1


def test_the_second_of_two_clicks_at_once_finds_the_first(client):
    """Both requests read the session before either had written it."""
    walk(client)
    answer = challenge(client)
    before = dict(client.session.items())
    first = client.get(client.post(url("check"), answer).url).context["confirmation"]
    session = client.session
    session.clear()
    session.update(before)
    session.save()
    response = client.post(url("check"), answer)
    again = client.get(response.url).context["confirmation"]
    assert (again.receipt, again.pin) == (first.receipt, first.pin)
    assert Case.objects.count() == 1


def test_the_confirmation_ends_when_both_are_noted(client):
    file(client)
    assert client.get(reverse("complaints:done")).status_code == 200
    assert client.post(reverse("complaints:done")).status_code == 302
    assert client.get(reverse("complaints:done")).url == reverse("complaints:status")


def test_the_confirmation_ends_after_half_an_hour(client):
    file(client)
    session = client.session
    session["complaints.filed"] = {**session["complaints.filed"], "until": 1}
    session.save()
    assert client.get(reverse("complaints:done")).status_code == 302


def test_another_browser_sees_no_confirmation(client):
    file(client)
    assert Client().get(reverse("complaints:done")).status_code == 302


@pytest.mark.parametrize("ask", ["picture", "words"])
def test_a_wrong_captcha_keeps_everything_and_asks_anew(client, ask):
    walk(client, files={"files": [a_pdf()]})
    answer = challenge(client, ask) | {"captcha_answer": "wrong"}
    page = client.post(url("check"), answer)
    shown = page.content.decode()
    assert page.status_code == 422
    assert page.context["challenge"].kind == ask
    assert page.context["challenge"].key != answer["captcha_key"]
    assert NARRATIVE in shown
    assert "证明.pdf" in shown
    assert not Case.objects.exists()
    assert client.post(url("check"), challenge(client, ask)).status_code == 302
    assert Case.objects.count() == 1


@pytest.mark.parametrize("answer", [{}, {"captcha_key": "x" * 100, "captcha_answer": "passed"}])
def test_no_captcha_no_case(client, answer):
    walk(client)
    assert client.post(url("check"), answer).status_code == 422
    assert not Case.objects.exists()


def test_files_come_with_the_case(client):
    file(client, files={"files": [a_pdf("一.pdf"), a_pdf("二.pdf")]})
    case = Case.objects.get()
    assert [file.original_name for file in case.attachments.order_by("pk")] == ["一.pdf", "二.pdf"]
    assert Attachment.objects.count() == 2


def test_a_form_without_a_draft_says_that_it_is_closed(client):
    page = client.get(url("story"))
    assert page.status_code == 410
    assert reverse("complaints:new") in page.content.decode()
    assert client.post(url("check"), {}).status_code == 410


def test_what_is_sent_to_a_closed_form_is_not_lost(client):
    """The session ended while the narrative was being written."""
    response = client.post(url("story"), ANSWERS["story"])
    assert response.status_code == 302
    client.post(url("kind"), ANSWERS["kind"])
    client.post(url("where"), ANSWERS["where"])
    assert NARRATIVE in client.get(url("story")).content.decode()


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


def test_the_form_is_english_under_en(client):
    with translation.override("en"):
        assert url("kind") == "/en/complaints/new/"
        page = client.get(url("kind")).content.decode()
        assert "What would you like to do?" in page
        file_page = file(client)
        assert "Your matter has arrived" in file_page.content.decode()
    translation.activate("zh-hans")


@pytest.mark.parametrize(
    ("slug", "most"), [("kind", 14), ("where", 16), ("story", 12), ("who", 14), ("check", 18)]
)
def test_a_page_asks_the_database_little(client, django_assert_max_num_queries, slug, most):
    walk(client, until=slug)
    client.get(url(slug))
    with django_assert_max_num_queries(most):
        client.get(url(slug))
