"""An answer quotes the standard that applies, in the words of the rows and in nobody's own."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints.enums import EventKind
from complaints.staff import quoting
from disclosure.models import AssistanceStandard, Programme
from tests.complaints.factories import make_case

pytestmark = pytest.mark.django_db
QUOTED = "农村低保保障标准"


@pytest.fixture
def standard(units):
    def standard(amount=730, *, days=-90, programme="rural-dibao", outcome="done"):
        return AssistanceStandard.objects.create(
            programme_id=programme,
            region_id="3207",
            sort="difference",
            measure="yuan-person",
            amount=amount,
            valid_from=timezone.localdate() + timedelta(days=days),
            document="演民发〔2026〕1号",
            outcome=outcome,
        )

    return standard


def address(case):
    return reverse("complaints_act", args=[case.number, EventKind.ANSWER])


@pytest.fixture
def asked(staff, client):
    """An enquiry, and its handler at the form."""
    client.force_login(staff["handler"])
    return make_case(programme_code="rural-dibao")


def test_what_is_ticked_is_put_below_the_answer(asked, client, standard):
    standard()
    page = client.get(address(asked)).content.decode()
    assert "当地适用的标准" in page
    assert "730元/人/月" in page
    assert "checked" not in page[page.index('name="quoted"') :][:200]
    data = {
        "sequence": asked.latest_event.sequence,
        "text": "按标准计算。",
        "quoted": list(quoting.quotations(asked)),
    }
    assert client.post(address(asked), data).status_code == 302
    asked.refresh_from_db()
    said = asked.events.filter(kind=EventKind.ANSWER).get().text
    assert said.startswith("按标准计算。")
    assert "730元/人/月" in said
    assert "演民发〔2026〕1号" in said
    assert "例如" in said


def test_nothing_is_added_unasked(asked, client, standard):
    standard()
    data = {"sequence": asked.latest_event.sequence, "text": "请到窗口办理。"}
    assert client.post(address(asked), data).status_code == 302
    assert asked.events.filter(kind=EventKind.ANSWER).get().text == "请到窗口办理。"


def test_no_other_words_can_be_slipped_in(asked, client, standard):
    standard()
    data = {"sequence": asked.latest_event.sequence, "text": "请看。", "quoted": ["每月九千元"]}
    assert client.post(address(asked), data).status_code == 422
    assert not asked.events.filter(kind=EventKind.ANSWER).exists()


def test_only_what_is_confirmed_holds_and_each_day_has_its_own(asked, standard):
    assert quoting.quotations(asked) == {}
    standard(999, outcome="")
    standard(880, days=5)
    assert quoting.quotations(asked) == {}
    standard(730)
    asked.received_at = timezone.now() - timedelta(days=10)
    standard(800, days=-3)
    found = "".join(quoting.quotations(asked).values())
    assert "730" in found
    assert "800" in found
    assert "880" not in found


def test_a_case_of_no_programme_may_quote_each(asked, standard):
    standard()
    standard(830, programme="urban-dibao")
    asked.programme = None
    assert {key.partition("/")[0] for key in quoting.quotations(asked)} == {"rural-dibao", "urban-dibao"}
    asked.programme = Programme.objects.get(pk="urban-dibao")
    assert {key.partition("/")[0] for key in quoting.quotations(asked)} == {"urban-dibao"}


def test_too_long_an_answer_says_so_and_is_kept(asked, client, standard):
    standard()
    text = "长" * 19_990
    data = {"sequence": asked.latest_event.sequence, "text": text, "quoted": list(quoting.quotations(asked))}
    response = client.post(address(asked), data)
    assert response.status_code == 422
    assert "请缩短正文" in response.content.decode()
    assert text in response.content.decode()
