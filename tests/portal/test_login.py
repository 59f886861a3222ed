"""Guessing passwords is slow, and a stranger's guesses keep nobody else out."""

import dataclasses

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from organizations.models import User
from organizations.views import guessing

pytestmark = pytest.mark.django_db
LOGIN = "wagtailadmin_login"
RIGHT = "right-password-1"


@pytest.fixture(autouse=True)
def _guarded():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def guanli():
    return User.objects.create_user("guanli", password=RIGHT, is_superuser=True)


def attempt(client, username: str, password: str = "wrong", **extra):
    return client.post(reverse(LOGIN), {"username": username, "password": password}, **extra)


def throttled(response) -> bool:
    if response.status_code != 200:
        return False
    return response.context["form"].errors.as_data()["__all__"][0].code == "throttled"


def test_one_account_is_slow_for_the_address_that_guesses(client, guanli) -> None:
    for _try in range(5):
        assert not throttled(attempt(client, "guanli"))
    assert throttled(attempt(client, "guanli", RIGHT))
    assert "sessionid" not in client.cookies
    assert attempt(client, "guanli", RIGHT, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_guesses_at_the_same_moment_take_their_turns(guanli, monkeypatch) -> None:
    """While one password is compared, which takes long, the next ones come: no more are looked at."""
    check, looked_at, together = User.check_password, [], 12

    def slowly(user, raw):
        looked_at.append(raw)
        if len(looked_at) < together:
            attempt(Client(), "guanli")
        return check(user, raw)

    monkeypatch.setattr(User, "check_password", slowly)
    attempt(Client(), "guanli")
    assert len(looked_at) == guessing.BY_PAIR.allowed + 1


def test_a_form_without_a_password_is_no_try(client, guanli) -> None:
    for _try in range(10):
        attempt(client, "guanli", "")
    assert attempt(client, "guanli", RIGHT).status_code == 302


def test_guesses_from_six_addresses_are_slowed_together(client, guanli) -> None:
    answers = [attempt(client, "guanli", REMOTE_ADDR=f"203.0.113.{number % 6}") for number in range(30)]
    # Six addresses that know nothing of each other would have all 30 looked at.
    assert sum(not throttled(answer) for answer in answers) <= 24
    assert all(throttled(answer) for answer in answers[-6:])


def test_a_stranger_locks_nobody_out(client, guanli) -> None:
    for number in range(300):
        attempt(client, "guanli", REMOTE_ADDR=f"198.51.100.{number % 100}")
    assert attempt(client, "guanli", RIGHT, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_one_address_cannot_try_account_after_account(client, guanli) -> None:
    for number in range(guessing.BY_NETWORK.allowed + 1):
        attempt(client, f"someone{number}")
    assert throttled(attempt(client, "guanli", RIGHT))


def test_thirty_three_failures_keep_no_colleague_out(client, guanli) -> None:
    for number in range(33):
        attempt(client, f"someone{number}")
    assert attempt(client, "guanli", RIGHT).status_code == 302


def test_a_browser_that_logged_in_before_passes_whatever_others_behind_its_address_do(
    client, guanli, django_user_model
) -> None:
    mine = client.__class__()
    assert attempt(mine, "guanli", RIGHT).status_code == 302
    mine.cookies.pop("sessionid")
    for number in range(120):
        attempt(client, f"someone{number}")
        attempt(client, "guanli")
    assert throttled(attempt(client, "guanli", RIGHT))
    assert attempt(mine, "guanli", RIGHT).status_code == 302


def test_a_known_browser_is_slowed_by_its_own_failures(client, guanli) -> None:
    attempt(client, "guanli", RIGHT)
    client.cookies.pop("sessionid")
    for _try in range(9):
        assert not throttled(attempt(client, "guanli"))
    assert throttled(attempt(client, "guanli", RIGHT))


def test_a_forged_cookie_is_no_known_browser(client, guanli) -> None:
    client.cookies[guessing.COOKIE] = "eyJhIjoiYiJ9:1abc:forged"
    for _try in range(6):
        attempt(client, "guanli")
    assert throttled(attempt(client, "guanli", RIGHT))


def test_an_account_that_does_not_exist_is_answered_alike(client, guanli) -> None:
    for name in ("guanli", "nobody"):
        first = attempt(client, name, REMOTE_ADDR=f"192.0.2.{len(name)}")
        messages = first.context["form"].errors.as_text()
        assert "nobody" not in messages
        assert first.context["form"].errors.as_data()["__all__"][0].code == "invalid_login"
        later = [attempt(client, name, REMOTE_ADDR=f"192.0.2.{len(name)}") for _try in range(7)]
        assert [throttled(answer) for answer in later] == [False] * 4 + [True] * 3


def test_behind_a_proxy_each_visitor_is_counted_alone(client, guanli, settings) -> None:
    settings.PROXY_COUNT = 1
    for _try in range(7):
        attempt(client, "guanli", headers={"X-Forwarded-For": "10.1.1.1, 203.0.113.7"})
    assert throttled(attempt(client, "guanli", RIGHT, headers={"X-Forwarded-For": "203.0.113.7"}))
    other = attempt(client, "guanli", RIGHT, headers={"X-Forwarded-For": "203.0.113.8"})
    assert other.status_code == 302


def test_a_network_of_ipv6_counts_as_one_visitor(client, guanli) -> None:
    for number in range(6):
        attempt(client, "guanli", REMOTE_ADDR=f"2001:db8:1:1::{number}")
    assert throttled(attempt(client, "guanli", RIGHT, REMOTE_ADDR="2001:db8:1:1:ffff::1"))
    assert attempt(client, "guanli", RIGHT, REMOTE_ADDR="2001:db8:1:2::1").status_code == 302


def test_marks_gathered_with_an_old_password_are_worth_nothing_for_the_next(client, guanli) -> None:
    """Each would have eight free guesses of its own, beside all that counts strangers' guesses."""
    thieves = [client.__class__() for _number in range(4)]
    for thief in thieves:
        assert attempt(thief, "guanli", RIGHT).status_code == 302
    guanli.set_password("right-password-2")
    guanli.save()
    answers = [attempt(thief, "guanli", "right-password-3") for thief in thieves for _try in range(4)]
    assert sum(not throttled(answer) for answer in answers) <= guessing.BY_PAIR.allowed + 1


def test_who_is_given_65536_networks_is_slowed_over_all_of_them(client, guanli) -> None:
    """A /48 is what one customer of a hoster gets; each of its /64 would be looked at anew."""
    answers = [attempt(client, "guanli", REMOTE_ADDR=f"2001:db8:1:{number:x}::1") for number in range(60)]
    assert sum(not throttled(answer) for answer in answers) <= guessing.BY_SITE_PAIR.allowed + 1
    assert attempt(client, "guanli", RIGHT, REMOTE_ADDR="2001:db8:2:1::1").status_code == 302


def test_nor_does_it_try_account_after_account(client, guanli, monkeypatch) -> None:
    monkeypatch.setattr(guessing, "BY_SITE", dataclasses.replace(guessing.BY_SITE, allowed=30))
    for number in range(32):
        attempt(client, f"someone{number}", REMOTE_ADDR=f"2001:db8:1:{number:x}::1")
    assert throttled(attempt(client, "guanli", RIGHT, REMOTE_ADDR="2001:db8:1:ffff::1"))
    assert attempt(client, "guanli", RIGHT, REMOTE_ADDR="2001:db8:2:1::1").status_code == 302


@pytest.mark.parametrize("address", ["/_util/login/", "/en/_util/login/"])
def test_there_is_no_second_login_without_pauses(client, guanli, address) -> None:
    assert client.get(address).status_code == 404
    assert client.post(address, {"username": "guanli", "password": RIGHT}).status_code == 404
    assert "_auth_user_id" not in client.session
