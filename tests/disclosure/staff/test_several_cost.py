"""What the page costs that asks before an act is done to several: pinned at one and at as many as it takes.

Whether an act may be done, and what it changes, is asked of each list by itself, as its own page does. So the
page grows with what is chosen; how much each adds stands here, and nothing adds by the square.
"""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.models import Batch, Notice
from disclosure.notices import workflow as of_notices
from disclosure.publication import workflow
from disclosure.staff.views.several import MOST
from organizations.models import Region
from tests.disclosure.lists import household
from tests.disclosure.notices.factories import make_notice

pytestmark = pytest.mark.django_db
TOWNSHIPS = ("320722100", "320722101")
#: PostgreSQL is told how to plan what compares two lists, each time.
PLANNING = 6 if connection.vendor == "postgresql" else 0
#: Statements at one, and how many each further row adds.
LISTS = {
    "submit": (13 + PLANNING, 5 + PLANNING),
    "approve": (14 + PLANNING, 6 + PLANNING),
    "publish": (14 + PLANNING, 6 + PLANNING),
    "send-back": (9, 1),
    "recall": (8, 0),
    "withdraw": (8, 0),
}
NOTICES = {"put-up": (9, 1), "refuse": (8, 0), "take-back": (8, 0), "drop": (8, 0)}


@pytest.fixture
def cost(client):
    """``cost(user, of, act, keys)`` gives how many statements the page takes that names these rows."""

    def cost(user, of, act, keys):
        client.force_login(user)
        address, data = reverse(f"{of}:several"), {"act": act, "id": keys}
        client.get(address, data)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address, data)
        assert response.status_code == 200
        assert response.content.decode().count('name="id"') == len(keys), "one of them is refused"
        return len(queries)

    return cost


@pytest.fixture
def lists(load):
    """As many lists as may be chosen at once, each of a place and month of its own."""
    months = [date(2025 + n // 12, n % 12 + 1, 1) for n in range(MOST // 2)]
    places = [(serial, Region.objects.get(pk=code)) for serial, code in zip((0, 2), TOWNSHIPS, strict=True)]
    return [load([household(n)], month=month, region=place).pk for month in months for n, place in places]


def test_lists(cost, county, lists):
    found = {}
    for act in (act for act in workflow.ACTS.values() if act.several):
        state = next(iter(sorted(act.sources)))
        Batch.objects.update(state=state, submitted_by=county.editor)
        user = county.reviewer if act.right.name == "approve" else county.editor
        one, many = (cost(user, "batch", act.name, lists[:some]) for some in (1, MOST))
        found[act.name] = (one, (many - one) / (MOST - 1))
    assert found == LISTS


def test_notices(cost, county):
    made = [make_notice(county.editor, None, number).public_id for number in range(MOST)]
    found = {}
    for act in (act for act in of_notices.ACTS.values() if act.several):
        Notice.objects.update(state=next(iter(sorted(act.sources))), shown_until="2999-01-01")
        user = county.reviewer if act.right.name == "approve" else county.editor
        one, many = (cost(user, "notice", act.name, made[:some]) for some in (1, MOST))
        found[act.name] = (one, (many - one) / (MOST - 1))
    assert found == NOTICES
