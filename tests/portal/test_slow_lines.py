"""Over a slow line: one stylesheet, and pages are compressed on which there is no secret."""

import gzip
import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from portal import stylesheets

pytestmark = pytest.mark.django_db
ZIPPED = {"accept-encoding": "gzip"}


@pytest.fixture
def encoding(client, prepared):
    """How the answer of an address is encoded."""

    def encoding(address, **headers):
        response = client.get(address, headers={**ZIPPED, **headers})
        assert response.status_code == 200
        return response.get("Content-Encoding", "")

    return encoding


@pytest.mark.parametrize("address", ["/", "/lists/", "/en/lists/?q=x", "/safety/"])
def test_what_holds_no_secret_is_compressed(client, prepared, address):
    plain = client.get(address)
    response = client.get(address, headers=ZIPPED)
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == plain.content
    assert "Accept-Encoding" in response["Vary"]
    assert len(response.content) < len(plain.content) / 2


def test_who_understands_no_compression_gets_none(client, prepared):
    assert "Content-Encoding" not in client.get("/")


def test_where_a_form_has_a_token_nothing_is(client, prepared, encoding):
    first = client.get(reverse("complaints:status"), headers=ZIPPED)
    assert b"csrfmiddlewaretoken" in gzip.decompress(first.content), "one that no other answer will have"
    second = client.get(reverse("complaints:status"), headers=ZIPPED)
    assert "csrfmiddlewaretoken" in second.content.decode()
    assert "Content-Encoding" not in second
    assert encoding("/") == "", "who has a token has it on every page"


@pytest.mark.parametrize("address", ["/", "/lists/", "/complaints/new/"])
@pytest.mark.parametrize(
    ("site", "within"), [("none", True), ("cross-site", True), ("same-origin", False), ("", False)]
)
def test_who_comes_from_elsewhere_waits_for_no_stylesheet(client, prepared, address, site, within):
    response = client.get(address, headers={**ZIPPED, **({"sec-fetch-site": site} if site else {})})
    page = gzip.decompress(response.content).decode()
    assert (f"<style>{stylesheets.together()}</style>" in page) == within
    assert ('rel="prefetch"' in page, 'rel="stylesheet"' in page) == (within, not within)
    assert "Sec-Fetch-Site" in response["Vary"]
    assert "'sha256-" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


def test_the_answer_that_a_page_has_not_changed_allows_what_stands_in_it(client, prepared):
    """A browser that kept it takes the policy of the new answer."""
    first = client.get("/lists/", headers={**ZIPPED, "sec-fetch-site": "none"})
    again = client.get("/lists/", headers={**ZIPPED, "if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_what_cannot_be_compressed_has_nothing_within(client, prepared):
    page = client.get("/", headers={"sec-fetch-site": "none"})
    assert "<style>" not in page.content.decode()
    client.cookies["anything"] = "else"
    assert "<style>" not in client.get("/", headers={**ZIPPED, "sec-fetch-site": "none"}).content.decode()


def test_the_policy_of_the_staff_site_stays_its_own(admin_client, prepared):
    policy = admin_client.get(reverse("staff_account"))["Content-Security-Policy"]
    assert "'unsafe-inline'" in policy
    assert "sha256" not in policy, "with a digest browsers heed it no more"


@pytest.mark.parametrize(
    ("cookie", "value", "found"),
    [
        ("type", "large", "gzip"),
        (settings.LANGUAGE_COOKIE_NAME, "en", "gzip"),
        ("place", "320722", ""),
        (settings.SESSION_COOKIE_NAME, "x", ""),
        (settings.CSRF_COOKIE_NAME, "a" * 32, ""),
        ("anything", "else", ""),
    ],
)
def test_a_cookie_that_could_be_told_keeps_it_whole(client, encoding, cookie, value, found):
    client.cookies[cookie] = value
    assert encoding("/lists/?q=abc") == found


def test_nothing_of_the_staff_site_is(admin_client, prepared):
    assert "Content-Encoding" not in admin_client.get(reverse("staff_account"), headers=ZIPPED)
    assert "Content-Encoding" not in admin_client.get("/", headers=ZIPPED)


def test_a_page_is_drawn_with_one_stylesheet(client, prepared):
    for address in ("/", "/lists/", reverse("complaints:status")):
        names = re.findall(r'rel="stylesheet" href="([^"]+)"', client.get(address).content.decode())
        assert names == [f"{settings.STATIC_URL}{stylesheets.NAME}"]


def test_the_one_holds_all_and_names_no_file():
    text = stylesheets.together()
    for name in (*stylesheets.PARTS, stylesheets.ON_PAPER):
        rules = stylesheets._short(stylesheets._read(name))
        assert rules.strip() in text
    assert "/*" not in text
    assert "url(" not in text
    assert "@import" not in text
    assert text.count("{") == text.count("}")
    assert text.rindex("@media print {") < text.rindex("@page")


def test_it_is_found_collected_and_made_again_when_a_part_changes(tmp_path, settings, monkeypatch):
    assert stylesheets._read(stylesheets.NAME) == stylesheets.together()
    monkeypatch.setattr(stylesheets, "PARTS", stylesheets.PARTS[:1])
    assert stylesheets._read(stylesheets.NAME) == stylesheets.together()
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / stylesheets.NAME).is_file()
