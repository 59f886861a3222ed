"""Invariant 6: what lies in another region, or needs another role, does not exist."""

import pytest
from django.urls import reverse

from disclosure.enums import BatchState
from disclosure.models import Batch, Recipient
from tests.disclosure.lists import household

pytestmark = pytest.mark.django_db


PAGES = [("inspect", ()), ("refused", ()), ("act", ("submit",)), ("act", ("approve",))]


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_another_countys_editor_finds_nothing(client, county, load, name, args):
    batch = load([household(1)])
    client.force_login(county.stranger)
    response = client.get(reverse(f"batch:{name}", args=[batch.pk, *args]))
    assert response.status_code == 404
    assert "丙县" not in client.get(reverse("batch:index")).content.decode()
    filters = client.get(reverse("batch:index"), {"region": "320722"})
    assert "丙县" not in filters.content.decode()


def test_a_handler_has_no_lists(client, county, load):
    batch = load([household(1)])
    client.force_login(county.handler)
    for url in (
        reverse("batch:index"),
        reverse("batch:add"),
        reverse("batch:inspect", args=[batch.pk]),
        reverse("batch:act", args=[batch.pk, "submit"]),
    ):
        assert client.get(url).status_code in (302, 404)
    assert reverse("batch:index") not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_an_inspector_looks_and_does_nothing(county, load, seen, do):
    batch = load([household(1)])
    html = seen(county.inspector, "inspect", batch.pk)
    assert "/submit/" not in html
    for act in ("submit", "withdraw", "approve"):
        do(county.inspector, batch, act, "理由")
    batch.refresh_from_db()
    assert batch.state == BatchState.DRAFT
    assert reverse("batch:add") not in seen(county.inspector, "index")


def test_querysets_answer_for_the_scope(county, release):
    batch = release([household(1)])
    assert list(Batch.objects.visible_to(county.inspector)) == [batch]
    assert Recipient.objects.visible_to(county.editor).count() == 1
    for user in (county.stranger, county.handler):
        assert not Batch.objects.visible_to(user).exists()
        assert not Recipient.objects.visible_to(user).exists()
