"""A security key is taken where it was made, by whom, for what was asked now, and once."""

import contextlib
import json

import pytest
from django.core.management import call_command

from organizations import challenges, checks, origin, second_factor, security_keys
from organizations.enums import Role
from organizations.models import BackupCode, SecurityKey
from organizations.security_keys import ADD, AGAIN, LOGIN, Refused
from tests.organizations.authenticator import Authenticator
from tests.organizations.making import make_person

pytestmark = pytest.mark.django_db
SITE = "https://minzheng.example.cn"
HERE, SESSION = "203.0.113.7", "a-session"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.WAGTAILADMIN_BASE_URL = f"{SITE}/"


@pytest.fixture
def person(units):
    return make_person("某", (units["city"], Role.HANDLER))


@pytest.fixture
def other(units):
    return make_person("别人", (units["city"], Role.HANDLER))


def add(user, **options) -> Authenticator:
    """A key that ``user`` has set up."""
    device = Authenticator(SITE, **options)
    answer = device.make(security_keys.adding(user, SESSION))
    security_keys.add(user, answer, "抽屉里的", SESSION)
    return device


@pytest.fixture
def device(person):
    return add(person, count=7)


def asked(user, purpose=LOGIN, session=SESSION) -> dict:
    return security_keys.proving(user, session, purpose)


def is_taken(user, answer, purpose=LOGIN, session=SESSION) -> bool:
    try:
        security_keys.prove(user, answer, session, purpose, HERE)
    except Refused:
        return False
    return True


def entries(action: str):
    from wagtail.models import ModelLogEntry

    return ModelLogEntry.objects.filter(action=f"organizations.{action}")


# ------------------------------------------------------------------ where
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
    assert origin.place() == (origin.Place(host, seen) if host else None)


def test_production_warns_where_keys_do_not_work(settings):
    assert checks.security_keys_work(None) == []
    for base in ("http://localhost:8000", "https://192.0.2.1", "http://minzheng.example.cn"):
        settings.WAGTAILADMIN_BASE_URL = base
        assert [warning.id for warning in checks.security_keys_work(None)] == ["organizations.W002"]


# ------------------------------------------------------------------ adding
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
]


@pytest.mark.parametrize(("what", "wrong"), WRONG_MAKING, ids=[what for what, _wrong in WRONG_MAKING])
def test_a_key_made_wrongly_is_not_kept(person, what, wrong):
    answer = Authenticator(SITE).make(security_keys.adding(person, SESSION), **wrong)
    with pytest.raises(Refused):
        security_keys.add(person, answer, "一", SESSION)
    assert not SecurityKey.objects.exists()


def test_a_key_is_made_once_and_in_its_session(person):
    answer = Authenticator(SITE).make(security_keys.adding(person, SESSION))
    with pytest.raises(Refused):
        security_keys.add(person, answer, "一", "another-session")
    security_keys.add(person, answer, "一", SESSION)
    with pytest.raises(Refused):
        security_keys.add(person, answer, "一", SESSION)
    assert SecurityKey.objects.count() == 1


def test_nobody_registers_the_key_of_another(person, other, device):
    copied = Authenticator(SITE)
    copied.credential_id = device.credential_id
    with pytest.raises(Refused):
        security_keys.add(other, copied.make(security_keys.adding(other, SESSION)), "一", SESSION)
    assert not second_factor.is_on(other)
    assert is_taken(person, device.sign(asked(person)))


def test_a_credential_longer_than_the_standard_allows_is_not_kept(person):
    for length, kept in ((1023, 1), (1024, 1)):
        device = Authenticator(SITE)
        device.credential_id = b"k" * length
        try:
            security_keys.add(person, device.make(security_keys.adding(person, SESSION)), "一", SESSION)
        except Refused:
            assert length > 1023
        assert SecurityKey.objects.count() == kept


def test_there_is_a_bound_to_how_many(person, monkeypatch):
    monkeypatch.setattr(security_keys, "MOST_KEYS", 1)
    add(person)
    with pytest.raises(Refused):
        add(person)


# ------------------------------------------------------------------ proving
def test_a_key_is_taken_and_its_use_is_noted(person, device):
    assert is_taken(person, device.sign(asked(person)))
    key = person.security_keys.get()
    assert key.sign_count == 8
    assert key.used_at is not None
    assert is_taken(person, device.sign(asked(person), handle=device.handle))


