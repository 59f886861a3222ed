"""A picture, or a riddle in words: each answer counts once, and people write the same in many ways."""

from datetime import timedelta

import pytest
from captcha.models import CaptchaStore
from django.urls import reverse
from django.utils import timezone, translation

from complaints.public import captcha, riddles

pytestmark = pytest.mark.django_db


def stored(challenge) -> CaptchaStore:
    return CaptchaStore.objects.get(hashkey=challenge.key)


@pytest.mark.parametrize("kind", captcha.KINDS)
def test_the_right_answer_passes_once(kind):
    challenge = captcha.ask(kind)
    answer = stored(challenge).response
    assert captcha.passes(challenge.key, answer)
    assert not captcha.passes(challenge.key, answer), "used up"


def test_of_two_that_send_one_answer_at_the_same_moment_one_passes(monkeypatch):
    challenge = captcha.ask()
    read = [stored(challenge), stored(challenge)]
    monkeypatch.setattr(captcha, "_challenge", lambda _key: read.pop())
    answer = read[0].response
    assert [captcha.passes(challenge.key, answer) for _who in range(2)] == [True, False]


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
    ("riddle", "response", "written"),
    [
        ("sum:3+5", "8", "８"),
        ("sum:3+5", "8", " 八 "),
        ("sum:3+5", "8", "Eight"),
        ("sum:3+5", "8", "8。"),
        ("sum:1+1", "2", "两"),
        ("sum:3-3", "0", "零"),
        ("sum:3+9", "12", "十二"),
        ("sum:3+9", "12", "twelve"),
        ("3+5", "8", "八"),  # as an earlier release stored it
        ("odd:a0a1f1a2a3", "梨", "梨"),
        ("odd:a0a1f1a2a3", "梨", " Pear "),
        ("letter:2:village", "i", "I"),
        ("letter:3:村民委员会", "委", "委。"),
        ("after:1", "三", "星期三"),
        ("after:1", "三", "周三"),
        ("after:1", "三", "礼拜三"),
        ("after:1", "三", "3"),
        ("after:1", "三", "Wednesday"),
        ("after:1", "三", "wed"),
        ("after:5", "日", "星期天"),
        ("after:5", "日", "周日"),
    ],
)
def test_answers_as_people_write_them(riddle, response, written):
    store = CaptchaStore.objects.create(challenge=f"words:{riddle}", response=response)
    assert captcha.passes(store.hashkey, written)


@pytest.mark.parametrize("written", ["ＡＥＦＨ", "a e f h"])
def test_letters_as_people_write_them(written):
    store = CaptchaStore.objects.create(challenge="AEFH", response="aefh")
    assert captcha.passes(store.hashkey, written)


@pytest.mark.parametrize(
    ("riddle", "english", "chinese"),
    [
        ("sum:3+5", "What is three plus five?", "三加五等于几？"),
        ("sum:9-4", "What is nine minus four?", "九减四等于几？"),
        (
            "odd:a0a1f1a2a3",
            "Which of these does not belong to the others: cat, dog, pear, cow, horse?",
            "哪一个跟其他的不是一类：猫、狗、梨、牛、马？",
        ),
        ("letter:2:会议室", "Write character number two of the word “会议室”.", "请写出“会议室”的第二个字。"),
        ("after:1", "Which day of the week comes after Tuesday?", "星期二的后一天是星期几？"),
        ("3+5", "", ""),
    ],
)
def test_a_riddle_is_asked_in_the_language_of_the_page(riddle, english, chinese):
    with translation.override("en"):
        assert captcha.question(f"words:{riddle}") == english
    with translation.override("zh-hans"):
        assert captcha.question(f"words:{riddle}") == chinese


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_riddle_has_a_question_and_takes_its_own_answer(language):
    kinds = set()
    with translation.override(language):
        for _number in range(80):
            riddle = riddles.make()
            kinds.add(riddle.text.partition(":")[0])
            assert len("words:" + riddle.text) <= 32, "as much as the table holds"
            assert riddles.question(riddle.text)
            assert riddles.normal(riddle.text, riddle.answer) == riddle.answer
    assert kinds == {"sum", "odd", "letter", "after"}


def test_sums_are_right_and_never_negative():
    for riddle in (riddles.make() for _number in range(200)):
        if riddle.text.startswith("sum:"):
            left, sign, right = riddle.text.removeprefix("sum:")
            expected = int(left) + int(right) if sign == "+" else int(left) - int(right)
            assert int(riddle.answer) == expected >= 0


def test_the_odd_word_is_of_another_group_than_all_others():
    groups = {word.key: word.group for word in riddles.TABLE.rows}
    names = {word.chinese: word.group for word in riddles.TABLE.rows}
    for riddle in (riddles.make() for _number in range(200)):
        if riddle.text.startswith("odd:"):
            keys = riddle.text.removeprefix("odd:")
            found = [groups[keys[at : at + 2]] for at in range(0, len(keys), 2)]
            assert found.count(names[riddle.answer]) == 1
            assert len(set(found)) == 2


def test_letters_that_look_alike_are_never_asked():
    for _number in range(20):
        assert not set(stored(captcha.ask()).challenge) & set("ILOQ10")


def test_an_unknown_kind_is_a_picture():
    assert captcha.ask("<script>").kind == captcha.PICTURE


def test_the_picture_can_be_fetched(client):
    response = client.get(reverse("captcha-image", args=[captcha.ask().key]))
    assert response.headers["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    "address", ["/captcha/refresh/", "/captcha/audio/{key}.wav", "/captcha/image/{key}@2/"]
)
def test_nobody_makes_questions_in_any_number(client, address):
    """Of the library's addresses only the picture of a question that was asked is there."""
    key = captcha.ask().key
    assert client.get(f"/captcha/image/{key}/").status_code == 200
    answer = client.get(address.format(key=key), headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.status_code == 404
    assert CaptchaStore.objects.count() == 1
