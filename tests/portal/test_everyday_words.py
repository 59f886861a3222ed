"""Everyday words on the staff site: by administrators only, logged, never deleted."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from organizations.enums import Role
from portal import setup
from portal.asking.words import QUESTION_WORDS, SHIPPED, vocabulary
from portal.models import EverydayWord
from search.engines import tokens
from tests.organizations.factories import make_people

NEW = {"word": "救命钱", "means": "临时救助", "is_used": "on"}


@pytest.fixture
def administrator(people):
    return make_people([("管理甲", people.units["city"], Role.ADMINISTRATOR)])[0]


def test_an_administrator_adds_a_word_and_puts_one_out_of_use(client, administrator):
    client.force_login(administrator)
    assert client.get(reverse("everyday_word:index")).status_code == 200
    client.post(reverse("everyday_word:add"), NEW)
    word = EverydayWord.objects.get(word="救命钱")
    client.post(reverse("everyday_word:edit", args=[word.pk]), {**NEW, "is_used": ""})
    word.refresh_from_db()
    assert not word.is_used
    acts = list(ModelLogEntry.objects.filter(object_id=word.pk).values_list("action", flat=True))
    assert sorted(acts) == ["portal.add_word", "portal.change_word"]


@pytest.mark.parametrize(
    "given", [{"word": "钱"}, {"word": "!!"}, {"word": "临时救助"}, {"word": "低保", "means": "最低生活保障"}]
)
def test_a_word_that_cannot_count_is_refused(client, administrator, given):
    client.force_login(administrator)
    before = EverydayWord.objects.count()
    assert client.post(reverse("everyday_word:add"), NEW | given).status_code == 200
    assert EverydayWord.objects.count() == before


def test_nobody_else_opens_them(client, people):
    word = EverydayWord.objects.first()
    for person in (people.editor, people.reviewer, people.handler):
        client.force_login(person)
        for address in (reverse("everyday_word:index"), reverse("everyday_word:edit", args=[word.pk])):
            assert client.get(address).status_code in (302, 403)


def test_setup_leaves_what_administrators_changed(prepared):
    EverydayWord.objects.filter(word="低保").update(is_used=False)
    before = EverydayWord.objects.count()
    setup.prepare()
    assert EverydayWord.objects.count() == before
    assert not EverydayWord.objects.get(word="低保").is_used


def test_the_shipped_tables_say_what_can_be_found(prepared):
    known = vocabulary()
    for row in SHIPPED.rows:
        for text in filter(None, (row.word, row.means)):
            assert tokens.plain(text) == text
        assert row.word in known.meanings
        assert not row.both_ways or row.word in known.meanings[row.means]
    for asking in QUESTION_WORDS.rows:
        assert tokens.plain(asking.words) == asking.words
        assert asking.words not in known.meanings
