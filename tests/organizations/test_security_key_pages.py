"""What a security key opens on the staff site: the door after the password, and what is asked again."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organizations import second_factor, security_keys
from organizations.enums import Role
from organizations.models import SecurityKey
from organizations.second_factor import CONFIRMED
from tests.organizations.authenticator import Authenticator
from tests.organizations.factories import make_person
from tests.organizations.test_second_factor import now_code

pytestmark = pytest.mark.django_db
SITE = "http://localhost"
DOOR = "/staff/second-factor/code/"
ADD = "/staff/second-factor/keys/add/"


@pytest.fixture
def client(client, settings):
    """A browser at the address that the site says of itself."""
    settings.WAGTAILADMIN_BASE_URL = SITE
    client.defaults["HTTP_HOST"] = "localhost"
    return client


@pytest.fixture
def person(units):
    return make_person("某", (units["city"], Role.HANDLER))


def options(page) -> dict:
    """The options that a page shows to the script."""
    after = page.content.decode().split('id="security-key-options" type="application/json">')[1]
    return json.loads(after.split("</script>")[0])


def set_up(client, device, name="一"):
    return client.post(ADD, {"name": name, "key_made": device.make(options(client.get(ADD)))})


@pytest.fixture
def device(client, person):
    """A key that the person has set up; they are at the door again, with the password alone."""
    client.force_login(person)
    device = Authenticator(SITE)
    assert len(set_up(client, device).context["codes"]) == 10
    client.logout()
    client.force_login(person)
    return device


def prove(client, device, page=DOOR, **wrong):
    return client.post(page, {"key_answer": device.sign(options(client.get(page)), **wrong)})


def long_ago(client) -> None:
    session = client.session
    session[CONFIRMED] -= 3600
    session.save()


def test_a_key_opens_the_page_that_was_asked_for(client, device):
    page = client.get("/staff/account/")["Location"]
    assert page.startswith(DOOR)
    shown = client.get(page)
    assert "no-store" in shown["Cache-Control"]
    before = client.session.session_key
    sent = {"key_answer": device.sign(options(shown)), "next": "/staff/account/"}
    answer = client.post(page, sent)
    assert (answer.status_code, answer["Location"]) == (302, "/staff/account/")
    assert client.get("/staff/account/").status_code == 200
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "page", ["/staff/", "/staff/second-factor/", ADD, "/staff/second-factor/keys/remove/"]
)
def test_the_password_alone_opens_nothing(client, device, page):
    assert client.get(page)["Location"].startswith(DOOR)
    key = SecurityKey.objects.get()
    assert client.post(page, {"key": key.pk})["Location"].startswith(DOOR)
    assert SecurityKey.objects.exists()


def test_a_wrong_answer_stays_at_the_door_and_says_so(client, device):
    answer = prove(client, device, origin="https://evil.example")
    assert answer.status_code == 200
    assert answer.context["problem"]
    assert client.get("/staff/").status_code == 302
    sent = device.sign(options(answer))
    assert client.post(DOOR, {"key_answer": sent}).status_code == 302


def test_an_answer_does_not_open_a_second_session(client, person, device):
    sent = {"key_answer": device.sign(options(client.get(DOOR)))}
    assert client.post(DOOR, sent).status_code == 302
    client.logout()
    client.force_login(person)
    client.get(DOOR)
    assert client.post(DOOR, sent).status_code == 200
    assert client.get("/staff/").status_code == 302


def test_at_another_address_the_page_says_where_keys_work(client, device):
    page = client.get(DOOR, headers={"host": "127.0.0.1"}).content.decode()
    assert "security-key-options" not in page
    assert SITE in page
    assert 'name="code"' in page


def test_who_has_to_set_one_up_may_take_a_key(client, person, settings):
    settings.SECOND_FACTOR_ROLES, settings.SECOND_FACTOR_GRACE_DAYS = ["all"], 0
    client.force_login(person)
    assert client.get("/staff/").status_code == 302
    assert ADD in client.get(reverse("second_factor_enrol")).content.decode()
    assert len(set_up(client, Authenticator(SITE)).context["codes"]) == 10
    assert client.get("/staff/").status_code == 200


def test_where_keys_do_not_work_none_is_offered(client, person, settings):
    settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
    client.force_login(person)
    assert ADD not in client.get("/staff/second-factor/").content.decode()
    assert ADD not in client.get("/staff/second-factor/enrol/").content.decode()
    assert client.get(ADD)["Location"] == "/staff/second-factor/"


def test_a_key_without_a_name_or_an_answer_is_not_kept(client, person):
    client.force_login(person)
    shown = set_up(client, Authenticator(SITE), name=" ")
    assert "name" in shown.context["form"].errors
    shown = client.post(ADD, {"name": "一", "key_made": ""})
    assert shown.context["form"].non_field_errors()
    assert not SecurityKey.objects.exists()


def test_an_app_beside_a_key_brings_no_new_codes_and_goes_alone(client, person, device):
    prove(client, device)
    client.get(reverse("second_factor_enrol"))
    answer = client.post(reverse("second_factor_enrol"), {"code": now_code(person, -1)})
    assert answer["Location"] == "/staff/second-factor/"
    assert second_factor.app_is_on(person)
    assert person.backup_codes.count() == 10
    client.post(reverse("second_factor_remove"))
    assert not second_factor.app_is_on(person)
    assert client.get("/staff/").status_code == 200, "the key is still a second factor, and was given"
    assert person.backup_codes.count() == 10


def test_one_removes_ones_own_keys_alone_after_proving_oneself(client, person, units, device):
    other = make_person("别人", (units["city"], Role.HANDLER))
    theirs = SecurityKey.objects.create(user=other, name="二", credential_id="AAAA", public_key=b"x")
    prove(client, device)
    page, mine = reverse("second_factor_remove_key"), person.security_keys.get()
    for wrong in (theirs.pk, "", "x", "9" * 40, "²"):
        client.post(page, {"key": wrong})
    assert SecurityKey.objects.count() == 2
    long_ago(client)
    assert client.post(page, {"key": mine.pk}).status_code == 403
    assert SecurityKey.objects.count() == 2
    again = client.post(page, {"key": mine.pk})
    sent = {"key": mine.pk, "confirm_method": "post", "key_answer": device.sign(options(again))}
    assert client.post(page, sent)["Location"] == "/staff/second-factor/"
    assert [key.user for key in SecurityKey.objects.all()] == [other]


def test_a_key_added_or_removed_ends_the_other_sessions(client, person, device):
    prove(client, device)
    for act in ("add", "remove"):
        elsewhere = Client(HTTP_HOST="localhost")
        elsewhere.force_login(person)
        assert prove(elsewhere, device).status_code == 302
        assert elsewhere.get("/staff/").status_code == 200
        if act == "add":
            assert set_up(client, Authenticator(SITE), "二")["Location"] == "/staff/second-factor/"
        else:
            client.post(reverse("second_factor_remove_key"), {"key": person.security_keys.last().pk})
        assert person.security_keys.count() == (2 if act == "add" else 1)
        assert elsewhere.get("/staff/")["Location"].startswith("/staff/login/")
        assert client.get("/staff/").status_code == 200


def test_a_key_set_up_after_a_reset_ends_it(person, client, device):
    second_factor.reset(person, user=None, reason="丢了")
    assert second_factor.is_reset(person)
    security_keys.add(person, Authenticator(SITE).make(security_keys.adding(person, "s")), "一", "s")
    assert not second_factor.is_reset(person)


def test_the_last_key_stays_where_the_role_needs_one(client, person, settings, device):
    settings.SECOND_FACTOR_ROLES = ["all"]
    prove(client, device)
    answer = client.post(
        reverse("second_factor_remove_key"), {"key": person.security_keys.get().pk}, follow=True
    )
    assert [str(message.level_tag) for message in answer.context["messages"]] == ["error"]
    assert person.security_keys.exists()


def test_asked_again_a_touch_is_not_enough_and_an_answer_to_the_door_neither(client, device):
    prove(client, device)
    long_ago(client)
    device.verifies = False
    assert prove(client, device, ADD).status_code == 403
    device.verifies = True
    # What the door would ask in this very session.
    holder, session = SecurityKey.objects.get().user, client.session.session_key
    asked = security_keys.proving(holder, session, security_keys.LOGIN)
    assert client.post(ADD, {"key_answer": device.sign(asked)}).status_code == 403
    assert client.get(ADD).status_code == 403
    answer = client.post(ADD, {"key_answer": device.sign(options(client.get(ADD))), "confirm_method": "get"})
    assert (answer.status_code, answer["Location"]) == (302, ADD)
    assert client.get(ADD).status_code == 200


def test_the_overview_names_the_keys_and_when_they_were_used(client, person, device):
    prove(client, device)
    page = client.get("/staff/second-factor/").content.decode()
    assert "一" in page
    assert timezone.localdate().isoformat() in page
    assert device.credential_id.hex() not in page
