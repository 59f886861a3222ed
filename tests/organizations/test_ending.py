"""What changes who may be in an account ends its sessions; who changed their own stays, under another key."""

import time

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from organizations import doubts, links, notices, second_factor, sessions
from organizations.enums import Role
from organizations.models import AccountDoubt, SecondFactor, SecurityKey, User
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "x" * 12, "纸船 灯塔 橘子 二胡 竹椅"


@pytest.fixture
def person(units):
    return make_person("某", (units["city"], Role.HANDLER))


@pytest.fixture
def admin(units):
    return make_person("管", (units["city"], Role.ADMINISTRATOR))


def logged_in(person) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=person.pk))
    if second_factor.is_on(person):
        session = client.session
        session[second_factor.STATE] = second_factor.DONE
        session.save()
    return client


def is_in(client) -> bool:
    return client.get("/staff/").status_code == 200


def code(person, steps=0) -> str:
    factor = SecondFactor.objects.get(user=person)
    return second_factor.code_at(factor.next_secret or factor.secret, int(time.time()) // 30 + steps)


def set_up(person) -> None:
    second_factor.begin(person)
    second_factor.confirm(person, code(person, -1), "here")


def fresh(person) -> User:
    return User.objects.get(pk=person.pk)


def change(person, **fields) -> None:
    person = fresh(person)
    for name, value in fields.items():
        setattr(person, name, value)
    person.save()


def a_key(person) -> SecurityKey:
    return SecurityKey.objects.create(
        user=person, name="k", credential_id="c", public_key=b"k", sign_count=0, transports=[]
    )


#: What others do to an account, and whether something has to be set up before.
DONE_TO = {
    "a chosen password": lambda person, admin: links.use(links.make(person, user=admin).link, NEW),
    "a password by the command line": lambda person, admin: change(person, password="other"),
    "deactivated": lambda person, admin: change(person, is_active=False),
    "another login": lambda person, admin: change(person, username="other"),
    "another name": lambda person, admin: change(person, name="他"),
    "held back": lambda person, admin: doubts.raise_doubt(fresh(person), AccountDoubt.Kind.NAME, user=admin),
    "reset by the command line": lambda person, admin: call_command(
        "reset_second_factor", person.username, by=admin.username, reason="丢了"
    ),
    "a new factor": lambda person, admin: set_up(person),
    "a removed factor": lambda person, admin: second_factor.remove(person),
    "a new security key": lambda person, admin: a_key(person),
}
#: What ends nothing.
HARMLESS = {
    "another e-mail": lambda person: change(person, email="a@example.com"),
    "the same again": lambda person: fresh(person).save(),
    "a login": lambda person: Client().force_login(fresh(person)),
    "let act again": lambda person: change(person, held_back=False),
}


@pytest.mark.parametrize("what", DONE_TO)
def test_all_sessions_end(person, admin, what):
    if what == "a removed factor":
        set_up(person)
    theirs, other = [logged_in(person) for _turn in range(2)], logged_in(admin)
    assert all(is_in(client) for client in theirs)
    DONE_TO[what](person, admin)
    assert not any(is_in(client) for client in theirs)
    assert person.sessions.count() == 0
    assert is_in(other)
    entry = ModelLogEntry.objects.get(action="organizations.end_sessions")
    assert (entry.data["number"], entry.object_id) == (2, str(person.pk))


def test_a_removed_security_key_ends_them_too(person):
    key = a_key(person)
    theirs = logged_in(person)
    key.delete()
    assert not is_in(theirs)


@pytest.mark.parametrize("what", HARMLESS)
def test_nothing_ends(person, what):
    if what == "let act again":
        User.objects.filter(pk=person.pk).update(held_back=True)
    theirs = logged_in(person)
    HARMLESS[what](person)
    assert is_in(theirs) or what == "let act again"
    assert not ModelLogEntry.objects.filter(action="organizations.end_sessions").exists()


#: What somebody does to their own account: whether there is a factor before, the address, what is sent.
OWN = {
    "a new password": (
        False,
        "wagtailadmin_account",
        {
            "password-old_password": PASSWORD,
            "password-new_password1": NEW,
            "password-new_password2": NEW,
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
        },
    ),
    "a new factor": (False, "second_factor_enrol", {}),
    "a removed factor": (True, "second_factor_remove", {}),
    "new backup codes": (True, "second_factor_renew", {}),
}


@pytest.mark.parametrize("what", OWN)
def test_ones_own_session_stays_under_another_key(person, what):
    has_factor, name, sent = OWN[what]
    if has_factor:
        set_up(person)
    here, there = logged_in(person), logged_in(person)
    assert is_in(here)
    assert is_in(there)
    if what == "a new factor":
        here.get(reverse(name))
        sent = {"code": code(person)}
    before = here.cookies[settings.SESSION_COOKIE_NAME].value
    assert here.post(reverse(name), sent).status_code in (200, 302)
    assert here.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert is_in(here)
    assert not is_in(there)
    planted = Client()
    planted.cookies[settings.SESSION_COOKIE_NAME] = before
    assert not is_in(planted)


@pytest.mark.parametrize("why", ["password", "factor", "factor-reset", "renamed"])
def test_the_person_is_told_by_mail_of_what_opens_the_account(
    person, mailoutbox, django_capture_on_commit_callbacks, why
):
    """A stolen password in the days of grace could otherwise set up a factor of the thief's unseen."""
    User.objects.filter(pk=person.pk).update(email="someone@example.org", last_login=timezone.now())
    person.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        sessions.end_all(person, why)
    told = mailoutbox[0]
    assert told.to == ["someone@example.org"]
    assert str(notices.TOLD[why]) in told.body
    assert PASSWORD not in told.body


def test_setting_up_an_app_is_told(person, mailoutbox, django_capture_on_commit_callbacks):
    User.objects.filter(pk=person.pk).update(email="someone@example.org", last_login=timezone.now())
    person.refresh_from_db()
    secret = second_factor.begin(person)
    code = second_factor.code_at(secret, int(time.time()) // second_factor.STEP_SECONDS)
    with django_capture_on_commit_callbacks(execute=True):
        assert second_factor.confirm(person, code, "network")
    assert [mail.to for mail in mailoutbox] == [["someone@example.org"]]


def test_who_never_logged_in_or_was_ended_by_somebody_is_not_told(
    person, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        sessions.end_all(person, "password")
        sessions.end_all(person, "administrator")
    assert mailoutbox == []
