"""What is there in my name: found by name and last six, as long as everybody may see it."""

import importlib
from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure import own_index
from disclosure.enums import Step
from disclosure.models import Recipient, StagedRow
from disclosure.public import own_entry
from disclosure.publication import proposals
from protection import rotating
from tests.disclosure import lists
from tests.disclosure.conftest import NOVEMBER

TODAY = date(2026, 11, 1)


def own(serial: int) -> tuple[str, str]:
    """Name and last six of an invented household."""
    row = lists.household(serial)
    return row["户主姓名"], row["户主身份证号"][-6:]


def find(name: str, last: str):
    return own_entry.find(name, last, TODAY)


@pytest.fixture
def public(release):
    return release([lists.household(n) for n in range(6)])


def test_who_says_both_is_shown_the_masked_row_and_nobody_elses(public):
    (row,) = find(*own(1))
    assert row.name.startswith(own(1)[0][0])
    assert "*" in row.name
    assert row.village == "东园社区居委会"
    assert [find(own(1)[0], own(2)[1]), find(own(2)[0], own(1)[1]), find("无此人", "123456")] == [[], [], []]


@pytest.mark.parametrize("typed", [" {0} {1}{2}", "{0}　{1} {2}"])
def test_it_does_not_matter_how_the_name_was_spaced(public, typed):
    name, last = own(3)
    assert len(find(typed.format(*name), last)) == 1


def test_a_small_x_is_a_capital_one(public):
    Recipient.objects.update(own_index=own_index.index_of("欧阳·明", "32072219900101123X"))
    assert len(find("欧阳•明", "01123x")) == 6


def test_next_month_the_new_row_is_found_alone(public, release):
    changed = [lists.household(n, **({"合计（元）": 777} if n == 1 else {})) for n in range(6) if n != 2]
    release(changed, month=NOVEMBER)
    assert [row.amount for row in find(*own(1))] == [777]
    assert find(*own(2)) == []


def test_what_two_people_hid_or_withdrew_is_nothing(public, county):
    row = Recipient.objects.get(holder_name=own(1)[0])
    hiding = proposals.propose_for_row(Step.HIDE, row, county.editor, "受到威胁")
    proposals.confirm(hiding, county.reviewer)
    assert find(*own(1)) == []
    withdrawal = proposals.propose(Step.TAKE_DOWN, public, county.editor, "金额有误")
    assert len(find(*own(3))) == 1
    proposals.confirm(withdrawal, county.reviewer)
    assert find(*own(3)) == []


def test_a_list_that_is_not_public_is_nothing(load):
    load([lists.household(1)])
    assert StagedRow.objects.exclude(own_index="").count() == 1
    assert find(*own(1)) == []


def test_an_entry_and_none_ask_the_same(public):
    """The same statements, but for what they look for; and as many digests."""
    asked = []
    for name, last in (own(1), ("无此人", "123456")):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            find(name, last)
        wanted = own_index.indexes_of(name, last)
        asked.append([_without(query["sql"], wanted) for query in queries])
    assert asked[0] == asked[1]
    assert len(asked[0]) == 2


def _without(sql: str, digests: list[str]) -> str:
    for digest in digests:
        sql = sql.replace(digest, "…")
    return sql


def test_every_try_costs_the_same_whatever_it_finds(public):
    attempt = own_entry.NameAttempt(own(1)[0], "10.1.1.1")
    for _number in range(own_entry.BY_PAIR.allowed + 1):
        assert attempt.take() == 0
    assert attempt.wait() > 0
    assert own_entry.NameAttempt(own(1)[0], "10.1.1.2").wait() == 0, "a stranger keeps nobody out"
    assert own_entry.NameAttempt(own(2)[0], "10.1.1.1").wait() == 0


@pytest.mark.parametrize("network", ["10.1.1.1", "2001:db8:1:1::"])
def test_of_questions_at_the_same_moment_each_takes_its_turn(db, monkeypatch, network):
    """All that found no pause before the first was counted: the last that is free, and no more."""
    for _number in range(own_entry.BY_PAIR.allowed):
        own_entry.NameAttempt("某人", network).take()
    monkeypatch.setattr(own_entry.NameAttempt, "wait", lambda self: 0)  # as they all had seen it
    waits = [own_entry.NameAttempt("某人", network).take() for _number in range(16)]
    assert [wait for wait in waits if not wait] == [0]


def test_who_fills_a_network_waits_at_every_name(db):
    for number in range(own_entry.BY_CLIENT.allowed + 1):
        own_entry.NameAttempt(f"名{number}", "10.1.1.1").take()
    assert own_entry.NameAttempt("另一人", "10.1.1.1").wait() > 0


def test_rows_from_before_are_filled_and_one_that_no_key_opens_is_left(public):
    Recipient.objects.update(own_index="")
    broken = Recipient.objects.get(holder_name=own(5)[0])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_recipient SET id_number = 'x' WHERE id = %s", [broken.pk])
    importlib.import_module("disclosure.migrations.0019_own_entries_filled").fill_all(apps, None)
    assert len(find(*own(1))) == 1
    assert find(*own(5)) == []


def test_entries_are_found_under_the_old_key_and_the_new(public, settings):
    settings.BLIND_INDEX_OLD_KEYS = [settings.BLIND_INDEX_KEY]
    settings.BLIND_INDEX_KEY = "another-key-for-the-index-" * 2
    assert len(find(*own(1))) == 1
    for _piece in rotating.rotate():
        pass
    assert Recipient.objects.get(holder_name=own(1)[0]).own_index == own_index.indexes_of(*own(1))[0]
    assert len(find(*own(1))) == 1
