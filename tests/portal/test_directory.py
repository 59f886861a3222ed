"""The hotline directory."""

import pytest

from organizations.models import Unit


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


def own(html: str) -> str:
    """The part about the reader's place, which stands before everything else."""
    assert html.index("offices-own") < html.index('id="area-')
    return html.split("offices-own")[1].split("</section>")[0]


def test_offices_stand_under_their_county(client, units):
    html = shown(client)
    county = html.split('<details class="fold">')[1]
    assert "丙县" in county
    assert county.index(units["county"].name) < county.index(units["township"].name)
    assert units["other_county"].name not in county


def test_every_telephone_can_be_called(client, units):
    assert '<a href="tel:0518-7200001">0518-7200001</a>' in shown(client)


def test_a_township_shows_who_answers_for_it_nearest_first(client, units):
    html = shown(client, "?region=320722100")
    mine = own(html)
    names = [units[key].name for key in ("township", "village", "county")]
    assert sorted(names, key=mine.index) == names
    assert units["other_township"].name not in mine
    assert '<option value="320722100" selected>' in html


def test_a_chosen_county_is_not_shown_twice(client, units):
    html = shown(client, "?region=320722")
    assert units["other_township"].name in own(html)
    assert html.count(units["other_township"].name) == 1


def test_the_place_that_was_remembered_comes_first_unless_all_are_asked_for(client, units):
    client.cookies["place"] = "320722100201"
    html = shown(client)
    assert units["village"].name in own(html)
    assert '<option value="320722100" selected>' in html
    assert "offices-own" not in shown(client, "?region=")


def test_a_villages_office_waits_until_its_place_is_chosen(client, units):
    assert units["village"].name not in shown(client)


def test_hours_that_all_share_are_said_once(client, units):
    Unit.objects.update(hours="周一至周五 8:30–17:30")
    assert own(shown(client, "?region=320722")).count("周一至周五 8:30–17:30") == 1


@pytest.mark.parametrize("query", ["?region=abc", "?region=999999", "?region=32", "?region=%27--"])
def test_values_that_mean_nothing_show_everything(client, units, query):
    html = shown(client, query)
    assert units["county"].name in html
    assert "offices-own" not in html


def test_an_empty_directory_says_so(client, site):
    assert 'class="empty"' in shown(client)


@pytest.mark.parametrize(("query", "number"), [("", 9), ("?region=320722100", 11)])
def test_the_number_of_queries_does_not_grow(client, units, django_assert_num_queries, query, number):
    shown(client, query)
    with django_assert_num_queries(number):
        shown(client, query)
    for count in range(10):
        Unit.objects.create(name=f"单位{count}号", kind="bureau", region_id="320723")
        Unit.objects.create(name=f"村{count}号", kind="village_committee", region_id="320722100202")
    shown(client, query)  # what is kept while nothing is written is read again
    with django_assert_num_queries(number):
        shown(client, query)
