"""Logins are in the log: the account, the shortened network, nothing that was typed, and not too many."""

import re
import time

import pytest
from django.core.cache import cache
from django.urls import reverse
from wagtail.models import ModelLogEntry

from organizations import logins, second_factor
from organizations.enums import Role
from organizations.models import User
from protection import audit
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db
PASSWORD = "x" * 12


@pytest.fixture(autouse=True)
def _clean():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def person(units):
    return make_person("某", (units["city"], Role.HANDLER))


def attempt(client, username, password=PASSWORD, address="203.0.113.77"):
    sent = {"username": username, "password": password}
    return client.post(reverse("wagtailadmin_login"), sent, REMOTE_ADDR=address)


def entries(action=""):
    return ModelLogEntry.objects.filter(action=f"organizations.{action}").order_by("pk")


def test_a_login_and_a_logout(client, person):
    attempt(client, person.username)
    client.post(reverse("wagtailadmin_logout"))
    login, logout = entries("login").get(), entries("logout").get()
    assert (login.user, login.object_id) == (person, str(person.pk))
    assert login.data == {"network": "203.0.113.0/24"}
    assert logout.user == person


def test_the_second_step(client, person):
    secret = second_factor.begin(person)
    step = int(time.time()) // 30
    second_factor.confirm(person, second_factor.code_at(secret, step - 1), "here")
    attempt(client, person.username)
    client.post(reverse("second_factor_code"), {"code": "000000x"})
    client.post(reverse("second_factor_code"), {"code": second_factor.code_at(secret, step)})
    assert entries("code_failed").get().data["failures"] == 1
    proven = entries("login_proven").get()
    assert (proven.user, proven.data["how"]) == (person, "code")


def test_a_wrong_password_is_written_for_the_account_and_nobody_is_said_to_have_done_it(client, person):
    attempt(client, person.username, "wrong")
    entry = entries("login_failed").get()
    assert (entry.user, entry.object_id) == (None, str(person.pk))
    assert entry.data == {"failures": 1, "network": "203.0.113.0/24"}


def test_what_was_typed_as_a_name_is_written_nowhere(client, person):
    typed = "geheim-Passwort-20"
    attempt(client, typed, "anything")
    attempt(client, "13812345678", "anything")
    assert entries("login_unknown").count() == 2
    written = str([(entry.label, entry.data, entry.object_id) for entry in ModelLogEntry.objects.all()])
    assert typed not in written
    assert "13812345678" not in written


def test_guesses_at_one_account_are_counted_not_listed(client, person):
    for number in range(100):
        attempt(client, person.username, "wrong", f"198.51.{number}.7")
    assert [entry.data["failures"] for entry in entries("login_failed")] == [1, 2, 4, 8, 16, 32, 64]


def test_made_up_names_do_not_fill_the_log(client, person):
    for number in range(logins.UNKNOWN_AN_HOUR + 20):
        attempt(client, f"nobody{number}", "wrong", f"198.51.{number}.7")
    assert entries("login_unknown").count() == logins.UNKNOWN_AN_HOUR
    attempt(client, person.username, "wrong")
    assert entries("login_failed").count() == 1


def test_who_waits_is_not_written(client, person):
    for _turn in range(5):
        attempt(client, person.username, "wrong")
    before = ModelLogEntry.objects.count()
    for _turn in range(20):
        attempt(client, person.username, "wrong")
    assert ModelLogEntry.objects.count() == before


def test_the_administrator_who_keeps_the_account_reads_it(client, person, units):
    attempt(client, person.username, "wrong")
    admin = make_person("管", (units["city"], Role.ADMINISTRATOR))
    client.force_login(User.objects.get(pk=admin.pk))
    text = client.get(reverse("wagtailusers_users:history", args=[person.pk])).content.decode()
    assert "有人登录时输错密码" in text
    assert "203.0.113.0/24" in text


def test_a_bureau_does_not_read_when_its_inspector_logs_in(client, units):
    inspector = make_person("检", (units["inspection"], Role.INSPECTOR))
    attempt(client, inspector.username)
    admin = make_person("管", (units["city"], Role.ADMINISTRATOR))
    client.force_login(User.objects.get(pk=admin.pk))
    answer = client.get(reverse("wagtailusers_users:history", args=[inspector.pk]))
    assert answer.status_code == 200
    assert "登录时密码正确" not in answer.content.decode()
    assert not re.search(r"\d/24\b", answer.content.decode())


def test_an_account_tells_no_administrator_what_somebody_read_with_it(client, units):
    inspector = make_person("检", (units["inspection"], Role.INSPECTOR))
    operator = make_person("接", (units["county"], Role.OPERATOR))
    for person, action in ((inspector, "complaints.export_looks"), (operator, "complaints.find_caller")):
        audit.record(action, person, user=person)
        audit.record("organizations.make_link", person, user=operator, by_mail=False, trusted=True)
    client.force_login(make_person("管", (units["city"], Role.ADMINISTRATOR)))
    for person in (inspector, operator):
        shown = client.get(reverse("wagtailusers_users:history", args=[person.pk])).context["object_list"]
        assert [entry.action for entry in shown] == ["organizations.make_link"]


def test_the_list_of_people_says_when_who_is_not_kept_here_last_logged_in_to_nobody(client, units):
    inspector = make_person("检", (units["inspection"], Role.INSPECTOR))
    handler = make_person("办", (units["city"], Role.HANDLER))
    for person in (inspector, handler):
        client.force_login(person)
    client.force_login(make_person("管", (units["city"], Role.ADMINISTRATOR)))
    rows = client.get(reverse("wagtailusers_users:index"), {"ordering": "login_shown"}).context["object_list"]
    shown = {row.pk: row.login_shown for row in rows}
    assert shown[inspector.pk] is None
    assert shown[handler.pk] is not None
