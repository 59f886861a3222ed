"""A security key is set up where the site says it is, by whom, and once."""

import json

import pytest

from organizations import checks, origin, second_factor, security_keys
from organizations.models import BackupCode, SecurityKey
from organizations.security_keys import KeyRefused
from tests.organizations.authenticator import Authenticator
from tests.organizations.security_keys.factories import BROKEN, SESSION, SITE, add, asked, entries, is_taken

pytestmark = pytest.mark.django_db
PLACES = [
    # BASE_URL, host that keys are bound to, origin of the browser
    ("https://minzheng.example.cn", "minzheng.example.cn", "https://minzheng.example.cn"),
    ("https://Minzheng.example.cn:443/x/", "minzheng.example.cn", "https://minzheng.example.cn"),
    ("https://minzheng.example.cn:8443", "minzheng.example.cn", "https://minzheng.example.cn:8443"),
    ("https://民政.example.cn", "xn--5bvs5m.example.cn", "https://xn--5bvs5m.example.cn"),
    ("http://localhost:8000", "localhost", "http://localhost:8000"),
    ("http://minzheng.example.cn", None, None),
    ("http://127.0.0.1:8000", None, None),
    ("https://192.0.2.1", None, None),
    ("https://[::1]", None, None),
    ("https://minzheng.example.cn:port", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("base", "host", "seen"), PLACES)
def test_keys_work_where_the_site_says_it_is(settings, base, host, seen):
    settings.WAGTAILADMIN_BASE_URL = base
    assert origin.place() == (origin.SiteOrigin(host, seen) if host else None)


def test_production_warns_where_keys_do_not_work(settings):
    assert checks.security_keys_work(None) == []
    for base in ("http://localhost:8000", "https://192.0.2.1", "http://minzheng.example.cn"):
        settings.WAGTAILADMIN_BASE_URL = base
        assert [warning.id for warning in checks.security_keys_work(None)] == ["organizations.W002"]


def test_the_first_factor_brings_backup_codes_and_the_next_does_not(person):
    device = Authenticator(SITE)
    codes = security_keys.add(person, device.make(security_keys.adding(person, SESSION)), "一", SESSION)
    assert len(codes) == 10
    options = security_keys.adding(person, SESSION)
    assert [given["type"] for given in options["excludeCredentials"]] == ["public-key"]
    assert security_keys.add(person, Authenticator(SITE).make(options), "二", SESSION) == []
    assert [key.name for key in person.security_keys.all()] == ["一", "二"]
    assert person.security_keys.first().transports == ["usb"]
    assert BackupCode.objects.filter(user=person).count() == 10
    assert entries("security_key_on").count() == 2


def test_nothing_about_the_person_is_told_to_the_key_but_the_login(person):
    options = security_keys.adding(person, SESSION)
    assert options["user"]["name"] == person.username
    assert len(options["user"]["id"]) == 43
    assert options["authenticatorSelection"]["residentKey"] == "discouraged"


WRONG_MAKING = [
    ("another origin", {"origin": "https://minzheng.example.cn.evil.example"}),
    ("http in place of https", {"origin": "http://minzheng.example.cn"}),
    ("another port", {"origin": f"{SITE}:8443"}),
    ("another host", {"host": "example.cn"}),
    ("another challenge", {"challenge": "AAAA"}),
    ("in a frame of another site", {"crossOrigin": True}),
]


@pytest.mark.parametrize(("what", "wrong"), WRONG_MAKING, ids=[what for what, _wrong in WRONG_MAKING])
def test_a_key_made_wrongly_is_not_kept(person, what, wrong):
    answer = Authenticator(SITE).make(security_keys.adding(person, SESSION), **wrong)
    with pytest.raises(KeyRefused):
        security_keys.add(person, answer, "一", SESSION)
    assert not SecurityKey.objects.exists()


def test_a_key_is_made_once_and_in_its_session(person):
    answer = Authenticator(SITE).make(security_keys.adding(person, SESSION))
    with pytest.raises(KeyRefused):
        security_keys.add(person, answer, "一", "another-session")
    security_keys.add(person, answer, "一", SESSION)
    with pytest.raises(KeyRefused):
        security_keys.add(person, answer, "一", SESSION)
    assert SecurityKey.objects.count() == 1


def test_nobody_registers_the_key_of_another(person, other, device):
    copied = Authenticator(SITE)
    copied.credential_id = device.credential_id
    with pytest.raises(KeyRefused):
        security_keys.add(other, copied.make(security_keys.adding(other, SESSION)), "一", SESSION)
    assert not second_factor.is_on(other)
    assert is_taken(person, device.sign(asked(person)))


def test_a_credential_longer_than_the_standard_allows_is_not_kept(person):
    for length, kept in ((1023, 1), (1024, 1)):
        device = Authenticator(SITE)
        device.credential_id = b"k" * length
        try:
            security_keys.add(person, device.make(security_keys.adding(person, SESSION)), "一", SESSION)
        except KeyRefused:
            assert length > 1023
        assert SecurityKey.objects.count() == kept


def test_there_is_a_bound_to_how_many(person, monkeypatch):
    monkeypatch.setattr(security_keys, "MOST_KEYS", 1)
    add(person)
    with pytest.raises(KeyRefused):
        add(person)


@pytest.mark.parametrize("piece", ["clientDataJSON", "attestationObject"])
def test_broken_pieces_make_no_key(person, piece):
    for broken in [*BROKEN, "oA", "gYGB" * 4000, "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YUA", "f" * 999]:
        written = json.loads(Authenticator(SITE).make(security_keys.adding(person, SESSION)))
        written["response"][piece] = broken
        with pytest.raises(KeyRefused):
            security_keys.add(person, json.dumps(written), "一", SESSION)
