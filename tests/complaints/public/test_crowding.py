"""Where very many forms come from one network the next ones cost an answer; nobody is refused but by all."""

from dataclasses import replace
from datetime import timedelta

import pytest
from captcha.models import CaptchaStore
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.models import Attachment, Case, CaseEvent, Draft
from complaints.public import crowding
from complaints.public.crowding import CrowdLimit
from protection.uploads import MEGABYTE
from tests.complaints.public.citizen import NARRATIVE, a_pdf, challenge, file, url, walk

pytestmark = pytest.mark.usefixtures("units")

HERE, NEXT_DOOR, ELSEWHERE = "203.0.113.7", "203.0.113.8", "198.51.100.1"
PIECE = 1024 * MEGABYTE
V6, SAME_64, OTHER_64 = "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"
OTHER_48 = "2001:db8:2:2::1"
FREE, FREE_FILES = crowding.limit("forms", "network").free, crowding.limit("megabytes", "network").free


def fill(network: str = HERE, number: int = FREE, size: int = 0, written: bool = True) -> None:
    """So many forms were begun from a network just now, as many as are free; or one with so many bytes."""
    origin = crowding.stranger(network)
    forms = [
        Draft(
            key_index=f"{network} {at} {size}", network=origin.network, around=origin.around, written=written
        )
        for at in range(number)
    ]
    # In pieces: no column holds the size of a file that no upload could have.
    pieces = [
        Attachment(draft=draft, kind="image/jpeg", size=min(PIECE, size - start))
        for draft in Draft.objects.bulk_create(forms)
        for start in range(0, size, PIECE)
    ]
    Attachment.objects.bulk_create(pieces)


def of_48(number: int) -> str:
    """One of the 65,536 networks of the same /48 as V6."""
    return f"2001:db8:1:{number:x}::/64"


def shrink(monkeypatch, what: str, counted: str, **figures) -> None:
    """The table has other figures in this row: what takes thousands can be tried with a few."""
    real = crowding.limit
    other = replace(real(what, counted), **figures)
    monkeypatch.setattr(crowding, "limit", lambda *row: other if row == (what, counted) else real(*row))


def asked_of(network: str):
    """What a new visitor from there is shown first."""
    return "captcha_answer" in Client(REMOTE_ADDR=network).get(url("kind")).content.decode()


@pytest.mark.parametrize(
    ("number", "seconds"), [(0, 0), (19, 0), (20, 5), (39, 5), (40, 10), (60, 20), (100, 60), (9999, 60)]
)
def test_the_next_takes_longer_the_more_there_are(number, seconds):
    assert CrowdLimit("forms", "network", "", 20, 20, 5, 60).seconds(number) == seconds


@pytest.mark.parametrize(
    ("crowded", "visitor", "is_asked"),
    [
        (HERE, HERE, True),
        (HERE, NEXT_DOOR, False),
        (HERE, ELSEWHERE, False),
        (V6, SAME_64, True),
        (V6, OTHER_64, False),
    ],
)
def test_a_question_comes_first_in_a_crowded_network_alone(crowded, visitor, is_asked):
    fill("2001:db8:1:2::/64" if crowded == V6 else crowded)
    assert asked_of(visitor) is is_asked


def test_a_crowd_passes_with_the_hour():
    fill()
    assert asked_of(HERE)
    Draft.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    assert not asked_of(HERE)


def test_whatever_begins_a_form_ends_at_the_free_ones():
    fill(number=FREE - 2)
    for _ in range(4):
        Client(REMOTE_ADDR=HERE).post(url("kind"), {"kind": "complaint"})
        Client(REMOTE_ADDR=HERE).post(url("story"), {"narrative": NARRATIVE})
        Client(REMOTE_ADDR=HERE).post(reverse("complaints:status"), {})
    assert Draft.objects.count() == FREE


def answer_of(page) -> dict:
    key = page.context["challenge"].key
    return {"captcha_key": key, "captcha_answer": CaptchaStore.objects.get(hashkey=key).response}


def later(seconds: int) -> None:
    """The questions were asked so long ago."""
    for store in CaptchaStore.objects.all():
        store.expiration -= timedelta(seconds=seconds)
        store.save()


def test_who_answers_goes_on_as_always(units):
    fill()
    visitor = Client(REMOTE_ADDR=HERE)
    page = visitor.get(url("kind"))
    soon = visitor.post(url("kind"), answer_of(page))
    assert soon.context["wait"] == 5, "a script is too quick"
    assert soon.context["challenge"].key == page.context["challenge"].key, "and may press again"
    later(5)
    assert visitor.post(url("kind"), answer_of(soon)).url == url("kind")
    assert file(visitor).context["confirmation"].receipt
    assert "captcha_answer" in visitor.get(url("kind")).content.decode(), "the next form needs another"


def test_a_wrong_answer_gets_another_question():
    fill()
    visitor = Client(REMOTE_ADDR=HERE)
    page = visitor.get(url("kind"))
    later(5)
    again = visitor.post(url("kind"), answer_of(page) | {"captcha_answer": "x"})
    assert again.context["wrong"]
    assert again.context["challenge"].key != page.context["challenge"].key
    words = visitor.post(url("kind"), answer_of(again) | {"another": "words"})
    assert words.context["challenge"].question


