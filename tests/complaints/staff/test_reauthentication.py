"""Before an identity, an export or an appointment one proves again who one is, and then goes on."""

import pytest
from django.urls import reverse

from complaints.models import CaseLogEntry
from organizations.second_factor import CONFIRMED
from tests.complaints.factories import make_case

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-battery"


def log_in(client, user, minutes_ago=11):
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)
    session = client.session
    session[CONFIRMED] -= minutes_ago * 60
    session.save()


def looks():
    return CaseLogEntry.objects.filter(action="complaints.reveal_identity").count()


@pytest.fixture
def address(staff):
    return reverse("complaints_identity", args=[make_case().number])


def test_an_identity_is_shown_after_the_password_and_what_was_typed_is_kept(client, staff, address):
    log_in(client, staff["operator"])
    asked = client.post(address, {"reason": "需要回电核实"})
    assert asked.status_code == 403
    assert "13905180001" not in asked.content.decode()
    assert looks() == 0
    assert ("reason", "需要回电核实") in asked.context["kept"]
    typed = {"reason": "需要回电核实", "confirm_method": "post"}
    wrong = client.post(address, {**typed, "confirm_secret": "wrong"})
    assert wrong.status_code == 403
    assert looks() == 0
    shown = client.post(address, {**typed, "confirm_secret": PASSWORD})
    assert "13905180001" in shown.content.decode()
    assert looks() == 1
    assert client.get(address).status_code == 200


def test_a_page_is_asked_for_again_after_the_password(client, staff, address):
    log_in(client, staff["operator"])
    assert client.get(address).status_code == 403
    answer = client.post(address, {"confirm_secret": PASSWORD, "confirm_method": "get"})
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert client.get(address).status_code == 200


def test_within_the_minutes_nothing_is_asked(client, staff, address):
    log_in(client, staff["operator"], minutes_ago=9)
    assert client.get(address).status_code == 200


def test_guesses_are_slowed(client, staff, address):
    log_in(client, staff["operator"])
    for _try in range(6):
        client.post(address, {"confirm_secret": "wrong", "confirm_method": "get"})
    assert client.post(address, {"confirm_secret": PASSWORD, "confirm_method": "get"}).status_code == 403


GUARDED = [
    ("operator", lambda: reverse("case:index") + "?export=csv"),
    ("administrator", lambda: reverse("post:add")),
    ("administrator", lambda: reverse("wagtailusers_users:add")),
    ("inspector", lambda: reverse("search:cases_export")),
]


@pytest.mark.parametrize(("who", "where"), GUARDED)
def test_exports_and_appointments_ask_too(client, staff, who, where):
    log_in(client, staff[who])
    answer = client.get(where())
    assert answer.status_code == 403
    assert "confirm_secret" in answer.content.decode()


def test_a_new_session_key_does_not_wipe_the_guesses(client, staff, address):
    """Leaving a case of one's own on the public site gives the session a new key, and nothing else."""
    log_in(client, staff["operator"])
    for _guess in range(6):
        client.post(address, {"confirm_secret": "wrong"})
        client.post(reverse("complaints:leave"))
    shown = client.post(address, {"confirm_secret": PASSWORD, "confirm_method": "get"})
    assert shown.status_code == 403, "also the right one has to wait now"
