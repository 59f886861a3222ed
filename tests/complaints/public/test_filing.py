"""Filing on the web: nothing lost, nothing twice."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import translation

from complaints.enums import CaseKind
from complaints.identity import receipts
from complaints.kinds import kind_of
from complaints.models import Attachment, Case, Complainant, Draft
from tests.complaints.public.citizen import (
    ANSWERS,
    NAME,
    NARRATIVE,
    PHONE,
    VILLAGE,
    a_pdf,
    challenge,
    file,
    refused,
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
    for number, slug in enumerate((slug for slug in ANSWERS if slug != "reach"), start=1):
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
        ("story", {"narrative": " ", "title": "标题仍在"}, ["标题仍在"]),
        ("story", {"narrative": "长" * 20_001, "title": "标题仍在"}, ["长" * 20_001, "标题仍在"]),
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
    page = refused(client, url(slug), answer)
    shown = page.content.decode()
    assert "error-summary" in shown
    assert all(text in shown for text in kept)
    assert "maxlength" not in shown[shown.index("<main") :], "a browser would cut what is pasted"
    for field in page.context["form"].errors:
        assert f'href="#id_{field}"' in shown, "the summary leads to the field"


def test_numbers_are_read_however_they_are_written(client):
    contact = {
        "name": NAME,
        "phone": "０５１８－８５４０ ００００",
        "id_number": "32072219550307112x",
        "id_consent": "on",
        "address": "",
    }
    walk(client, until="contact")
    wrong = refused(client, url("contact"), contact)
    assert "phone" not in wrong.context["form"].errors
    contact["id_number"] = "１１０１０５１９４９１２３１００２ｘ"
    assert client.post(url("contact"), contact).status_code == 302
    client.post(url("files"))
    client.post(url("check"), challenge(client))
    stored = Complainant.objects.get()
    assert (stored.phone, stored.id_number) == ("051885400000", "11010519491231002X")


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


@pytest.mark.parametrize("ask", ["picture", "words"])
def test_a_wrong_captcha_keeps_everything_and_asks_anew(client, ask):
    walk(client, files={"files": [a_pdf()]})
    answer = challenge(client, ask) | {"captcha_answer": "wrong"}
    page = refused(client, url("check"), answer)
    shown = page.content.decode()
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
    refused(client, url("check"), answer)
    assert not Case.objects.exists()


def test_files_come_with_the_case(client):
    file(client, files={"files": [a_pdf("一.pdf"), a_pdf("二.pdf")]})
    case = Case.objects.get()
    assert [file.original_name for file in case.attachments.order_by("pk")] == ["一.pdf", "二.pdf"]
    assert Attachment.objects.count() == 2


OTHER = "另一件事：我家的房子漏雨，社区说没有办法。"


def test_another_story_sent_from_a_page_that_was_still_open_is_a_form_of_its_own(client):
    """It was answered with the receipt of the form sent before, and lost."""
    receipt = file(client).context["confirmation"].receipt
    response = client.post(url("story"), {"narrative": OTHER, "title": ""})
    assert "已经提交" in client.get(response.url, follow=True).content.decode()
    assert Draft.objects.get().payload["narrative"] == OTHER
    assert client.get(reverse("complaints:done")).context["confirmation"].receipt == receipt
    walk(client, story=None)
    assert OTHER in client.get(url("check")).content.decode()
    assert Case.objects.count() == 1


@pytest.mark.parametrize("slug", ["where", "who", "contact", "files"])
def test_what_else_is_changed_after_sending_is_said_not_to_be_in_it(client, slug):
    file(client)
    answer = {"files": [a_pdf()]} if slug == "files" else ANSWERS[slug]
    response = client.post(url(slug), answer)
    assert response.url == reverse("complaints:done")
    assert "没有包含在内" in client.get(response.url).content.decode()
    assert not Draft.objects.exists()


def test_a_story_sent_before_its_turn_is_kept(client):
    client.post(url("kind"), ANSWERS["kind"])
    assert client.post(url("story"), {"narrative": OTHER, "title": ""}).status_code == 302
    assert Draft.objects.get().payload["narrative"] == OTHER
    assert client.get(url("who")).url == url("where"), "and the question before it is asked first"


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
    client.post(url("matter"), ANSWERS["matter"])
    assert NARRATIVE in client.get(url("story")).content.decode()


def test_the_form_is_english_under_en(client):
    with translation.override("en"):
        assert url("kind") == "/en/complaints/new/"
        page = client.get(url("kind")).content.decode()
        assert "What would you like to do?" in page
        file_page = file(client)
        assert "Your matter has arrived" in file_page.content.decode()
    translation.activate("zh-hans")


@pytest.mark.parametrize(
    ("slug", "most"), [("kind", 14), ("where", 16), ("story", 12), ("who", 14), ("check", 23)]
)
def test_a_page_asks_the_database_little(client, django_assert_max_num_queries, slug, most):
    walk(client, until=slug)
    client.get(url(slug))
    with django_assert_max_num_queries(most):
        client.get(url(slug))


def test_characters_that_nobody_sees_are_not_stored(client, units):
    file(
        client,
        story={"narrative": "八月起没有收到\u202e低保金，问了村里两次。", "title": "低保\x0b金"},
        who={"people": "孙\u200b会计"},
    )
    case = Case.objects.get()
    assert (case.title, case.narrative) == ("低保金", "八月起没有收到低保金，问了村里两次。")
    assert [about.name for about in case.respondents.all()] == ["孙会计"]


def test_the_pin_is_hashed_before_the_lock_is_taken_and_only_for_a_right_answer(client, monkeypatch):
    """Argon2 takes a tenth of a second; inside SQLite's one write lock everybody would wait for it."""
    hashed_within = []
    real = receipts.hash_pin

    def watched(pin):
        hashed_within.append(connection.in_atomic_block and len(connection.savepoint_ids))
        return real(pin)

    monkeypatch.setattr(receipts, "hash_pin", watched)
    walk(client)
    outside = connection.in_atomic_block and len(connection.savepoint_ids)
    refused(client, url("check"), challenge(client) | {"captcha_answer": "wrong"})
    assert hashed_within == []
    assert client.post(url("check"), challenge(client)).status_code == 302
    assert hashed_within == [outside]


