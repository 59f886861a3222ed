"""A security key is taken where it was made, for what was asked now, and once."""

import contextlib
import json

import pytest

from organizations import challenges, second_factor, security_keys
from organizations.security_keys import AGAIN, LOGIN, KeyRefused
from tests.organizations.authenticator import Authenticator
from tests.organizations.security_keys.factories import (
    BROKEN,
    HERE,
    SESSION,
    SITE,
    add,
    asked,
    entries,
    is_taken,
)

pytestmark = pytest.mark.django_db


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
    ("in a frame of another site", {"crossOrigin": True, "topOrigin": "https://evil.example"}),
    ("below another site", {"topOrigin": "https://evil.example"}),
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
    with pytest.raises(KeyRefused):
        security_keys.add(person, answer, "一", SESSION)


PIECES = ["clientDataJSON", "authenticatorData", "signature", "userHandle"]


@pytest.mark.parametrize("piece", PIECES)
def test_broken_pieces_are_refused(person, device, piece):
    for broken in BROKEN:
        second_factor.BY_PAIR.clear(f"{person.pk} {HERE}")
        written = json.loads(device.sign(asked(person)))
        if piece == "userHandle" and broken in ("", "*", None):
            continue  # says nothing, as many keys do
        written["response"][piece] = broken
        assert not is_taken(person, json.dumps(written)), broken


def test_wrong_answers_count_with_codes_and_keep_no_key_waiting(person, device):
    for _try in range(3):
        assert not is_taken(person, device.sign(asked(person), origin="https://evil.example"))
    for _try in range(2):
        assert not second_factor.verify(person, "nothing", HERE)
    with pytest.raises(second_factor.Slow):
        second_factor.verify(person, "nothing", HERE)
    assert is_taken(person, device.sign(asked(person)))


def test_a_key_is_looked_at_however_many_codes_a_thief_of_the_password_tries(person, device):
    for number in range(100):
        with contextlib.suppress(second_factor.Slow):
            second_factor.verify(person, "nothing", f"198.51.100.{number}")
    assert is_taken(person, device.sign(asked(person)))


def test_an_old_challenge_is_no_guess(person, device):
    for _try in range(10):
        assert not is_taken(person, device.sign({"challenge": "AAAA", "rpId": "minzheng.example.cn"}))
    assert is_taken(person, device.sign(asked(person)))
