"""What the page costs that asks before an act is done to several: pinned, and the same for one and for as
many as it takes.

Whether an act may be done to each, and what each changes, is asked of all of them at once. Doing it is
another matter: each is done in a transaction of its own.
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
#: PostgreSQL is told how to plan what compares lists, once.
PLANNING = 6 if connection.vendor == "postgresql" else 0
#: Statements, however many are chosen.
LISTS = {
    "submit": 15 + PLANNING,
    "approve": 16 + PLANNING,
    "publish": 15 + PLANNING,
    "send-back": 9,
    "recall": 8,
    "withdraw": 8,
}
NOTICES = {"put-up": 9, "refuse": 8, "take-back": 8, "drop": 8}


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
def lists(load, release):
    """As many lists as may be chosen at once, each of a place and month of its own, after one of their
    county that they change.
    """
    release([household(n) for n in (0, 2)], month=date(2024, 12, 1))
    months = [date(2025 + n // 12, n % 12 + 1, 1) for n in range(MOST // 2)]
    places = [(serial, Region.objects.get(pk=code)) for serial, code in zip((0, 2), TOWNSHIPS, strict=True)]
    return [load([household(n)], month=month, region=place).pk for month in months for n, place in places]


def test_lists(cost, county, lists):
    found = {}
    for act in (act for act in workflow.ACTS.values() if act.several):
        state = next(iter(sorted(act.sources)))
        Batch.objects.filter(pk__in=lists).update(state=state, submitted_by=county.editor)
        user = county.reviewer if act.right.name == "approve" else county.editor
        found[act.name] = [cost(user, "batch", act.name, lists[:some]) for some in (1, MOST)]
    assert found == {name: [each, each] for name, each in LISTS.items()}


def test_notices(cost, county):
    made = [make_notice(county.editor, None, number).public_id for number in range(MOST)]
    found = {}
    for act in (act for act in of_notices.ACTS.values() if act.several):
        Notice.objects.update(state=next(iter(sorted(act.sources))), shown_until="2999-01-01")
        user = county.reviewer if act.right.name == "approve" else county.editor
        found[act.name] = [cost(user, "notice", act.name, made[:some]) for some in (1, MOST)]
    assert found == {name: [each, each] for name, each in NOTICES.items()}
