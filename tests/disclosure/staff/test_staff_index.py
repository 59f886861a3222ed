"""The list of lists and the panel on the home page: what is shown to whom, and at what cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.publication import reviewing
from organizations.models import Region
from tests.disclosure.conftest import NOVEMBER
from tests.disclosure.lists import household

pytestmark = pytest.mark.django_db


def test_the_index_filters_in_the_address(county, load, seen):
    load([household(1)])
    load([household(2)], month=NOVEMBER, region=Region.objects.get(pk="320722100"))

    def listed(**query):
        table = seen(county.editor, "index", **query).partition("lists-index")[2].partition("</table>")[0]
        return ["和平镇" in table, "丙县" in table]

    assert listed() == [True, True]
    assert listed(month="2026-11-01") == [True, False]
    assert listed(month="2026-10-01") == [False, True]
    assert listed(region="320722100") == [True, False]
    assert listed(state="published") == [False, False]
    assert listed(programme="tekun") == [False, False]
    assert listed(q="和平") == [True, False]


def test_the_index_asks_a_fixed_number_of_questions(client, county, load):
    client.force_login(county.editor)

    def count():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("batch:index"))
        return len(captured)

    load([household(1)])
    count()
    few = count()
    for n in range(2, 8):
        load([household(n)])
    count()  # what is kept while nothing is written is read again
    assert count() == few


def test_the_home_page_says_what_waits_for_whom(client, county, load):
    batch = load([household(1)])

    def home(user):
        client.force_login(user)
        return client.get(reverse("wagtailadmin_home")).content.decode()

    link = reverse("batch:inspect", args=[batch.pk])
    assert link in home(county.editor)
    assert "没有等您办理的名单" in home(county.reviewer)
    reviewing.submit(batch, county.editor)
    assert link not in home(county.editor)
    assert link in home(county.reviewer)
    for user in (county.stranger, county.inspector, county.handler):
        assert link not in home(user)
