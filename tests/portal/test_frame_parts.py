"""Head and foot of the public pages are kept by what they show, and by nothing less."""

import re

import pytest
from django.test import Client

from portal import frame_parts

pytestmark = pytest.mark.django_db
PAGES = ("/", "/complaints/new/", "/lists/", "/en/", "/en/lists/", "/complaints/status/")


@pytest.fixture(autouse=True)
def _empty(monkeypatch):
    monkeypatch.setattr(frame_parts, "_kept", {})


def _frame(page: str) -> list[str]:
    return re.findall(r"(?s)<header.*?</header>|<footer.*?</footer>", page)


@pytest.mark.parametrize("large", [False, True])
def test_every_page_has_the_same_frame_kept_as_rendered(site, monkeypatch, large):
    client = Client()
    if large:
        client.cookies["type"] = "large"
    for page in PAGES:
        client.get(page)
    kept = {page: _frame(client.get(page).content.decode()) for page in PAGES}
    monkeypatch.setattr(frame_parts, "is_kept", lambda here: False)
    monkeypatch.setattr(frame_parts, "_kept", {})
    assert kept == {page: _frame(client.get(page).content.decode()) for page in PAGES}
    assert all(len(frame) == 2 for frame in kept.values())
    assert len({frame[0] for frame in kept.values()}) == len(PAGES)


def test_what_the_bureau_changes_is_on_the_next_page(site, client):
    assert "0518-1234567" in client.get("/lists/").content.decode()
    site.bureau.hotline, site.bureau.address = "0518-7654321", "解放路1号"
    site.bureau.save()
    header, footer = _frame(client.get("/lists/").content.decode())
    assert "0518-7654321" in header
    assert "0518-1234567" not in header
    assert "0518-7654321" in footer
    assert "解放路1号" in footer


def test_what_is_searched_for_is_not_kept(site, client):
    client.get("/search/?q=马小红")
    assert "马小红" not in str(frame_parts._kept)


def test_any_number_of_addresses_does_not_fill_the_memory(site, client, monkeypatch):
    monkeypatch.setattr(frame_parts, "MOST", 4)
    for number in range(9):
        client.get(f"/nothing-here-{number}/")
    assert 0 < len(frame_parts._kept) <= 4