REFUSED = [
    ("another origin", {"origin": "https://evil.example"}),
    ("http in place of https", {"origin": "http://minzheng.example.cn"}),
    ("a host below", {"origin": "https://x.minzheng.example.cn"}),
    ("bound to another host", {"host": "evil.example"}),
    ("another challenge", {"challenge": "AAAA"}),
    ("an answer to another question", {"type": "webauthn.create"}),
    ("a handle of somebody else", {"handle": b"somebody else"}),
    ("a counter that stands still", {"count": 7}),
    ("a counter that went back", {"count": 6}),
    ("a counter at nothing", {"count": 0}),
]


@pytest.mark.parametrize(("what", "wrong"), REFUSED, ids=[what for what, _wrong in REFUSED])
def test_an_answer_given_wrongly_is_refused(person, device, what, wrong):
    assert not is_taken(person, device.sign(asked(person), **wrong))
    assert person.security_keys.get().sign_count == 7
    assert entries("security_key_copied").count() == ("counter" in what)
    assert is_taken(person, device.sign(asked(person), count=8)), "the next right one is taken"


def test_an_answer_is_taken_once(person, device):
    answer = device.sign(asked(person))
    assert is_taken(person, answer)
    assert not is_taken(person, answer)
    asked(person)
    assert not is_taken(person, answer), "nor for the next challenge"


def test_an_answer_of_a_key_without_a_counter_is_taken_once(person):
    device = add(person)
    answer = device.sign(asked(person), count=0)
    assert is_taken(person, answer)
    asked(person)
    assert not is_taken(person, answer)
    assert is_taken(person, device.sign(asked(person), count=0))
    assert not entries("security_key_copied").exists()


def test_a_wrong_answer_uses_the_challenge_up(person, device):
    options = asked(person)
    assert not is_taken(person, "{}")
    assert not is_taken(person, device.sign(options))


def test_a_newer_challenge_voids_the_older(person, device):
    options = asked(person)
    asked(person)
    assert not is_taken(person, device.sign(options))


def test_a_challenge_is_good_for_some_minutes(person, device, monkeypatch):
    monkeypatch.setattr(challenges, "CHALLENGE_SECONDS", 300)
    monkeypatch.setattr(challenges.time, "time", clock := Clock())
    options = asked(person)
    clock.now += 299
    assert is_taken(person, device.sign(options))
    options = asked(person)
    clock.now += 301
    assert not is_taken(person, device.sign(options))


