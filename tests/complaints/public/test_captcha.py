"""A picture, or a sum in words: each answer counts once, and people write numbers in many ways."""

from datetime import timedelta

import pytest
from captcha.models import CaptchaStore
from django.urls import reverse
from django.utils import timezone, translation

from complaints.public import captcha

pytestmark = pytest.mark.django_db


def stored(challenge) -> CaptchaStore:
    return CaptchaStore.objects.get(hashkey=challenge.key)


@pytest.mark.parametrize("kind", captcha.KINDS)
def test_the_right_answer_passes_once(kind):
    challenge = captcha.ask(kind)
    answer = stored(challenge).response
    assert captcha.passes(challenge.key, answer)
    assert not captcha.passes(challenge.key, answer), "used up"


@pytest.mark.parametrize("kind", captcha.KINDS)
def test_a_wrong_answer_uses_it_up(kind):
    challenge = captcha.ask(kind)
    answer = stored(challenge).response
    assert not captcha.passes(challenge.key, "wrong")
    assert not captcha.passes(challenge.key, answer)


def test_what_is_no_key_never_passes():
    assert not captcha.passes("", "")
    assert not captcha.passes("no-such-key", "passed")


def test_an_old_challenge_no_longer_passes():
    challenge = captcha.ask(captcha.WORDS)
    store = stored(challenge)
    CaptchaStore.objects.update(expiration=timezone.now() - timedelta(seconds=1))
    assert not captcha.passes(challenge.key, store.response)


def test_a_slow_reader_has_half_an_hour():
    left = stored(captcha.ask()).expiration - timezone.now()
    assert left > timedelta(minutes=29)


@pytest.mark.parametrize(
    ("response", "written"),
    [
        ("8", "８"),
        ("8", " 八 "),
        ("8", "Eight"),
        ("8", "8。"),
        ("2", "两"),
        ("0", "零"),
        ("12", "十二"),
        ("12", "twelve"),
        ("aefh", "ＡＥＦＨ"),
        ("aefh", "a e f h"),
    ],
)
def test_numbers_and_letters_as_people_write_them(response, written):
    store = CaptchaStore.objects.create(challenge="x", response=response)
    assert captcha.passes(store.hashkey, written)


def test_the_sum_is_asked_in_the_language_of_the_page():
    with translation.override("en"):
        assert captcha.question("words:3+5") == "What is three plus five?"
        assert captcha.question("words:9-4") == "What is nine minus four?"
    with translation.override("zh-hans"):
        assert captcha.question("words:3+5") == "三加五等于几？"
        assert captcha.question("words:9-4") == "九减四等于几？"


def test_sums_are_right_and_never_negative():
    for _number in range(40):
        store = stored(captcha.ask(captcha.WORDS))
        left, sign, right = store.challenge.removeprefix("words:")
        expected = int(left) + int(right) if sign == "+" else int(left) - int(right)
        assert int(store.response) == expected >= 0


def test_letters_that_look_alike_are_never_asked():
    for _number in range(20):
        assert not set(stored(captcha.ask()).challenge) & set("ILOQ10")


def test_an_unknown_kind_is_a_picture():
    assert captcha.ask("<script>").kind == captcha.PICTURE


def test_the_picture_can_be_fetched(client):
    response = client.get(reverse("captcha-image", args=[captcha.ask().key]))
    assert response.headers["Content-Type"] == "image/png"
