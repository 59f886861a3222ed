"""Receipt and PIN: forgiven what people misread, the same answer to every wrong try, slower and slower."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.identity import receipts
from complaints.models import Case
from tests.complaints.public.citizen import file, refused
from tests.complaints.public.test_crowding import answer_of, later

pytestmark = pytest.mark.usefixtures("units")

STATUS = reverse("complaints:status")
CASE = reverse("complaints:case")


@pytest.fixture
def filed(client):
    """What a citizen noted down; another browser opens it."""
    return file(Client()).context["confirmation"]


@pytest.mark.parametrize(
    "write",
    [
        lambda code: code,
        str.lower,
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", ""),
        lambda code: f"  {code} ",
        lambda code: code.replace("0", "O").replace("1", "I"),
        lambda code: code.replace("0", "o").replace("1", "l"),
    ],
)
def test_however_it_is_written(client, filed, write):
    response = client.post(STATUS, {"receipt": write(filed.receipt), "pin": write(filed.pin)})
    assert (response.status_code, response.url) == (302, CASE)


def test_full_width_letters_are_read(client, filed):
    wide = "".join(chr(ord(mark) + 0xFEE0) if mark != "-" else "－" for mark in filed.receipt)
    assert client.post(STATUS, {"receipt": wide, "pin": filed.pin}).status_code == 302


def test_an_unknown_receipt_and_a_wrong_pin_answer_alike(client, filed):
    wrong_pin = refused(client, STATUS, {"receipt": filed.receipt, "pin": "AAAAAA"})
    unknown = refused(Client(), STATUS, {"receipt": "AAAA-AAAA-AAAA", "pin": filed.pin})

    def words(page):
        shown = page.content.decode()
        return shown[shown.index("error-summary") : shown.index("</ul>", shown.index("error-summary"))]

    assert words(wrong_pin) == words(unknown)
    assert filed.receipt in wrong_pin.content.decode(), "what was typed is kept"


def test_nothing_typed_is_a_message_at_each_field(client):
    page = refused(client, STATUS, {})
    assert set(page.context["form"].errors) == {"receipt", "pin"}


def test_who_guesses_has_to_wait(client, filed):
    statuses = [
        client.post(STATUS, {"receipt": filed.receipt, "pin": f"AAAAA{n}"}).status_code for n in range(12)
    ]
    assert 429 in statuses
    page = client.post(STATUS, {"receipt": filed.receipt, "pin": filed.pin})
    assert page.status_code == 429, "the right PIN has to wait as well"
    assert int(page.headers["Retry-After"]) > 0
    assert page.headers["Retry-After"] in page.content.decode()
    cache.clear()
    assert client.post(STATUS, {"receipt": filed.receipt, "pin": filed.pin}).status_code == 302


def spray(client, headers=lambda n: {}):
    """One wrong PIN more at receipts by turns than a network has free, and the answer to another."""
    for n in range(receipts.BY_CLIENT.allowed + 2):
        try_one = {"receipt": f"AAAAAAAAAA{n:02}", "pin": "AAAAAA"}
        answer = client.post(STATUS, try_one, headers=headers(n))
    return answer


def is_asked(page):
    return page.status_code == 200 and "captcha_answer" in page.content.decode()


def test_who_tries_many_receipts_is_asked_a_question_each_time(client):
    page = spray(client)
    assert is_asked(page)
    later(20)
    answered = {"receipt": "AAAAAAAAAA99", "pin": "AAAAAA"} | answer_of(page)
    assert client.post(STATUS, answered).status_code in (302, 429), "looked at, and wrong"
    assert is_asked(client.post(STATUS, answered)), "one answer, one try"


def test_an_invented_forwarded_address_does_not_help(client):
    assert is_asked(spray(client, lambda n: {"X-Forwarded-For": f"10.0.0.{n}"}))


def test_behind_a_proxy_two_visitors_are_two(client, settings):
    settings.PROXY_COUNT = 1
    assert is_asked(spray(client, lambda n: {"X-Forwarded-For": "1.1.1.1, 203.0.113.7"}))
    other = client.post(
        STATUS, {"receipt": "AAAAAAAAAA99", "pin": "AAAAAA"}, headers={"X-Forwarded-For": "203.0.113.8"}
    )
    assert other.status_code == 302, "looked up, and asked nothing"


def test_the_right_pin_opens_while_a_stranger_on_the_same_network_sprays(client, filed):
    stranger, pair = Client(), {"receipt": filed.receipt, "pin": filed.pin}
    for _ in range(60):
        receipts.BY_CLIENT.fail("127.0.0.1")
    page = client.post(STATUS, pair)
    assert is_asked(page)
    assert "填错的回执号" in page.content.decode(), "it says why"
    later(20)
    stranger.post(STATUS, {"receipt": "AAAAAAAAAA99", "pin": "AAAAAA"})
    receipts.BY_CLIENT.fail("127.0.0.1")
    kept = dict(page.context["kept"])
    assert kept == pair, "nothing is typed twice"
    assert client.post(STATUS, kept | answer_of(page)).url == CASE
    assert client.get(CASE).status_code == 200


def test_the_question_tells_nothing_of_a_receipt(filed):
    """It is asked before anything is looked at: neither words nor time tell whether a receipt exists."""
    for _ in range(60):
        receipts.BY_CLIENT.fail("127.0.0.1")
    tries = [(filed.receipt, filed.pin), (filed.receipt, "AAAAAA"), ("AAAA-AAAA-AAAA", "AAAAAA")]
    with CaptureQueriesContext(connection) as asked:
        pages = [Client().post(STATUS, {"receipt": receipt, "pin": pin}) for receipt, pin in tries]
    assert all(is_asked(page) for page in pages)
    assert not [query for query in asked if "complaints_case" in query["sql"]]


def test_the_case_closes_when_it_is_left(client, filed):
    client.post(STATUS, {"receipt": filed.receipt, "pin": filed.pin})
    assert client.get(CASE).status_code == 200
    key = client.session.session_key
    assert client.post(reverse("complaints:leave")).url == STATUS
    assert client.session.session_key != key
    assert client.get(CASE).url == STATUS


def test_the_case_closes_after_half_an_hour(client, filed):
    client.post(STATUS, {"receipt": filed.receipt, "pin": filed.pin})
    session = client.session
    session["complaints.opened"] = {**session["complaints.opened"], "until": 1}
    session.save()
    assert client.get(CASE).url == STATUS


def test_opening_changes_the_session_key(client, filed):
    """A key that somebody planted before is worth nothing after."""
    client.get(STATUS)
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    client.post(STATUS, {"receipt": filed.receipt, "pin": filed.pin})
    assert client.session.session_key != planted


def test_without_a_receipt_there_is_no_case(client, filed):
    for address in (CASE, reverse("complaints:file", args=[uuid4()])):
        assert client.get(address).url == STATUS
    for address in (reverse("complaints:write"), reverse("complaints:review")):
        assert client.post(address, {"text": "x"}).url == STATUS
    assert Case.objects.get().events.count() == 1


def test_no_address_holds_a_receipt(client, filed):
    response = client.post(STATUS, {"receipt": filed.receipt, "pin": filed.pin}, follow=True)
    for address, _status in response.redirect_chain:
        assert filed.receipt not in address
    assert filed.receipt not in response.content.decode()
    assert filed.pin not in response.content.decode()
    # Nor does asking by GET work, which every log would keep.
    assert CASE not in str(client.get(STATUS, {"receipt": filed.receipt, "pin": filed.pin}).headers)


def test_the_code_holds_the_address_and_nothing_else(client):
    picture = client.get(reverse("complaints:status_code"))
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert b"style" not in picture.content
    assert picture.content == Client().get(reverse("complaints:status_code")).content
