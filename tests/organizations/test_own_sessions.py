"""One's own logins: what the list says, and that ending one acts at once and on nobody else's."""

import re
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from organizations import devices, sessions
from organizations.enums import Role
from organizations.models import Session
from organizations.views import reauthentication
from protection.clients import shortened
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db
PASSWORD = "x" * 12
HOME = "/staff/"
ANDROID = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


@pytest.fixture
def person(units):
    return make_person("某", (units["city"], Role.HANDLER))


def logged_in(person, **extra) -> Client:
    """A browser of its own that has given the password."""
    client = Client(**extra)
    sent = {"username": person.username, "password": PASSWORD}
    assert client.post(reverse("wagtailadmin_login"), sent).status_code == 302
    return client


def is_in(client) -> bool:
    return client.get(HOME).status_code == 200


def end(client, uid):
    return client.post(reverse("organizations_end_session", args=[uid]))


def uid_of(client) -> str:
    return client.session["login"]["uid"]


def test_the_list_says_where_one_is_logged_in(person):
    here = logged_in(person, REMOTE_ADDR="203.0.113.77")
    logged_in(person, REMOTE_ADDR="198.51.100.9", HTTP_USER_AGENT=ANDROID)
    page = here.get(reverse("organizations_own_sessions"))
    text = page.content.decode()
    assert "Chrome，Android" in text
    assert "198.51.100.0/24" in text
    assert "203.0.113.0/24" in text
    assert "203.0.113.77" not in text
    assert text.count("当前浏览器") == 1
    shown = [one for one, _proofs in page.context["shown"]]
    assert [one.is_this for one in shown] == [True, False]
    assert "no-store" in page["Cache-Control"]


def test_a_session_alone_is_told_so(person):
    text = logged_in(person).get(reverse("organizations_own_sessions")).content.decode()
    assert "您没有在其他地方登录" in text
    assert "结束其他全部登录" not in text


def test_no_key_of_a_session_leaves_the_cookie(person):
    here = logged_in(person)
    key = here.cookies[settings.SESSION_COOKIE_NAME].value
    assert key not in here.get(reverse("organizations_own_sessions")).content.decode()
    stored = str(list(Session.objects.values()))
    assert key not in stored
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = Session.objects.get(user=person).session_key
    assert not is_in(thief)


def test_ending_one_acts_at_once(person):
    here, there, third = logged_in(person), logged_in(person), logged_in(person)
    answer = end(here, uid_of(there))
    assert answer["Location"] == reverse("organizations_own_sessions")
    assert (is_in(here), is_in(there), is_in(third)) == (True, False, True)
    assert ModelLogEntry.objects.filter(action="organizations.end_session", user=person).count() == 1


def test_ending_this_one_is_a_logout(person):
    here = logged_in(person)
    assert end(here, uid_of(here))["Location"] == reverse("wagtailadmin_login")
    assert not is_in(here)
    assert ModelLogEntry.objects.filter(action="organizations.logout", user=person).count() == 1


def test_ending_all_others_keeps_this_one(person):
    here, *others = [logged_in(person) for _turn in range(4)]
    here.post(reverse("organizations_end_other_sessions"))
    assert is_in(here)
    assert not any(is_in(other) for other in others)
    assert sessions.how_many(person) == 1


def test_a_request_under_way_does_not_bring_an_ended_session_back(person):
    there = logged_in(person)
    held = there.session
    assert held["login"]
    sessions.end_all(person, "test")
    held["something"] = 1
    with pytest.raises(UpdateError):
        held.save()
    assert not is_in(there)


def test_nobody_ends_anothers(person, units):
    other = make_person("别", (units["city"], Role.ADMINISTRATOR))
    theirs, mine = logged_in(person), logged_in(other)
    end(mine, uid_of(theirs))
    end(mine, uuid.uuid4())
    mine.post(reverse("organizations_end_other_sessions"))
    assert is_in(theirs)
    assert "/24" in theirs.get(reverse("organizations_own_sessions")).content.decode()
    assert ModelLogEntry.objects.filter(action="organizations.end_session").count() == 0


@pytest.mark.parametrize("name", ["organizations_end_session", "organizations_end_other_sessions"])
def test_it_takes_a_post_a_token_and_who_one_is(person, name, monkeypatch):
    here, there = logged_in(person), logged_in(person)
    address = reverse(name, args=[uid_of(there)] if name.endswith("end_session") else [])
    assert here.get(address).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = here.cookies
    assert strict.post(address).status_code == 403
    monkeypatch.setattr(reauthentication, "is_fresh", lambda request: False)
    assert here.post(address).status_code == 403
    assert is_in(there)
    assert here.post(address, {"confirm_secret": PASSWORD, "confirm_method": "post"}).status_code == 302
    assert not is_in(there)


def test_the_list_takes_as_many_queries_for_many_as_for_few(person):
    here = logged_in(person)
    address = reverse("organizations_own_sessions")
    here.get(address)
    with CaptureQueriesContext(connection) as few:
        here.get(address)
    for _turn in range(6):
        logged_in(person)
    with CaptureQueriesContext(connection) as many:
        here.get(address)
    assert len(many) == len(few)
    listing = [query["sql"] for query in few if "organizations_session" in query["sql"]]
    # One reads this session, one the list.
    assert len([sql for sql in listing if sql.startswith(("SELECT", "UPDATE"))]) == 2


