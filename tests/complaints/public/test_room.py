"""What is everybody's: forms and files of all come to an end, and neither one nor many use them up."""

import pytest
from django.test import Client
from django.urls import reverse

from complaints.models import Attachment, Case, Draft
from complaints.public import attachments, crowding, drafts
from complaints.public.answers import FilingAnswers
from protection.uploads import MEGABYTE
from tests.complaints.public.citizen import NARRATIVE, PDF, VILLAGE, a_pdf, file, url, walk
from tests.complaints.public.test_crowding import (
    ELSEWHERE,
    HERE,
    NEXT_DOOR,
    OTHER_48,
    V6,
    fill,
    of_48,
    shrink,
)

pytestmark = pytest.mark.usefixtures("units")


@pytest.mark.parametrize(
    ("held", "size", "fits"),
    [
        ({}, 2048, True),
        ({}, 2049, False),
        ({HERE: 2000}, 48, True),
        ({HERE: 2000}, 49, False),
        ({NEXT_DOOR: 2048}, 1024, True),
        ({NEXT_DOOR: 2048, HERE: 1024}, 1, False),
        ({NEXT_DOOR: 2048, HERE: 1024}, 0, True),
        ({of_48(1): 1000, of_48(2): 1000}, 1048, True),
        ({V6: 1000, of_48(1): 1000}, 49, False),
        ({OTHER_48: 2048, of_48(1): 600}, 424, True),
        ({f"198.51.100.{at}": 195 for at in range(20)}, 98, True),
    ],
)
def test_no_number_of_networks_uses_up_what_is_everybodys(held, size, fits):
    """Megabytes held by network, and whether another form may hold so many. The visitor's network is HERE, or
    V6 where that is among those that hold.
    """
    for network, megabytes in held.items():
        fill(network, number=1, size=megabytes * MEGABYTE)
    visitor = next((each for each in held if each in (HERE, V6)), of_48(1) if OTHER_48 in held else HERE)
    origin = crowding.stranger(visitor)
    draft = Draft(network=origin.network, around=origin.around)
    assert crowding.has_room(size * MEGABYTE, draft) is fits


def test_a_form_beyond_that_is_told_how_its_files_still_get_there():
    fill(number=1, size=crowding.limit("megabytes", "all").most // 2 * MEGABYTE)
    visitor, other = Client(REMOTE_ADDR=HERE), Client(REMOTE_ADDR=ELSEWHERE)
    for client in (visitor, other):
        walk(client, until="files")
    Draft.objects.update(answered=True)
    before = Attachment.objects.count()
    visitor.post(url("files"), {"files": [a_pdf()], "add": "1"})
    assert "回执号" in str(visitor.get(url("files")).context["refused"])
    other.post(url("files"), {"files": [a_pdf()], "add": "1"})
    assert Attachment.objects.count() == before + 1


def test_when_all_are_full_it_is_said_whom_to_call_and_nothing_typed_is_lost(monkeypatch):
    shrink(monkeypatch, "forms", "all", most=2)
    fill(number=2)
    page = Client().post(url("story"), {"narrative": NARRATIVE, "title": ""})
    assert page.status_code == 503
    assert NARRATIVE in page.content.decode()
    assert Draft.objects.count() == 2


def test_a_form_without_a_word_makes_way_the_oldest_first(monkeypatch):
    shrink(monkeypatch, "forms", "all", most=3)
    writer, looker = Client(REMOTE_ADDR=HERE), Client(REMOTE_ADDR=NEXT_DOOR)
    for client in (writer, looker):
        client.post(url("kind"), {"kind": "enquiry"})
    writer.post(url("where"), {"region": VILLAGE})
    writer.post(url("story"), {"narrative": NARRATIVE, "title": ""})
    writer.post(url("reach"), {"reach": ""})
    fill(OTHER_48, number=1, written=False)
    Client(REMOTE_ADDR=ELSEWHERE).post(url("kind"), {"kind": "complaint"})
    assert Draft.objects.count() == 3
    assert writer.get(url("openness")).status_code == 200
    assert looker.get(url("where")).status_code == 410, "it was the oldest"
    looker.post(url("story"), {"narrative": NARRATIVE, "title": ""})
    assert Draft.objects.filter(written=True).count() == 2, "what is written into it begins it anew"
    Draft.objects.update(written=True)
    assert Client().post(url("kind"), {"kind": "complaint"}).status_code == 503


@pytest.mark.parametrize(
    "answers",
    [
        {"narrative": "钱"},
        {"title": "钱"},
        {"people": ["某人"]},
        {"name": "柳"},
        {"phone": "1"},
        {"address": "东"},
    ],
)
def test_a_word_is_a_word_wherever_it_stands(answers):
    draft = drafts.begin(Client().session)
    drafts.keep(draft, FilingAnswers(kind="report"))
    assert not Draft.objects.get().written
    drafts.keep(draft, FilingAnswers(**answers))
    drafts.keep(draft, FilingAnswers(kind="report"))
    assert Draft.objects.get().written, "and stays one"


def test_who_follows_a_case_takes_no_room_of_strangers_and_has_a_bound(monkeypatch):
    shown = file(Client()).context["confirmation"]

    def write(text):
        owner = Client()
        owner.post(reverse("complaints:status"), {"receipt": shown.receipt, "pin": shown.pin})
        return owner.post(
            reverse("complaints:write"),
            {"first_reader": "office", "text": text, "add": "1", "files": [a_pdf()]},
        )

    shrink(monkeypatch, "unsent", "case", most=2)
    assert [write(f"第{at}次").status_code for at in range(3)] == [302, 302, 503]
    assert not crowding.of_strangers().exists()
    assert crowding.held(crowding.stranger(HERE)).all == 0
    assert crowding.unsent(Case.objects.get().pk) == 2 * len(PDF)
    monkeypatch.setattr(attachments, "HELD_BY_CASE", 2 * len(PDF))
    shrink(monkeypatch, "unsent", "case", most=60)
    write("再来一次")
    assert Attachment.objects.count() == 2, "what lies unsent counts for the case"


def test_what_a_begun_form_costs_us(monkeypatch, django_assert_num_queries):
    session, origin = Client().session, crowding.stranger(HERE)
    with django_assert_num_queries(3):  # what is over, the number of all, the form itself
        drafts.begin(session, origin=origin)
    shrink(monkeypatch, "forms", "all", most=1)
    with django_assert_num_queries(11):
        drafts.begin(session, origin=origin)
    assert Draft.objects.count() == 1
