"""Choices kept in cookies."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.fixture
def choose(client, people):
    def choose(name, value, back="/policies/?topic=dibao"):
        return client.post(reverse("portal:preference", args=[name]), {"value": value, "next": back})

    return choose


def test_the_reader_comes_back_to_where_they_were(choose):
    response = choose("type", "large")
    assert (response.status_code, response["Location"]) == (302, "/policies/?topic=dibao")


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:alert(1)", ""])
def test_nobody_is_sent_elsewhere(choose, elsewhere):
    assert choose("type", "large", elsewhere)["Location"] == "/"


def test_the_cookie_is_of_this_site_only_and_closed_to_scripts(choose):
    cookie = choose("place", "320722").cookies["place"]
    assert (cookie["samesite"], bool(cookie["httponly"]), cookie["max-age"]) == ("Lax", True, 365 * 24 * 3600)


@pytest.mark.parametrize(
    ("name", "value"), [("type", "huge"), ("type", ""), ("place", "999999"), ("place", "")]
)
def test_what_is_no_choice_forgets_the_choice(choose, name, value):
    assert choose(name, value).cookies[name]["max-age"] == 0


def test_an_unknown_preference_is_not_found(choose):
    assert choose("colour", "red").status_code == 404


def test_a_link_alone_changes_nothing(client, people):
    assert client.get(reverse("portal:preference", args=["type"])).status_code == 405


def test_a_page_that_was_kept_for_days_still_works(people):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("portal:preference", args=["type"]), {"value": "large"}).status_code == 302


@pytest.mark.parametrize("address", ["/", "/hotlines/", "/policies/", "/lists/"])
def test_no_cache_between_shows_one_reader_what_another_chose(client, prepared, address):
    assert "Cookie" in client.get(address)["Vary"]
