"""What is behind a login stands nowhere in public: one query for all lists of pages."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from portal import site_search
from portal.models import GuidePage, PolicyPage
from portal.public import is_public, public
from portal.public_index import PUBLIC
from search.engines.engine import EngineError
from search.indexing import draining
from search.indexing.rebuilding import rebuild

ROOT = Path(__file__).resolve().parents[2]
#: Where ``.live()`` may stand, each with the reason.
LIVE = {
    "portal/public.py": "the one query",
    "portal/catalogue_evidence.py": "counts what is public or never was, and shows no page",
    "portal/wagtail_hooks.py": "narrows what Wagtail's chooser passes in, by the same two words",
}
SECRET = "只供内部的文件"


def close(page, kind=PageViewRestriction.LOGIN):
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")


@pytest.fixture
def secret(add_policy):
    """A live policy that only some may read."""
    page = add_policy(SECRET, topic="dibao")
    close(page)
    return page


@pytest.mark.parametrize(
    "kind", [kind for kind, _label in PageViewRestriction.RESTRICTION_CHOICES if kind != "none"]
)
def test_each_kind_of_restriction_closes_a_page(add_policy, kind):
    page = add_policy("文件")
    assert is_public(page)
    close(page, kind)
    assert not is_public(page)


def walk(client, addresses):
    """Every page that a visitor reaches by links, from the front page on."""
    waiting, seen = list(addresses), {}
    while waiting and len(seen) < 150:
        address = waiting.pop(0)
        if address in seen:
            continue
        response = client.get(address)
        if response.status_code == 200 and "html" in response["Content-Type"]:
            seen[address] = response.content.decode()
            links = re.findall(r'href="(/[^"#?]*)', seen[address])
            waiting += [link for link in links if not link.startswith(("/staff/", "/static/"))]
    return seen


@pytest.mark.parametrize("where", ["itself", "above"])
def test_no_public_page_names_a_private_one(client, site, add_policy, guide, where):
    page = add_policy(SECRET)
    old = add_policy("旧文件", validity="repealed", replaced_by=page)
    guide.title = SECRET
    guide.save_revision().publish()
    for closed in (page, guide) if where == "itself" else (site.library, site.guides):
        close(closed)
    starts = ["/", "/policies/", "/policies/?q=内部", "/guides/", "/hotlines/", "/search/?q=内部"]
    pages = walk(client, [*starts, *(f"/en{address}" for address in starts), old.url])
    assert len(pages) > (20 if where == "itself" else 12)
    assert [address for address, html in pages.items() if SECRET in html] == []


@pytest.mark.parametrize("index", [True, False], ids=["index", "database"])
def test_the_search_finds_no_private_page(secret, index, monkeypatch):
    rebuild(PUBLIC.name)
    if not index:
        monkeypatch.setattr(site_search.IndexedPages, "total", property(_broken))
    assert site_search.search(SECRET).total == 0


def _broken(self):
    raise EngineError("none")


def test_closing_and_opening_a_page_reaches_the_index(add_policy):
    page = add_policy(SECRET)
    rebuild(PUBLIC.name)
    assert site_search.search(SECRET).total == 1
    restriction = close(page)
    draining.drain(PUBLIC.name)
    assert site_search.search(SECRET).total == 0
    restriction.delete()
    draining.drain(PUBLIC.name)
    assert site_search.search(SECRET).total == 1


def test_choosing_a_page_offers_no_private_one(client, people, secret, site):
    address = reverse("wagtailadmin_choose_page_child", args=[site.library.pk])
    for person, sees in ((people.handler, False), (people.editor, True)):
        client.force_login(person)
        assert (SECRET in client.get(address).json()["html"]) is sees


def test_a_private_page_asks_for_a_login(client, secret):
    assert client.get(secret.url).status_code == 302
    assert client.get(f"{secret.url}?download=txt").status_code == 302


def test_the_queries_are_of_the_kind_asked_for(secret, guide):
    assert set(public(GuidePage)) == {guide}
    assert not public(PolicyPage).exists()
    assert guide.page_ptr in public(Page)


def test_nobody_asks_for_live_pages_elsewhere():
    found = {
        str(path.relative_to(ROOT))
        for room in settings.ROOMS
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"\.live\(\)|\blive=True", path.read_text(encoding="utf-8"))
        and "migrations" not in path.parts
    }
    assert found == set(LIVE)
