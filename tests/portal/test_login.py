"""Guessing passwords is slow: for one account from one address, and for one address over many accounts."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from organizations.models import User

pytestmark = pytest.mark.django_db
LOGIN = "wagtailadmin_login"


@pytest.fixture(autouse=True)
def _guarded(settings):
    settings.AXES_ENABLED = True
    cache.clear()


def attempt(client, username: str, password: str = "wrong", **extra):
    return client.post(reverse(LOGIN), {"username": username, "password": password}, **extra)


def test_one_account_is_locked_for_the_address_that_guesses(client) -> None:
    User.objects.create_user("guanli", password="right-password-1")
    for _try in range(6):
        attempt(client, "guanli")
    assert attempt(client, "guanli", "right-password-1").status_code == 429
    elsewhere = attempt(client, "guanli", "right-password-1", REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 302


def test_one_address_cannot_try_account_after_account(client) -> None:
    User.objects.create_user("guanli", password="right-password-1")
    for number in range(31):
        attempt(client, f"someone{number}")
    refused = attempt(client, "guanli", "right-password-1")
    assert refused.status_code == 200
    assert "wagtail_sessionid" not in refused.cookies
    assert refused.context["form"].errors.as_data()["__all__"][0].code == "throttled"


def test_behind_a_proxy_each_visitor_is_counted_alone(client, settings) -> None:
    settings.PROXY_COUNT = 1
    User.objects.create_user("guanli", password="right-password-1")
    for _try in range(7):
        attempt(client, "guanli", headers={"X-Forwarded-For": "10.1.1.1, 203.0.113.7"})
    other = attempt(client, "guanli", "right-password-1", headers={"X-Forwarded-For": "203.0.113.8"})
    assert other.status_code == 302
