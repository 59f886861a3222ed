"""A password alone opens nothing where a second factor is on or due."""

import contextlib
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organizations import checks, second_factor
from organizations.enums import Role
from organizations.models import BackupCode, SecondFactor, SecurityKey
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db
HOME = "/staff/"
HERE = "203.0.113.7"


@pytest.fixture
def person(units):
    return make_person("某", (units["city"], Role.HANDLER))


def now_code(user, steps: int = 0) -> str:
    """The code of the app that is being set up, or of the one in use."""
    factor = SecondFactor.objects.get(user=user)
    return second_factor.code_at(factor.next_secret or factor.secret, int(time.time()) // 30 + steps)


@pytest.fixture
def codes(person):
    """The backup codes of a person who has set the factor up; the code of the step before was used for it."""
    second_factor.begin(person)
    return second_factor.confirm(person, now_code(person, -1), HERE)


def test_codes_are_those_of_the_standard():
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238, appendix B, the last six of eight digits
    for seconds, code in [
        (59, "287082"),
        (1111111109, "081804"),
        (1234567890, "005924"),
        (2000000000, "279037"),
    ]:
        assert second_factor.code_at(secret, seconds // 30) == code


def test_a_code_is_taken_once(person, codes):
    code = now_code(person)
    assert second_factor.verify(person, code, HERE)
    assert not second_factor.verify(person, code, HERE)
    assert not second_factor.verify(person, now_code(person, -1), HERE)


def test_a_backup_code_is_taken_once_and_not_stored(person, codes):
    assert len(codes) == 10
    assert codes[0].replace("-", "") not in str(list(BackupCode.objects.values()))
    assert second_factor.verify(person, codes[0].lower().replace("-", " "), HERE)
    assert not second_factor.verify(person, codes[0], HERE)
    assert person.backup_codes.count() == 9


def test_the_secret_is_encrypted_at_rest(person, codes):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM organizations_secondfactor")
        stored = cursor.fetchone()[0]
    assert SecondFactor.objects.get().secret not in stored


def test_wrong_codes_are_slowed_and_the_right_one_does_not_go_around(person, codes):
    for _try in range(5):
        second_factor.verify(person, "nothing", HERE)
    with pytest.raises(second_factor.Slow):
        second_factor.verify(person, now_code(person), HERE)
    assert second_factor.verify(person, now_code(person), "198.51.100.1")


def test_a_million_codes_are_not_tried_from_a_thousand_networks(person, codes):
    """Only who knows the password comes so far: beyond some guesses everybody waits, until it is another."""
    looked_at = 0
    for number in range(200):
        with contextlib.suppress(second_factor.Slow):
            second_factor.verify(person, "nothing", f"198.51.100.{number}")
            looked_at += 1
    assert looked_at <= second_factor.BY_USER.allowed + 1
    with pytest.raises(second_factor.Slow) as slow:
        second_factor.verify(person, now_code(person), "203.0.113.200")
    assert slow.value.seconds <= 900
    person.set_password("another-password-altogether")
    person.save()
    assert second_factor.verify(person, now_code(person), "203.0.113.200")


CLOSED = [
    "/staff/",
    "/staff/account/",
    "/staff/api/main/pages/",
    "/staff/second-factor/",
    "/staff/second-factor/enrol/",
]


@pytest.mark.parametrize("address", CLOSED)
def test_a_password_alone_opens_nothing(client, person, codes, address):
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/staff/second-factor/code/?next=")


def test_nor_may_it_remove_or_renew(client, person, codes):
    client.force_login(person)
    for act in ("second_factor_remove", "second_factor_renew"):
        client.post(reverse(act))
    assert second_factor.is_on(person)
    assert person.backup_codes.count() == 10


def test_the_public_site_sees_nobody_until_the_code_is_given(client, person, codes):
    client.force_login(person)
    assert client.get("/policies/").wsgi_request.user.is_anonymous


def test_the_code_leads_on_to_the_page_that_was_asked_for(client, person, codes):
    client.force_login(person)
    page = client.get("/staff/account/")["Location"]
    assert client.get(page).status_code == 200
    wrong = client.post(page, {"code": "000000x", "next": "/staff/account/"})
    assert wrong.status_code == 200
    right = client.post(page, {"code": now_code(person), "next": "/staff/account/"})
    assert (right.status_code, right["Location"]) == (302, "/staff/account/")
    assert client.get("/staff/account/").status_code == 200


def test_it_never_leads_off_the_site(client, person, codes):
    client.force_login(person)
    sent = {"code": now_code(person), "next": "https://elsewhere.example/"}
    assert client.post(reverse("second_factor_code"), sent)["Location"] == "/staff/"


def test_one_can_log_out_without_the_code(client, person, codes):
    client.force_login(person)
    client.post(reverse("wagtailadmin_logout"))
    assert "_auth_user_id" not in client.session


def test_setting_it_up_in_the_account(client, person):
    client.force_login(person)
    page = client.get(reverse("second_factor_enrol"))
    assert "<svg" in page.content.decode()
    assert "<script>" not in page.content.decode().split("<main", 1)[1]
    shown = client.post(reverse("second_factor_enrol"), {"code": now_code(person)})
    assert len(shown.context["codes"]) == 10
    assert "no-store" in shown["Cache-Control"]
    assert client.get(HOME).status_code == 200
    client.logout()
    client.force_login(person)
    assert client.get(HOME).status_code == 302


ROLES = [
    # required roles, days since the first login, what is due
    ([], 100, second_factor.DONE),
    (["inspector"], 100, second_factor.DONE),
    (["handler"], 13, second_factor.DONE),
    (["handler"], 14, second_factor.ENROL),
    (["all"], 14, second_factor.ENROL),
]


@pytest.mark.parametrize(("roles", "days", "what"), ROLES)
def test_who_needs_one_and_from_when(person, settings, roles, days, what):
    settings.SECOND_FACTOR_ROLES, settings.SECOND_FACTOR_GRACE_DAYS = roles, 14
    since = timezone.localdate() - timedelta(days=days)
    SecondFactor.objects.create(user=person, asked_since=since)
    assert second_factor.due(person) == what


def test_the_days_of_grace_begin_with_the_first_login(client, person, settings):
    settings.SECOND_FACTOR_ROLES = ["all"]
    client.force_login(person)
    assert client.get(HOME).status_code == 200
    assert SecondFactor.objects.get(user=person).asked_since == timezone.localdate()


def test_after_the_grace_only_the_set_up_is_open(client, person, settings):
    settings.SECOND_FACTOR_ROLES, settings.SECOND_FACTOR_GRACE_DAYS = ["all"], 0
    client.force_login(person)
    assert client.get(HOME)["Location"].startswith(reverse("second_factor_enrol"))
    assert client.get(reverse("second_factor_enrol")).status_code == 200


def test_a_reset_lets_nobody_in_without_a_new_factor(client, person, codes, units):
    other = make_person("管", (units["city"], Role.ADMINISTRATOR))
    call_command("reset_second_factor", person.username, by=other.username, reason="手机丢了")
    person.refresh_from_db()
    assert not person.has_usable_password()
    client.force_login(person)
    assert client.get(HOME)["Location"].startswith(reverse("second_factor_enrol"))
    assert not second_factor.verify(person, codes[0], HERE)


def test_the_app_in_use_stays_until_another_is_set_up(person, codes):
    begun = second_factor.begin(person)
    assert second_factor.begin(person, second_factor.mark_of(begun)) == begun
    old = SecondFactor.objects.get(user=person).secret
    step = int(time.time()) // 30
    assert second_factor.confirm(person, second_factor.code_at(old, step), HERE) is None
    assert second_factor.verify(person, second_factor.code_at(old, step), HERE)
    assert second_factor.confirm(person, second_factor.code_at(begun, step), HERE) == []
    assert not second_factor.verify(person, second_factor.code_at(begun, step), HERE), "used for it"
    assert second_factor.verify(person, second_factor.code_at(begun, step + 1), HERE)
    assert not second_factor.verify(person, second_factor.code_at(old, step + 1), HERE)
    assert person.backup_codes.count() == 10


def test_the_app_stays_where_the_role_needs_one_and_there_is_no_key(client, person, codes, settings):
    settings.SECOND_FACTOR_ROLES = ["handler"]
    assert not second_factor.remove(person)
    assert second_factor.is_on(person)
    SecurityKey.objects.create(user=person, name="一", credential_id="AAAA", public_key=b"x")
    assert second_factor.remove(person)
    assert [second_factor.app_is_on(person), second_factor.is_on(person)] == [False, True]
    assert person.backup_codes.count() == 10


def test_without_a_role_that_needs_it_the_app_and_its_codes_go(person, codes):
    assert second_factor.remove(person)
    assert not second_factor.is_on(person)
    assert not person.backup_codes.exists()


def test_production_warns_when_nobody_needs_one(settings):
    settings.SECOND_FACTOR_ROLES = []
    assert [warning.id for warning in checks.second_factor_is_asked_for(None)] == ["organizations.W001"]
    settings.SECOND_FACTOR_ROLES = ["all"]
    assert checks.second_factor_is_asked_for(None) == []


def test_who_saw_the_secret_in_another_session_does_not_know_what_is_set_up(client, person):
    """A password known for a moment must not give away the app that its holder sets up later."""
    thief, address = Client(), reverse("second_factor_enrol")
    for browser in (thief, client):
        browser.force_login(person)

    def shown(browser) -> str:
        return browser.get(address).context["secret"].replace(" ", "")

    seen, own = shown(thief), shown(client)
    assert own != seen
    assert shown(client) == own, "the same after a reload"
    code = second_factor.code_at(seen, int(time.time()) // 30)
    assert thief.post(address, {"code": code}).status_code == 200
    assert not second_factor.app_is_on(person)