@pytest.mark.parametrize(
    "typed",
    ["0518—85400000", "0518–85400000", "0518‐85400000", "0518－85400000", "(0518) 85400000", "0518·85400000"],
)
def test_a_dash_of_any_kind_stands_in_a_telephone_number(client, typed):
    walk(client, until="contact")
    client.post(url("contact"), {"name": NAME, "phone": typed})
    assert client.get(url("files")).context["answers"].phone == "051885400000"


def test_every_kind_says_what_it_is_for(client):
    assert str(kind_of(CaseKind.REPORT).hint) in client.get(url("kind")).content.decode()


def test_the_field_for_files_says_which_it_takes(client):
    walk(client, until="files")
    assert 'accept=".amr,.docx,.heic,.jpg,' in client.get(url("files")).content.decode()


def test_however_few_words_are_a_complaint(client):
    file(client, story={"narrative": "扣存折"})
    assert Case.objects.get().narrative == "扣存折"


def test_what_was_refused_is_gone_with_the_draft(client):
    walk(client, until="contact")
    refused(client, url("contact"), {"name": NAME, "phone": "12"})
    client.post(reverse("complaints:discard"))
    assert not Draft.objects.exists()


def test_an_identity_that_was_refused_is_dropped_by_who_turns_anonymous(client):
    walk(client, until="contact")
    refused(client, url("contact"), {"name": NAME, "phone": "12"})
    client.post(url("openness"), {"openness": "anonymous"})
    assert NAME not in str([draft.payload for draft in Draft.objects.all()])


def test_a_refused_answer_to_a_form_that_was_closed_waits_for_its_page(client):
    long = "很长的话。" * 1200
    response = client.post(url("story"), {"narrative": long}, follow=True)
    assert response.redirect_chain[-1][0] == url("kind")
    walk(client, until="story")
    assert long in client.get(url("story")).content.decode()


def test_who_complains_in_confidence_is_told_that_nobody_is_shown_the_name_nor_can_call(client, units):
    """Of a complaint from the web no desk learns who it is: who waits for a call would wait for nothing."""
    walk(client, until="openness")
    page = client.get(url("openness")).content.decode()
    assert "这里谁也看不到" in page
    assert "登记的人也可以给您打电话" not in page
    client.post(url("openness"), {"openness": "confidential"})
    assert "这些这里谁也看不到" in client.get(url("contact")).content.decode()