def test_what_was_written_into_a_closed_form_is_kept_while_the_question_is_asked():
    fill()
    visitor = Client(REMOTE_ADDR=HERE)
    page = visitor.post(url("story"), {"narrative": NARRATIVE, "title": ""})
    assert NARRATIVE in page.content.decode()
    later(5)
    visitor.post(url("story"), {"narrative": NARRATIVE, "title": ""} | answer_of(page))
    assert Draft.objects.get(answered=True).payload["narrative"] == NARRATIVE


def test_files_are_asked_for_once_a_form_where_a_network_holds_many():
    fill(number=1, size=FREE_FILES * MEGABYTE)
    visitor = Client(REMOTE_ADDR=HERE)
    walk(visitor, until="files")
    page = visitor.get(url("files"))
    assert page.context["of_files"]
    assert visitor.post(url("files"), {"files": [a_pdf()], "add": "1"}).url == url("files")
    assert Attachment.objects.count() == 1
    later(5)
    assert visitor.post(url("files"), answer_of(page)).url == url("files")
    visitor.post(url("files"), {"files": [a_pdf()], "add": "1"})
    assert Attachment.objects.count() == 2
    other = Client(REMOTE_ADDR=ELSEWHERE)
    walk(other, until="files")
    assert "of_files" not in other.get(url("files")).context


def test_nobody_needs_files_to_go_on():
    fill(number=1, size=FREE_FILES * MEGABYTE)
    visitor = Client(REMOTE_ADDR=HERE)
    assert file(visitor).context["confirmation"].receipt


def test_strangers_keep_nobody_out_of_their_own_case():
    shown = file(Client()).context["confirmation"]
    fill(ELSEWHERE, number=1, size=crowding.limit("megabytes", "all").most * MEGABYTE)
    owner = Client(REMOTE_ADDR=HERE)
    owner.post(reverse("complaints:status"), {"receipt": shown.receipt, "pin": shown.pin})
    owner.post(
        reverse("complaints:write"), {"first_reader": "office", "text": "还有一份", "files": [a_pdf()]}
    )
    assert Case.objects.get().attachments.count() == 1


def test_many_forms_sent_from_one_network_have_to_be_older():
    for _ in range(crowding.limit("filings", "network").free):
        crowding.sent(HERE)
    visitor = Client(REMOTE_ADDR=HERE)
    walk(visitor)
    visitor.post(url("check"), challenge(visitor))
    page = visitor.get(url("check"))
    assert page.context["wait"] <= 15
    assert not Case.objects.exists()
    Draft.objects.update(created_at=timezone.now() - timedelta(seconds=15))
    assert visitor.post(url("check"), challenge(visitor)).url == reverse("complaints:done")
    assert file(Client(REMOTE_ADDR=ELSEWHERE)).context["confirmation"].receipt


def test_a_48_is_counted_whole():
    """One customer has 65,536 networks in it, each with forms that cost nothing."""
    free = crowding.limit("forms", "around").free
    for number in range(free // FREE):
        fill(of_48(number), FREE - 1)
    assert not asked_of(of_48(99).replace("/64", "1"))
    fill(of_48(100), free // FREE)
    assert asked_of(of_48(99).replace("/64", "1"))
    assert not asked_of(OTHER_48)


@pytest.mark.parametrize(
    ("what", "slug", "filled"),
    [("forms", "kind", {"number": 2}), ("megabytes", "files", {"number": 1, "size": 9 * MEGABYTE})],
)
def test_everybody_is_asked_once_half_of_all_is_taken(monkeypatch, what, slug, filled):
    visitor = Client(REMOTE_ADDR=ELSEWHERE)
    if slug == "files":
        walk(visitor, until="files")
    assert "captcha_answer" not in visitor.get(url(slug)).content.decode()
    shrink(monkeypatch, what, "all", free=2)
    fill(**filled)
    page = visitor.get(url(slug))
    assert "captcha_answer" in page.content.decode()
    later(5)
    assert visitor.post(url(slug), answer_of(page)).url == url(slug)
    assert "captcha_answer" not in visitor.get(url(slug)).content.decode()


def test_half_is_half():
    for what in ("forms", "megabytes"):
        row = crowding.limit(what, "all")
        assert row.free * 2 == row.most


def test_what_a_price_costs_us(django_assert_num_queries):
    fill(V6)
    with django_assert_num_queries(3):
        assert crowding.before_a_form(of_48(2)) == 0
    with django_assert_num_queries(1):
        assert crowding.before_files(of_48(2)) == 0


def test_a_case_takes_so_many_messages_a_day():
    shown = file(Client()).context["confirmation"]
    owner = Client()
    owner.post(reverse("complaints:status"), {"receipt": shown.receipt, "pin": shown.pin})
    for number in range(crowding.limit("messages", "case").free + 1):
        last = owner.post(reverse("complaints:write"), {"first_reader": "office", "text": f"第{number}次"})
    page = owner.get(last.url).content.decode()
    assert "30" in page
    assert "第30次" in page, "what was written is kept"
    assert (
        CaseEvent.objects.filter(kind="complainant_wrote").count() == crowding.limit("messages", "case").free
    )


def test_no_address_is_kept_and_a_case_has_nothing_of_it():
    visitor = Client(REMOTE_ADDR=HERE)
    walk(visitor)
    assert HERE not in str(Draft.objects.values().get())
    assert not {"network", "around"} & {field.name for field in Case._meta.get_fields()}
    visitor.post(url("check"), challenge(visitor))
    assert not Draft.objects.exclude(network="").exists()
