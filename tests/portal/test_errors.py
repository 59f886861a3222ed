"""What a visitor sees when something cannot be shown, and what machines are told."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError
from django.test import Client, RequestFactory
from django.urls import reverse

from portal import views
from portal.public_index import PUBLIC
from portal.views import health
from search.engines import current
from search.engines.engine import EngineUnreachable


def request(path="/"):
    return RequestFactory().get(path)


def test_an_unknown_address_is_answered_in_the_sites_own_words(client, site):
    response = client.get("/nowhere/")
    shown = response.content.decode()
    assert response.status_code == 404
    assert "这个地址没有内容" in shown
    assert 'href="tel:05181234567"' in shown
    assert "查进度" in shown


def test_the_same_in_english(client, site):
    assert "There is nothing at this address" in client.get("/en/nowhere/").content.decode()


@pytest.mark.parametrize(
    ("view", "problem", "status", "words"),
    [
        (views.forbidden, PermissionDenied(), 403, "您不能打开这一页"),
        (views.bad_request, SuspiciousOperation(), 400, "没能读懂您的请求"),
    ],
)
def test_each_error_has_its_page(site, view, problem, status, words):
    response = view(request(), problem)
    assert response.status_code == status
    assert words in response.content.decode()


def test_a_failure_of_the_database_still_gets_its_page():
    # No database is allowed in this test: the page must not need one.
    response = views.server_error(request())
    assert response.status_code == 500
    assert "您的办件已经保存好了" in response.content.decode()


def test_a_form_without_its_token_is_explained(site):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(reverse("wagtailadmin_login"), {"username": "x", "password": "x"})
    assert response.status_code == 403
    assert "请重新提交一次" in response.content.decode()


def test_too_many_attempts_are_told_how_long_to_wait(site):
    from django.template.loader import render_to_string

    assert "请在 30 秒后再试" in render_to_string("429.html", {"seconds": 30}, request())
    assert "请等15分钟再试" in render_to_string("429.html", {}, request())


def test_healthz_answers_when_the_database_does(client, db):
    known = {"status": "ok", "database": True, "search": True, "periodic": False}
    assert client.get("/healthz").json() == known


def test_healthz_says_when_the_index_does_not_answer(client, db, monkeypatch):
    class Broken:
        def state(self, schema):
            assert schema is PUBLIC
            raise EngineUnreachable("no")

    monkeypatch.setattr(current, "engine", Broken)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["search"]) == (200, False)


def test_healthz_fails_with_the_database(client, db, monkeypatch):
    class Broken:
        def cursor(self):
            raise DatabaseError("gone")

    monkeypatch.setattr(health, "connection", Broken())
    assert client.get("/healthz").status_code == 503


def test_robots_may_read_policies_but_no_lists_and_no_cases(client, db):
    lines = client.get("/robots.txt").content.decode().splitlines()
    for path in ("/lists/", "/complaints/", "/en/lists/", "/en/complaints/", "/staff/"):
        assert f"Disallow: {path}" in lines
    assert "Disallow: /" not in lines


def test_staff_who_open_what_is_not_theirs_are_told_where_to_go(client, site, django_user_model):
    boss = django_user_model.objects.create_superuser("boss", password="a-long-password")
    client.force_login(boss)
    response = client.get("/staff/cases/inspect/000000-2026-000000/")
    shown = response.content.decode()
    assert response.status_code == 404
    assert "没有您可以打开的内容" in shown
    assert reverse("wagtailadmin_home") in shown