class Clock:
    """A time that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def test_a_challenge_is_of_one_session_one_purpose_and_one_person(person, other, device):
    add(other)
    options = asked(person)
    assert not is_taken(person, device.sign(options), session="another-session")
    options = asked(person)
    assert not is_taken(person, device.sign(options), purpose=AGAIN)
    options = asked(person)
    assert not is_taken(other, device.sign(options)), "a key of somebody else"


def test_a_key_that_is_not_known_or_was_removed_is_refused(person, device):
    assert not is_taken(person, Authenticator(SITE).sign(asked(person)))
    add(person)
    assert security_keys.remove(person.security_keys.first())
    assert not is_taken(person, device.sign(asked(person)))


def test_a_forged_signature_neither_opens_nor_raises_the_alarm(person, device):
    forger = Authenticator(SITE, count=1)
    forger.credential_id = device.credential_id
    assert not is_taken(person, forger.sign(asked(person)))
    assert not entries("security_key_copied").exists()


def test_asked_again_the_key_has_to_verify_the_person(person):
    touched = add(person, verifies=False)
    assert asked(person, AGAIN)["userVerification"] == "required"
    assert asked(person, LOGIN)["userVerification"] == "preferred"
    assert is_taken(person, touched.sign(asked(person)))
    assert not is_taken(person, touched.sign(asked(person, AGAIN)), AGAIN)
    verified = add(person)
    assert is_taken(person, verified.sign(asked(person, AGAIN)), AGAIN)


MALFORMED = [
    "",
    "x",
    "[]",
    "{}",
    "null",
    '"id"',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}',
    '{"id": "一", "rawId": "一", "type": "public-key", "response": {}}',
    "{" * 5000,
    "[" * 19_000,
    "x" * 30_000,
]


@pytest.mark.parametrize("answer", MALFORMED, ids=range(len(MALFORMED)))
def test_nonsense_is_refused(person, device, answer):
    asked(person)
    assert not is_taken(person, answer)
    security_keys.adding(person, SESSION)
    with pytest.raises(Refused):
        security_keys.add(person, answer, "一", SESSION)


PIECES = ["clientDataJSON", "authenticatorData", "signature", "userHandle"]
BROKEN: list[object] = ["", "AA", "*", "一", "e30", "W10", "bnVsbA", "AAAA" * 200, None, 1, [], {}]


@pytest.mark.parametrize("piece", PIECES)
def test_broken_pieces_are_refused(person, device, piece):
    for broken in BROKEN:
        second_factor.BY_PAIR.clear(f"{person.pk} {HERE}")
        written = json.loads(device.sign(asked(person)))
        if piece == "userHandle" and broken in ("", "*", None):
            continue  # says nothing, as many keys do
        written["response"][piece] = broken
        assert not is_taken(person, json.dumps(written)), broken


@pytest.mark.parametrize("piece", ["clientDataJSON", "attestationObject"])
def test_broken_pieces_make_no_key(person, piece):
    for broken in [*BROKEN, "oA", "gYGB" * 4000, "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YUA", "f" * 999]:
        written = json.loads(Authenticator(SITE).make(security_keys.adding(person, SESSION)))
        written["response"][piece] = broken
        with pytest.raises(Refused):
            security_keys.add(person, json.dumps(written), "一", SESSION)


def test_wrong_answers_are_slowed_as_codes_are_and_with_them(person, device):
    for _try in range(3):
        assert not is_taken(person, device.sign(asked(person), origin="https://evil.example"))
    for _try in range(2):
        assert not second_factor.verify(person, "nothing", HERE)
    with pytest.raises(second_factor.Slow):
        is_taken(person, device.sign(asked(person)))
    with pytest.raises(second_factor.Slow):
        second_factor.verify(person, "nothing", HERE)


def test_a_key_is_looked_at_however_many_codes_a_thief_of_the_password_tries(person, device):
    for number in range(100):
        with contextlib.suppress(second_factor.Slow):
            second_factor.verify(person, "nothing", f"198.51.100.{number}")
    assert is_taken(person, device.sign(asked(person)))


def test_an_old_challenge_is_no_guess(person, device):
    for _try in range(10):
        assert not is_taken(person, device.sign({"challenge": "AAAA", "rpId": "minzheng.example.cn"}))
    assert is_taken(person, device.sign(asked(person)))


# ------------------------------------------------------------------ what it counts for
def test_a_key_alone_is_a_second_factor(person, device, settings):
    settings.SECOND_FACTOR_ROLES = ["all"]
    assert second_factor.is_on(person)
    assert not second_factor.app_is_on(person)
    assert second_factor.due(person) == second_factor.CODE


def test_backup_codes_stand_in_for_a_key(person):
    device = Authenticator(SITE)
    codes = security_keys.add(person, device.make(security_keys.adding(person, SESSION)), "一", SESSION)
    assert second_factor.verify(person, codes[0], HERE)
    assert not second_factor.verify(person, codes[0], HERE)


def test_the_last_factor_stays_where_a_role_needs_one(person, device, settings):
    settings.SECOND_FACTOR_ROLES = ["handler"]
    first = person.security_keys.get()
    assert not security_keys.remove(first)
    add(person)
    assert security_keys.remove(first)
    assert person.security_keys.count() == 1
    settings.SECOND_FACTOR_ROLES = []
    assert security_keys.remove(person.security_keys.get())
    assert not second_factor.is_on(person)
    assert not BackupCode.objects.filter(user=person).exists()
    assert entries("security_key_off").count() == 2


def test_a_reset_takes_the_keys_too(person, other, device):
    call_command("reset_second_factor", person.username, by=other.username, reason="钥匙丢了")
    assert not SecurityKey.objects.filter(user=person).exists()
    assert second_factor.due(person) == second_factor.ENROL


def test_the_purposes_differ():
    assert len({ADD, LOGIN, AGAIN}) == 3
