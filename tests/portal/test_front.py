"""The front page: the first screen, the place, what became public, English."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from disclosure.models import Batch


@pytest.fixture
def published(people):
    """A published list in each of two counties."""
    for region in ("320722", "320723"):
        Batch.objects.create(
            programme_id="rural-dibao",
            region_id=region,
            month=date(2026, 10, 1),
            state="published",
            published_at=timezone.now(),
            uploaded_by=people.editor,
        )


def html(client, address="/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_four_acts_and_the_telephone_come_first(client, site):
    shown = html(client)
    names = ("disclosure:places", "complaints:new", "complaints:status")
    acts = [f'href="{address}"' for address in (*map(reverse, names), "/guides/")]
    main = shown[shown.index("<main") :]
    places = [main.index(act) for act in acts]
    assert places == sorted(places)
    assert main.index('href="tel:05181234567"') < main.index("我们的承诺")
    assert "看到的问题" in main


def test_the_reader_chooses_a_place_once(client, published):
    assert "选一次您的地区" in html(client)
    client.post(reverse("portal:preference", args=["place"]), {"value": "320722", "next": "/"})
    shown = html(client)
    assert "<strong>丙县</strong>" in shown
    assert "丙县农村" in shown
    assert "丁县农村" not in shown


def test_without_a_place_every_county_is_shown(client, published):
    shown = html(client)
    assert "丙县农村" in shown
    assert "丁县农村" in shown


def test_only_the_bureaus_counties_are_offered(client, people):
    shown = html(client)
    assert '<option value="320723">丁县</option>' in shown
    assert "己区" not in shown


def test_a_cookie_that_means_nothing_is_ignored(client, people):
    client.cookies["place"] = "999999' OR 1=1"
    assert "选一次您的地区" in html(client)
    client.cookies["place"] = "999999"
    assert "选一次您的地区" in html(client)


def test_policies_and_guides_are_on_the_front_page(client, rules, guide):
    shown = html(client)
    assert rules.title in shown
    assert guide.summary in shown


def test_each_picture_has_its_words_and_its_table(client, site):
    shown = html(client)
    assert shown.count('<svg class="chart"') == 4
    assert shown.count("<desc") == 4
    assert shown.count("看表格") == 4


def test_english_for_everything_but_the_content(client, rules):
    shown = html(client, "/en/")
    for words in (
        "Check a list",
        "File a complaint",
        "Follow a case",
        "Yi Civil Affairs",
        "Made public lately",
    ):
        assert words in shown
    assert '<html lang="en">' in shown
    assert rules.title in shown


def test_a_version_from_before_is_no_news(client, add_policy, rules):
    add_policy("旧版办法", validity="amended", replaced_by=rules)
    assert "旧版办法" not in html(client)


@pytest.mark.parametrize("address", ["/", "/policies/?topic=dibao", "/search/?q=低保", "/hotlines/"])
def test_the_language_switch_keeps_the_page_and_its_filters(client, site, address):
    links = client.get(address).context["language_links"]
    assert {link["code"]: link["url"] for link in links}["en"].startswith("/en" + address.split("?")[0])


def test_the_large_type_mode_stays_on_the_next_page(client, site):
    assert "data-type" not in html(client)
    client.post(reverse("portal:preference", args=["type"]), {"value": "large", "next": "/hotlines/"})
    assert 'data-type="large"' in html(client, "/hotlines/")
    client.post(reverse("portal:preference", args=["type"]), {"value": "normal"})
    assert "data-type" not in html(client)


def test_a_reader_who_chose_nothing_gets_no_cookie(client, site):
    client.get("/")
    assert not client.cookies


def test_a_demonstration_says_so_on_every_page(client, site, settings):
    assert "这是演示网站" not in html(client)
    settings.DEMONSTRATION = True
    for address in ("/", "/policies/", "/search/"):
        assert "这是演示网站" in html(client, address)
    assert "这是演示网站" in client.get("/nowhere/").content.decode()


def test_the_number_of_queries_does_not_grow(
    client, published, add_policy, people, django_assert_num_queries
):
    client.get("/")
    with django_assert_num_queries(QUERIES):
        client.get("/")
    for number in range(8):
        add_policy(f"通知{number}")
        Batch.objects.create(
            programme_id="urban-dibao",
            region_id="320722",
            month=date(2026, number + 1, 1),
            state="published",
            published_at=timezone.now(),
            uploaded_by=people.editor,
        )
    client.get("/")  # the first policy's address asks once for the site's root, then it is cached
    with django_assert_num_queries(QUERIES):
        client.get("/")


QUERIES = 11
