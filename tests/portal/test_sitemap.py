"""The sitemap has what everybody may see and search engines may find, and nothing else."""

import xml.etree.ElementTree as ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from portal.public_urls import STATEMENTS
from portal.sitemap import OWN
from tests.personal_shapes import find

pytestmark = pytest.mark.django_db
NAME = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(client):
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    root = ElementTree.fromstring(response.content)
    return [one.findtext(f"{NAME}loc").removeprefix("http://testserver") for one in root]


def test_every_address_in_it_answers_and_is_allowed_to_robots(client, site):
    refused = [
        line.removeprefix("Disallow: ")
        for line in client.get("/robots.txt").content.decode().splitlines()
        if line.startswith("Disallow")
    ]
    found = addresses(client)
    assert {"/", "/guides/", "/guides/self-check/", "/privacy/"} <= set(found)
    assert len(found) == len(set(found))
    assert set(OWN) == {"self_check", *STATEMENTS}
    for address in found:
        assert not any(address.startswith(path) for path in refused), address
        assert client.get(address).status_code == 200, address


def test_robots_are_told_where_it_is(client, site):
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_what_not_everybody_may_see_is_not_in_it(client, add_policy):
    shown, draft, closed = (add_policy(title) for title in ("公开的", "草稿", "内部的"))
    assert {shown.url, draft.url, closed.url} <= set(addresses(client))
    Page.objects.filter(pk=draft.pk).update(live=False)
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    found = set(addresses(client))
    assert shown.url in found
    assert not {draft.url, closed.url} & found


def test_nothing_personal_is_in_it(client, add_policy):
    add_policy("文件")
    assert find(client.get("/sitemap.xml").content.decode()) == set()


def test_it_asks_as_little_for_many_pages_as_for_few(client, add_policy):
    asked = []
    for some in (1, 8):
        for number in range(some):
            add_policy(f"文件{some}-{number}")
        client.get("/sitemap.xml")
        with CaptureQueriesContext(connection) as queries:
            client.get("/sitemap.xml")
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 6
