"""One entry an act, and nothing in it that could name a person."""

import datetime

import pytest
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from organizations.models import User
from protection.audit import UnsafeFact, declare, record

TABLE = {"protection.test_act": ("Test", "Tested")}


@pytest.fixture
def act():
    registry.scan_for_actions()
    declare(registry, TABLE)
    return "protection.test_act"


@pytest.mark.django_db
def test_an_entry_says_who_what_why(act) -> None:
    user = User.objects.create(username="someone")
    record(
        act,
        user,
        user=user,
        reason="电话13812345678要求更正",
        rows=3,
        on=datetime.date(2026, 11, 22),
        ok=True,
    )
    entry = ModelLogEntry.objects.get(action=act)
    assert entry.user == user
    assert entry.data == {
        "rows": 3,
        "on": "2026-11-22",
        "ok": True,
        "reason": "电话＊＊＊＊＊＊＊＊＊＊＊要求更正",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value", ["王小明", "13812345678", "320722199001011234", {"a": 1}, "x" * 100, ["王"]]
)
def test_a_fact_that_could_name_a_person_is_refused(act, value) -> None:
    user = User.objects.create(username="someone")
    with pytest.raises(UnsafeFact):
        record(act, user, user=user, note=value)
    assert not ModelLogEntry.objects.filter(action=act).exists()
