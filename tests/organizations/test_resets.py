"""A lost second factor is reset by two; neither the old password nor one of them opens the account."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from organizations import doubts, links, resets, scope, second_factor
from organizations.enums import Role
from organizations.models import FactorReset, User
from tests.organizations.factories import make_person
from tests.organizations.test_ending import NEW, PASSWORD, logged_in, set_up

pytestmark = pytest.mark.django_db
REASON = "手机掉进河里"


@pytest.fixture
def person(units):
    made = make_person("某", (units["county"], Role.HANDLER), email="a@example.com")
    User.objects.filter(pk=made.pk).update(confirmed_email="a@example.com")
    set_up(made)
    return fresh(made)


@pytest.fixture
def admin(units):
    return make_person("管甲", (units["county"], Role.ADMINISTRATOR))


@pytest.fixture
def second(units):
    return make_person("管乙", (units["county"], Role.ADMINISTRATOR))


def fresh(user) -> User:
    return User.objects.get(pk=user.pk)


def propose(client, person, reason=REASON):
    address = reverse("organizations_person_logins", args=[person.pk])
    return client.post(address, {"act": "reset", "reset-reason": reason})


def decide(client, reset, decision="confirm", reason=""):
    address = reverse("organizations_decide_on_reset", args=[reset.uid])
    return client.post(address, {"decision": decision, "reason": reason})


def actions() -> list[str]:
    found = ModelLogEntry.objects.filter(action__contains="reset").order_by("pk")
    return [entry.action.split(".")[1] for entry in found]


def test_two_administrators_reset_it(person, admin, second):
    theirs = logged_in(person)
    assert propose(logged_in(admin), person).status_code == 302
    assert second_factor.is_on(person)
    assert theirs.get("/staff/").status_code == 200
    reset = FactorReset.objects.get()
    page = logged_in(second).get(reverse("organizations_waiting")).content.decode()
    assert REASON in page
    answer = decide(logged_in(second), reset)
    assert answer["Location"] == reverse("organizations_account_link", args=[person.pk])
    assert not second_factor.is_on(person)
    assert theirs.get("/staff/").status_code == 302
    assert actions() == ["factor_reset_proposed", "second_factor_reset"]
    entry = ModelLogEntry.objects.get(action="organizations.second_factor_reset")
    assert (entry.user, entry.data["reason"]) == (second, REASON)


def test_the_old_password_opens_nothing_after_it(client, person, admin, second):
    resets.confirm(resets.propose(person, user=admin, reason=REASON), user=second)
    sent = {"username": person.username, "password": PASSWORD}
    assert client.post(reverse("wagtailadmin_login"), sent).status_code == 200
    assert "_auth_user_id" not in client.session


def test_nor_does_the_link_before_somebody_met_who_used_it(client, person, admin, second, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert links.make(person, user=second).link.is_trusted
    resets.confirm(resets.propose(person, user=admin, reason=REASON), user=second)
    page = logged_in(second).get(reverse("organizations_account_link", args=[person.pk]))
    assert "此人的第二重验证已重置" in page.content.decode()
    made = links.make(fresh(person), user=second)
    assert made.by_mail
    assert not made.link.is_trusted
    links.use(made.link, NEW)
    assert fresh(person).held_back
    assert not scope.holdings(fresh(person))
    client.force_login(fresh(person))
    assert client.get("/staff/")["Location"].startswith(reverse("second_factor_enrol"))


def test_nor_does_the_proposer_meet_who_used_it(person, admin, second, units):
    """They may have taken the paper that the other one printed."""
    resets.confirm(resets.propose(person, user=admin, reason=REASON), user=second)
    links.use(links.make(fresh(person), user=second).link, NEW)
    for by in (admin, second):
        assert person not in doubts.waiting_for(fresh(by))
        assert person in doubts.asked_by(by)
        with pytest.raises(doubts.NotConfirmed):
            doubts.confirm(fresh(person), user=fresh(by), seen=doubts.shown(fresh(person)))
    third = make_person("管丙", (units["county"], Role.ADMINISTRATOR))
    assert "提议重置第二重验证" in logged_in(third).get(reverse("organizations_waiting")).content.decode()
    doubts.confirm(fresh(person), user=third, seen=doubts.shown(fresh(person)))
    assert scope.holdings(fresh(person))


def test_nor_does_who_had_it_reset_by_the_command_line(person, admin, second, units):
    call_command("reset_second_factor", person.username, by=admin.username, reason=REASON)
    links.use(links.make(fresh(person), user=second).link, NEW)
    assert person not in doubts.waiting_for(fresh(admin))
    assert person not in doubts.waiting_for(fresh(second))
    assert person in doubts.waiting_for(make_person("管丙", (units["county"], Role.ADMINISTRATOR)))


def test_who_has_it_reset_by_the_command_line_is_an_administrator_at_work(person, admin, units):
    held, closed = (make_person(name, (units["county"], Role.ADMINISTRATOR)) for name in ("管丁", "管戊"))
    doubts.raise_doubt(held, "link", user=admin)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    for nobody in (
        make_person("外"),
        make_person("办", (units["county"], Role.HANDLER)),
        held,
        closed,
        person,
    ):
        with pytest.raises(CommandError):
            call_command("reset_second_factor", person.username, by=nobody.username, reason=REASON)
    assert second_factor.is_on(person)


def test_a_link_after_a_new_factor_is_not_the_proposers(person, admin, second):
    resets.confirm(resets.propose(person, user=admin, reason=REASON), user=second)
    set_up(fresh(person))
    User.objects.filter(pk=person.pk).update(confirmed_email="")
    links.use(links.make(fresh(person), user=second).link, NEW)
    assert person in doubts.waiting_for(admin)


def test_neither_proposer_nor_person_nor_anybody_elsewhere_decides(person, admin, second, units):
    reset = resets.propose(person, user=admin, reason=REASON)
    elsewhere = make_person("外", (units["other_county"], Role.ADMINISTRATOR))
    below = make_person("下", (units["township"], Role.ADMINISTRATOR))
    handler = make_person("办", (units["county"], Role.HANDLER))
    for nobody in (admin, person, elsewhere, below, handler):
        assert decide(logged_in(nobody), reset).status_code in (302, 403, 404)
        with pytest.raises(ValidationError):
            resets.confirm(reset, user=fresh(nobody))
    assert second_factor.is_on(person)
    resets.confirm(reset, user=second)
    with pytest.raises(ValidationError):
        resets.confirm(reset, user=second)


def test_who_may_not_propose(person, units, admin):
    elsewhere = make_person("外", (units["other_county"], Role.ADMINISTRATOR))
    assert propose(logged_in(elsewhere), person).status_code == 404
    assert propose(logged_in(admin), admin).status_code == 404
    with pytest.raises(ValidationError):
        resets.propose(person, user=elsewhere, reason=REASON)
    assert propose(logged_in(admin), person, reason=" ").status_code == 200
    without = make_person("无", (units["county"], Role.HANDLER))
    with pytest.raises(ValidationError):
        resets.propose(without, user=admin, reason=REASON)
    assert not FactorReset.objects.exists()


def test_one_at_a_time_and_a_week_long(person, admin, second):
    reset = resets.propose(person, user=admin, reason=REASON)
    with pytest.raises(ValidationError):
        resets.propose(person, user=second, reason=REASON)
    FactorReset.objects.update(proposed_at=timezone.now() - resets.WAITS - timedelta(minutes=1))
    with pytest.raises(ValidationError):
        resets.confirm(reset, user=second)
    again = resets.propose(person, user=second, reason=REASON)
    resets.confirm(again, user=admin)
    assert not second_factor.is_on(person)


def test_a_refused_one_changes_nothing(person, admin, second):
    reset = resets.propose(person, user=admin, reason=REASON)
    client = logged_in(second)
    decide(client, reset, "refuse")
    assert resets.open_for(person) == reset
    decide(client, reset, "refuse", "本人说没有丢")
    assert resets.open_for(person) is None
    assert second_factor.is_on(person)
    assert actions() == ["factor_reset_proposed", "factor_reset_refused"]


def test_the_reason_is_encrypted_at_rest(person, admin):
    resets.propose(person, user=admin, reason=REASON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM organizations_factorreset")
        assert REASON not in cursor.fetchone()[0]
