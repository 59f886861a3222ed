"""Whatever an address is asked with, by whomever: never a 500 (``data/hostile_values.csv``, both databases).

One turn gives each parameter and field one value of the table, another turn another one. All addresses take
minutes, so the suite asks a tenth of them; ``HOSTILE_TURNS=1 script/test tests/project/hostile`` asks all,
43 turns with every value.
"""

import logging
import os

import pytest
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from portal import wsgi
from protection.middleware import StorableMiddleware
from tests.complaints.public.citizen import VILLAGE, file, walk
from tests.project.hostile import asking, factories
from tests.project.hostile.addresses import every_address
from tests.project.hostile.asking import BODIES, Asker

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TURNS = int(os.environ.get("HOSTILE_TURNS", "1"))
EACH = 1 if "HOSTILE_TURNS" in os.environ else 10
#: Made to fail: a page of Wagtail's that shows how a failure looks.
MEANT = {"wagtailadmin_error_test"}
ADDRESSES = [address for address in every_address() if address.name not in MEANT]
PUBLIC = [address for address in ADDRESSES if not address.template.startswith("staff/")]
STAFF = [address for address in ADDRESSES if address.template.startswith("staff/")]
HEADERS = [
    "ACCEPT_LANGUAGE", "ACCEPT", "REFERER", "ORIGIN", "USER_AGENT", "X_FORWARDED_FOR", "X_FORWARDED_PROTO",
    "X_FORWARDED_HOST", "X_REQUESTED_WITH", "HX_REQUEST", "IF_MODIFIED_SINCE", "IF_NONE_MATCH", "RANGE",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _quiet():
    """What is refused stands in the log in full; here it would be thousands of lines."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def site(prepared):
    return factories.make_site()


def ask_everything(asker: Asker, address, values: dict[str, str], turn: int) -> None:
    """One turn at one address: its query, its form; in turns a body of JSON, and each part of its path."""
    names = asking.names_read()
    path = address.path(values)
    page = asker.ask(
        "GET", path, turn, QUERY_STRING=asking.query(asking.mixed(names["GET"], turn, nul=False))
    )
    asker.post(path, turn, asking.mixed([*names["POST"], *asking.fields_of(page)], turn))
    if turn % 3 == 0:
        body = BODIES[turn // 3 % len(BODIES)]
        asker.ask("POST", path, body[:20], data=body, content_type="application/json")
    for place, part in enumerate(address.parts):
        if (turn + place) % 2 == 0:
            ((_name, value),) = asking.mixed([part], turn + place * 7, nul=False)
            asker.ask("GET", address.path(values, **{part: asking.percent(value)}), f"{turn} in {part}")


def test_there_are_addresses_values_and_names():
    assert len(ADDRESSES) > 340
    assert len(PUBLIC) > 30
    assert len(asking.values()) > 40
    names = asking.names_read()
    assert len(names["GET"]) > 50
    assert len(names["POST"]) > 25


def test_staff_who_may_everything(site, client):
    factories.sign_in(client, site.worker)
    asker = Asker(client)
    for place, address in enumerate(STAFF[::EACH]):
        for turn in range(TURNS):
            ask_everything(asker, address, factories.values_of(site, address), place + turn)
    assert "\n".join(asker.broken) == ""
    assert asker.asked > 2 * len(STAFF[::EACH])


def test_a_citizen_in_the_middle_of_a_form_and_of_a_case(site):
    citizen = Client()
    shown = file(citizen).context["confirmation"]
    citizen.post(reverse("complaints:status"), {"receipt": shown.receipt, "pin": shown.pin})
    walk(citizen)
    asker = Asker(citizen)
    for place, address in enumerate(PUBLIC[:: min(EACH, 3)]):
        for turn in range(TURNS):
            ask_everything(asker, address, factories.values_of(site, address), place + turn * 11)
    assert "\n".join(asker.broken) == ""


def test_nobody_in_particular(site):
    """The public addresses, and some of the staff site, which lead to the login."""
    asker = Asker(Client())
    for place, address in enumerate([*PUBLIC[:: min(EACH, 3)], *STAFF[:: 9 * EACH]]):
        path = address.path(factories.values_of(site, address))
        names = asking.names_read()["GET"]
        asker.ask("GET", path, place, QUERY_STRING=asking.query(asking.mixed(names, place, nul=False)))
    assert "\n".join(asker.broken) == ""


def test_an_address_with_a_nul_is_refused_everywhere(site, client):
    """By the one place that knows (protection.middleware): no view sees it."""
    factories.sign_in(client, site.worker)
    asker, let_in = Asker(client), []
    for address in ADDRESSES[::EACH]:
        path = address.path(factories.values_of(site, address))
        for asked in (
            asker.ask("GET", path, "nul", QUERY_STRING="q=%E4%BD%8E%00"),
            asker.ask("GET", path + "%00", "nul"),
        ):
            if asked.status_code != 400:
                let_in.append((path, asked.status_code))
    assert let_in == []
    assert "\n".join(asker.broken) == ""


@pytest.mark.parametrize(("proxies", "secure"), [(0, False), (1, True)])
def test_headers_and_cookies(site, client, settings, proxies, secure):
    settings.PROXY_COUNT = proxies
    factories.sign_in(client, site.worker)
    cookies = [*asking.names_read()["COOKIES"], "type", "place", "csrftoken", "django_language", "messages"]
    pages = ["/complaints/status/", "/en/search/", "/staff/login/", "/lists/", "/staff/"]
    nobody, staff = Asker(Client()), Asker(client)
    for turn, name in enumerate(asking.values()):
        headers = {f"HTTP_{key}": of_header(value) for key, value in asking.mixed(HEADERS, turn)}
        jar = {key: of_header(value) for key, value in asking.mixed(cookies, turn)}
        nobody.ask("GET", pages[turn % 3], name, jar, secure=secure, **headers)
        nobody.ask("POST", pages[turn % 3], name, jar, secure=secure, **headers)
        staff.ask("GET", pages[turn % 5], name, jar, secure=secure, **headers)
    assert "\n".join(nobody.broken + staff.broken) == ""


def of_header(value: str) -> str:
    """A value as a server hands it on: bytes as characters, without ends of lines and NULs."""
    kept = value.encode("utf-8", "surrogatepass")[: asking.MOST_OF_ADDRESS].decode("latin-1")
    return kept.replace("\r", "").replace("\n", "").replace("\0", "")


@pytest.mark.parametrize("charset", ["utf-7", "base64", "zlib", "unicode_escape", "utf-16", "nonsense"])
def test_no_other_character_set_than_utf_8(charset):
    """Asked of what the server runs: Django fails at some of them before any of its own middleware."""
    begun = []
    environ = RequestFactory().get("/").environ | {"CONTENT_TYPE": f"{asking.FORM}; charset={charset}"}
    answer = wsgi.application(environ, lambda status, headers: begun.append(status))
    assert b"".join(answer)
    assert begun == ["400 Bad Request"]


def test_a_nul_in_a_form_is_taken_out_and_nothing_else(prepared, site, client):
    client.post(reverse("complaints:new"), {"kind": "complaint"})
    client.post("/complaints/new/where/", {"region": VILLAGE})
    client.post("/complaints/new/matter/", {"matter": "assistance"})
    client.post("/complaints/new/story/", {"narrative": "八月起没有\0收到低保金，问了两次。", "title": ""})
    assert "八月起没有收到低保金" in client.get("/complaints/new/story/").content.decode()


def test_an_error_of_our_own_stays_one():
    request, middleware = RequestFactory().get("/?q=1"), StorableMiddleware(lambda asked: HttpResponse())
    request.resolver_match = resolve("/")
    try:
        int("of ours")
    except ValueError as error:
        middleware.process_exception(request, error)
    with pytest.raises(BadRequest):
        middleware.process_exception(request, DataError("out of range"))