def test_a_session_is_prolonged_by_use_and_not_with_every_page(person, settings):
    here = logged_in(person)
    address = reverse("organizations_own_sessions")
    here.get(address)
    rows, age = Session.objects.filter(user=person), timedelta(seconds=settings.SESSION_COOKIE_AGE)
    began = rows.get().expire_date
    here.get(address)
    assert rows.get().expire_date == began
    rows.update(expire_date=timezone.now() + age - timedelta(minutes=2))
    here.get(address)
    assert rows.get().expire_date >= began


def test_what_is_over_is_not_listed(person, settings):
    here, there = logged_in(person), logged_in(person)
    is_in(there)
    kept = there.session
    kept["staff_since"] -= settings.STAFF_SESSION_HOURS * 3600
    kept.save()
    assert len(here.get(reverse("organizations_own_sessions")).context["shown"]) == 1


def test_a_citizens_session_belongs_to_nobody(client, units):
    session = client.session
    session["anything"] = 1
    session.save()
    row = Session.objects.get()
    assert (row.user, row.uid) == (None, None)


class TestAnAdministrator:
    @pytest.fixture
    def admin(self, units):
        return make_person("管", (units["city"], Role.ADMINISTRATOR))

    def post(self, client, person, **data):
        return client.post(reverse("organizations_person_logins", args=[person.pk]), {"act": "end", **data})

    def test_ends_all_logins_of_a_person_with_a_reason(self, admin, person):
        mine, theirs = logged_in(admin), [logged_in(person, HTTP_USER_AGENT=ANDROID) for _turn in range(2)]
        page = mine.get(reverse("organizations_person_logins", args=[person.pk])).content.decode()
        assert "此人目前在2个浏览器中登录" in page
        assert "Android" not in page
        assert not re.search(r"\d/24\b", page), "nor from which network"
        assert self.post(mine, person, **{"end-reason": ""}).status_code == 200
        assert is_in(theirs[0])
        assert self.post(mine, person, **{"end-reason": "电脑被盗"}).status_code == 302
        assert not any(is_in(client) for client in theirs)
        assert is_in(mine)
        entry = ModelLogEntry.objects.get(action="organizations.end_sessions", user=admin)
        assert (entry.data["reason"], entry.data["number"]) == ("电脑被盗", 2)
        assert entry.object_id == str(person.pk)

    def test_not_of_themselves_nor_of_people_they_do_not_keep(self, admin, units):
        other = make_person("外", (units["inspection"], Role.INSPECTOR))
        theirs, mine = logged_in(other), logged_in(admin)
        assert self.post(mine, other, **{"end-reason": "理由"}).status_code == 404
        assert self.post(mine, admin, **{"end-reason": "理由"}).status_code == 404
        assert is_in(theirs)

    def test_nobody_but_an_administrator(self, person, units):
        other = make_person("别", (units["city"], Role.HANDLER))
        assert self.post(logged_in(person), other, **{"end-reason": "理由"}).status_code in (302, 403, 404)
        assert not ModelLogEntry.objects.filter(action="organizations.end_sessions").exists()


AGENTS = [
    (ANDROID, ("Chrome", "Android")),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36 Edg/126.0", ("Edge", "Windows")),
    ("Mozilla/5.0 (Windows NT 10.0; WOW64) Chrome/86 Safari/537.36 360SE", ("360", "Windows")),
    (
        "Mozilla/5.0 (Linux; Android 12) Chrome/114 Mobile Safari/537 MicroMessenger/8.0",
        ("WeChat", "Android"),
    ),
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1",
        ("Safari", "iPhone"),
    ),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14.5; rv:127.0) Firefox/127.0", ("Firefox", "macOS")),
    ("Mozilla/5.0 (Phone; OpenHarmony 5.0) Chrome/114 Safari/537 HuaweiBrowser/5", ("Huawei", "HarmonyOS")),
    ("Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/126 Safari/537", ("Chrome", "Linux")),
    ("curl/8.5", ("", "")),
    ("", ("", "")),
]


@pytest.mark.parametrize(("agent", "words"), AGENTS)
def test_a_browser_in_two_words(agent, words):
    assert devices.read(agent) == words


ADDRESSES = [
    ("203.0.113.77", "203.0.113.0/24"),
    ("::ffff:203.0.113.77", "203.0.113.0/24"),
    ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
    ("2001:db8:1:2::/64", "2001:db8:1::/48"),
    ("somebody", ""),
    ("", ""),
]


@pytest.mark.parametrize(("address", "kept"), ADDRESSES)
def test_of_an_address_its_network_is_kept(address, kept):
    assert shortened(address) == kept


def test_the_session_says_whose_it_is(person):
    here = logged_in(person)
    assert here.session[SESSION_KEY] == str(person.pk)
    assert Session.objects.get(user=person).uid == uuid.UUID(uid_of(here))
