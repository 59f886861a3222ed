"""The hotline directory."""

import pytest

from organizations.models import Unit
from portal import directory


@pytest.fixture
def units(people):
    Unit.objects.filter(pk=people.units["county"].pk).update(phone="0518-7200001", hours="工作日 8:30–17:30")
    return people.units


def shown(client, query="") -> str:
    return client.get(f"/hotlines/{query}").content.decode()


def test_every_public_unit_with_its_telephone(client, units):
    assert "0518-7200001" in shown(client)
    assert units["city"].name in shown(client)


def test_units_that_are_not_public_are_not_named(client, units):
    Unit.objects.filter(pk=units["township"].pk).update(is_public=False)
    assert units["township"].name not in shown(client)


def test_a_place_shows_its_own_units(client, units):
    html = shown(client, "?region=320722")
    assert units["county"].name in html
    assert units["other_county"].name not in html
    assert '<option value="320722" selected>' in html


@pytest.mark.parametrize("query", ["?region=abc", "?region=999999", "?page=zzz", "?region=%27--"])
def test_values_that_mean_nothing_show_everything(client, units, query):
    assert units["county"].name in shown(client, query)


def test_an_empty_directory_says_so(client, site):
    assert 'class="empty"' in shown(client)


def test_pages_keep_the_place(client, units, monkeypatch):
    monkeypatch.setattr(directory, "PAGE_SIZE", 1)
    assert "?region=320722&amp;page=2" in shown(client, "?region=320722")


def test_the_number_of_queries_does_not_grow(client, units, django_assert_num_queries):
    client.get("/hotlines/")
    with django_assert_num_queries(QUERIES):
        client.get("/hotlines/")
    for number in range(10):
        Unit.objects.create(name=f"单位{number}号", kind="bureau", region_id="320723")
    with django_assert_num_queries(QUERIES):
        client.get("/hotlines/")


QUERIES = 12
