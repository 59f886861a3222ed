"""While somebody else writes for longer than is waited: no error, and what was typed is kept (issue 8)."""

import contextlib
import html
import re
import sqlite3

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.db.utils import ConnectionHandler
from django.test import Client
from django.urls import reverse

from complaints.models import Draft
from organizations.enums import Role
from organizations.models import Session, Unit, User
from portal.models import Bureau
from portal.views.errors import server_error
from protection.busy import is_busy
from tests.organizations.factories import make_people, make_places, make_units

pytestmark = pytest.mark.django_db(transaction=True)
BUSY = "现在办理的人较多"


@contextlib.contextmanager
def held(*tables):
    """Somebody else has the write lock (SQLite), or that of these tables; nobody waits long for it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 20")
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '20ms'")
        other = connection.copy().get_new_connection(connection.get_connection_params())
        for table in tables:
            other.execute(f'LOCK TABLE "{table}" IN EXCLUSIVE MODE')
    try:
        yield
    finally:
        other.rollback()
        other.close()


@pytest.fixture
def person():
    make_places()
    Bureau.load()
    [person] = make_people([("编辑甲", make_units()["county"], Role.EDITOR)])
    return person


@pytest.fixture
def browser():
    """A client that gets the pages which a browser gets."""
    return Client(raise_request_exception=False)


def fields_of(page):
    """What the page would send."""
    found = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', page, re.DOTALL)
    return {html.unescape(name): html.unescape(value) for name, value in found}


def test_a_citizen_keeps_what_was_typed_and_sends_it_again(prepared, browser):
    Bureau.load()
    start = reverse("complaints:new")
    browser.post(start, {"kind": "complaint"})
    typed = {"kind": "report", "more": '两行\n"<b>'}
    with held(Draft._meta.db_table):
        response = browser.post(start, {**typed, "pin": "246810"})
    page = response.content.decode()
    assert (response.status_code, response["Cache-Control"]) == (503, "no-store")
    assert BUSY in page
    assert f'action="{start}"' in page
    assert fields_of(page) == typed
    assert "246810" not in page
    assert "文件和密码" in page
    assert browser.post(start, fields_of(page)).status_code == 302


def test_staff_keep_what_was_typed(person, browser):
    browser.force_login(person)
    address = reverse("batch:add")
    assert browser.get(address).status_code == 200  # what a session notes once
    with held(User._meta.db_table, Session._meta.db_table):
        response = browser.post(reverse("wagtailadmin_account"), {"name_email-first_name": "甲"})
        read = browser.get(address)
    assert response.status_code == 503
    assert fields_of(response.content.decode()) == {"name_email-first_name": "甲"}
    # Whoever only reads gets the page, though the session cannot be prolonged.
    assert read.status_code == 200


def test_a_form_of_another_site_is_not_given_a_token_of_ours(prepared):
    browser = Client(raise_request_exception=False, enforce_csrf_checks=True)
    browser.get(reverse("complaints:new"))
    with held(Session._meta.db_table):
        response = browser.post(reverse("complaints:new"), {"kind": "report"})
    assert "textarea" not in response.content.decode()
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_only_a_lock_is_taken_for_one(person):
    with held(Unit._meta.db_table), pytest.raises(OperationalError) as locked:
        Unit.objects.update(name="别名")
    assert is_busy(locked.value)
    assert not is_busy(OperationalError("no such table"))
    assert not is_busy(None)
    assert settings.DATABASE_BUSY_SECONDS == 20


def test_a_server_that_takes_nobody_in_is_busy(rf):
    nobody_listens = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "x",
        "HOST": "127.0.0.1",
        "PORT": "1",
    }
    with pytest.raises(OperationalError) as refused:
        ConnectionHandler({"default": nobody_listens})["default"].ensure_connection()
    assert is_busy(refused.value)
    try:
        raise refused.value
    except OperationalError:
        response = server_error(rf.get("/complaints/new/"))
    assert (response.status_code, response["Retry-After"]) == (503, "5")
