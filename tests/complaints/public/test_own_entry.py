"""What is there in my name? Nothing of who asks is kept or put into an address; the next step is a report."""

import logging
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from complaints.enums import CaseKind, Matter
from complaints.models import Case, Draft
from complaints.public import captcha, drafts
from disclosure import own_index
from disclosure.public import own_entry
from tests.complaints.public.citizen import NARRATIVE, challenge, url, walk
from tests.complaints.public.test_crowding import answer_of

ADDRESS = reverse("own-entry")
NAME, LAST = "石头河", "071126"


@pytest.fixture(autouse=True)
def found(row):
    """The published row, as publication would have written it."""
    row.own_index = own_index.index_of(row.holder_name, row.id_number)
    row.save()
    return row


def ask(client, name=NAME, last=LAST, **changes):
    return client.post(ADDRESS, {"name": name, "last": last, **answer_of(client.get(ADDRESS)), **changes})


def test_who_says_both_sees_the_masked_row_and_nothing_of_the_number(client):
    page = ask(client).content.decode()
    assert "石*河" in page
    assert "640" in page
    for protected in (NAME, LAST, "320722195503071126"):
        assert protected not in page


@pytest.mark.parametrize(("name", "last"), [(NAME, "071127"), ("石头江", LAST)])
def test_with_one_of_them_wrong_there_is_nothing_but_the_report_is_next_all_the_same(client, name, last):
    page = ask(client, name, last).content.decode()
    assert "石*河" not in page
    assert f'href="{reverse("complaints:new")}?about=my-name"' in page


@pytest.mark.parametrize("last", ["", "12345", "1234567", "x12345", "320722195503071126"])
def test_what_is_no_last_six_is_said_and_kept(client, last):
    page = ask(client, last=last)
    assert page.status_code == 200
    assert page.context["form"].errors["last"]
    assert NAME in page.content.decode()


@pytest.mark.parametrize("last", ["０７１１２６", " 071126 ", "071 126"])
def test_a_phones_keyboard_and_blanks_are_forgiven(client, last):
    assert "石*河" in ask(client, last=last).content.decode()


def test_without_the_right_answer_nothing_is_looked_up(client):
    page = ask(client, captcha_answer="wrong")
    assert "石*河" not in page.content.decode()
    assert NAME in page.content.decode()
    used = answer_of(page)
    assert "石*河" in client.post(ADDRESS, {"name": NAME, "last": LAST, **used}).content.decode()
    assert "石*河" not in client.post(ADDRESS, {"name": NAME, "last": LAST, **used}).content.decode(), (
        "used up"
    )


def test_who_cannot_see_the_picture_is_asked_in_words_and_keeps_what_was_typed(client):
    page = ask(client, another=captcha.WORDS)
    assert page.context["challenge"].kind == captcha.WORDS
    assert NAME in page.content.decode()
    assert "error-summary" not in page.content.decode()


def test_an_entry_and_none_cost_the_same_statements(client):
    counts = []
    for name in (NAME, "无此人"):
        answer = answer_of(client.get(ADDRESS))
        with CaptureQueriesContext(connection) as queries:
            client.post(ADDRESS, {"name": name, "last": LAST, **answer})
        counts.append([query["sql"].split(" ")[0] for query in queries])
    assert counts[0] == counts[1]


def test_the_answer_is_kept_nowhere(client, caplog):
    entries, unsent = ModelLogEntry.objects.count(), Draft.objects.count()
    with caplog.at_level(logging.DEBUG):
        response = ask(client)
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert (ModelLogEntry.objects.count(), Draft.objects.count()) == (entries, unsent)
    for protected in (NAME, LAST):
        assert protected not in str(dict(client.session)) + response.request["QUERY_STRING"]
        assert protected not in "".join(
            record.getMessage() for record in caplog.records if "sql" not in record.__dict__
        )


def test_who_asks_often_about_one_name_waits_and_what_was_typed_is_kept(client):
    for _number in range(own_entry.BY_PAIR.allowed + 1):
        assert ask(client, last="999999").status_code == 200
    refused = ask(client)
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert NAME in refused.content.decode()
    assert "石*河" not in refused.content.decode()


def test_the_report_begins_as_one_about_money_and_names_nobody_in_an_address(client, found):
    page = ask(client).content.decode()
    assert not re.search(rf"""(href|action)="[^"]*{found.public_id}""", page)
    (form,) = re.findall(rf'<form[^>]*action="{reverse("complaints:new")}".*?</form>', page, re.S)
    assert 'method="post"' in form
    assert "csrfmiddlewaretoken" in form
    sent = dict(re.findall(r'name="(kind|about|row)" value="([^"]*)"', form))
    assert sent["row"] == str(found.public_id)
    begun = client.post(reverse("complaints:new"), sent)
    assert begun.status_code == 302
    assert "?" not in begun["Location"]
    assert "no-store" in begun["Cache-Control"]
    assert client.get(reverse("complaints:new")).context["row"].public.public_id == found.public_id
    assert drafts.answers_of(drafts.current(client.session)).matter == Matter.MONEY
    walk(client, kind=None, where=None, matter={"matter": "money"}, story={"narrative": NARRATIVE})
    client.post(url("check"), challenge(client))
    filed = Case.objects.get()
    assert (filed.kind, filed.matter, filed.recipient_id) == (CaseKind.REPORT, Matter.MONEY, found.pk)


def test_who_changes_the_kind_at_the_door_says_the_matter_anew(client):
    client.post(f"{reverse('complaints:new')}?about=my-name", {"kind": "complaint"})
    assert drafts.answers_of(drafts.current(client.session)).matter == ""
