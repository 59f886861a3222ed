"""What hangs or stands in a village: sheet with full names for its staff, poster and screen for everybody."""

import re

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from disclosure.models import Recipient
from disclosure.public.board.views import HOME_SECONDS, ROWS_A_SCREEN
from tests.disclosure import lists

VILLAGE, CODE = "320722100201", "rural-dibao"
OURS = [lists.household(3 * number) for number in range(ROWS_A_SCREEN + 2)]


@pytest.fixture
def public(release):
    return release([*OURS, lists.household(1)])


def page(client, name, *args, status=200, **query):
    response = client.get(reverse(f"disclosure:{name}", args=args), query)
    assert response.status_code == status
    return response


def names() -> list[str]:
    return [row["户主姓名"] for row in OURS]


def test_the_sheet_has_full_names_for_who_works_with_the_lists_of_the_place(public, county, seen):
    sheet = seen(county.editor, "sheet", VILLAGE, CODE)
    assert all(name in sheet for name in names())
    assert lists.household(1)["户主姓名"] not in sheet, "of another village"
    assert "<thead>" in sheet
    assert "<svg" in sheet
    for secret in lists.SECRETS:
        assert secret not in sheet


@pytest.mark.parametrize("who", ["stranger", "inspector", "handler"])
def test_for_everybody_else_it_is_not_there(public, county, client, who):
    client.force_login(getattr(county, who))
    response = client.get(reverse("batch:sheet", args=[VILLAGE, CODE]))
    assert response.status_code in (302, 403, 404)
    assert not any(name in response.content.decode() for name in names())


def test_each_print_is_written_down_without_a_name(public, county, seen):
    for _number in range(2):
        seen(county.reviewer, "sheet", VILLAGE, CODE)
    entries = ModelLogEntry.objects.filter(action="disclosure.print_sheet")
    assert [entry.data["rows"] for entry in entries] == [len(OURS)] * 2
    assert not any(name in str(entry.data) + entry.label for entry in entries for name in names())


def test_a_minor_has_no_name_on_the_sheet(public, county, seen):
    Recipient.objects.filter(holder_name=names()[0]).update(adult_on="2999-01-01")
    assert names()[0] not in seen(county.editor, "sheet", VILLAGE, CODE)


@pytest.mark.parametrize("place", ["320722", "320722100"])
def test_only_a_village_has_a_sheet_a_poster_and_a_screen(public, county, seen, client, place):
    seen(county.editor, "sheet", place, CODE, status=404)
    page(client, "poster", place, status=404)
    page(client, "kiosk", place, status=404)


def test_the_poster_leads_to_the_village_and_names_nobody(public, client):
    poster = page(client, "poster", VILLAGE).content.decode()
    assert "<svg" in poster
    assert not any(name in poster for name in names())


def test_the_screen_is_masked_and_goes_home_by_itself(public, client):
    home = reverse("disclosure:kiosk", args=[VILLAGE])
    first = page(client, "kiosk_list", VILLAGE, CODE)
    second = page(client, "kiosk_list", VILLAGE, CODE, page=2)
    assert first["Refresh"] == f"{HOME_SECONDS}; url={home}"
    assert home in page(client, "kiosk", VILLAGE)["Refresh"]
    assert [text.content.decode().count("<tr>") - 1 for text in (first, second)] == [ROWS_A_SCREEN, 2]
    for answer in (first, second):
        assert not any(name in answer.content.decode() for name in names())


def test_no_screen_leads_away_from_its_village_or_asks_for_a_key(public, client):
    home = reverse("disclosure:kiosk", args=[VILLAGE])
    for answer in (
        page(client, "kiosk", VILLAGE),
        page(client, "kiosk_list", VILLAGE, CODE),
        page(client, "kiosk_list", VILLAGE, CODE, page=2),
    ):
        text = answer.content.decode()
        links = re.findall(r'<a [^>]*href="([^"]*)"', text)
        assert links
        assert all(link.startswith((home, "?page=")) for link in links)
        assert not re.search(r"<(input|form|button|textarea|script)", text)


def test_a_withdrawn_or_missing_list_has_no_sheet(county, seen, client):
    seen(county.editor, "sheet", VILLAGE, CODE, status=404)
    page(client, "kiosk_list", VILLAGE, CODE, status=404)


def test_a_screen_asks_little(public, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page(client, "kiosk_list", VILLAGE, CODE)
    with django_assert_max_num_queries(12):
        page(client, "kiosk", VILLAGE)
