"""The chain over the audit logs: what it notices, what it forgives, and that writers do not wait."""

import datetime
import io
import threading

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from organizations.models import User
from protection import audit, chain, retention, setup, verifying
from protection.models import LogHead, LogLink
from tests.protection.tampering import by_sql

LOG = "wagtailcore_modellogentry"


@pytest.fixture
def person(prepared):
    return User.objects.create_user("somebody", password="x" * 12, name="某某")


@pytest.fixture
def entries(person):
    """Five entries, as the application writes them."""
    made = [log(person, "wagtail.edit", user=person, data={"n": n, "f": 1e16, "当": "值"}) for n in range(5)]
    assert found() == []
    return made


def found() -> list[str]:
    """What a verification finds, by code."""
    return [problem.code for problem in verifying.Walk().problems()]


#: An entry that nobody wrote, and a link for it made without the key.
FORGED = (
    "INSERT INTO {log} (id, object_id, label, action, data, timestamp, content_changed, deleted, user_id) "
    "VALUES (99999, '1', 'x', 'wagtail.edit', '{{}}', '2026-01-01 00:00:00+00:00', '0', '0', 1)"
)
FORGED_LINK = (
    "INSERT INTO protection_loglink (lane, number, kind, log, entry, at, content, digest) "
    "VALUES ({}, 'written', 'model', 99999, '2026-01-01 00:00:00+00:00', 'x', 'y')"
)

TAMPERING = [
    # what is done, with the third of five entries as {e}, its lane and number as {l} and {n}; what is found
    ("UPDATE {log} SET label = 'x' WHERE id = {e}", "changed"),
    ("UPDATE {log} SET user_id = 4711 WHERE id = {e}", "changed"),
    ("UPDATE {log} SET action = 'wagtail.create' WHERE id = {e}", "changed"),
    ("UPDATE {log} SET object_id = '4711' WHERE id = {e}", "changed"),
    ("UPDATE {log} SET data = '{{}}' WHERE id = {e}", "changed"),
    ("UPDATE {log} SET timestamp = '2026-01-01 00:00:00+00:00' WHERE id = {e}", "changed"),
    ("DELETE FROM {log} WHERE id = {e}", "gone"),
    ("DELETE FROM {log}; DELETE FROM protection_loglink", "cut_off"),
    (
        "DELETE FROM {log} WHERE id = {e}; DELETE FROM protection_loglink WHERE entry = {e}",
        "gap",
    ),
    ("UPDATE protection_loglink SET content = digest WHERE entry = {e}", "bad_link"),
    ("UPDATE protection_loglink SET at = '2000-01-01 00:00:00+00:00' WHERE entry = {e}", "bad_link"),
    # the tail goes, with and without a head that is moved back to what the last link says
    ("DELETE FROM {log} WHERE id >= {e}; DELETE FROM protection_loglink WHERE number >= {n}", "cut_off"),
    (
        "DELETE FROM {log} WHERE id >= {e}; DELETE FROM protection_loglink WHERE number >= {n}; "
        "UPDATE protection_loghead SET number = {n} - 1, digest = (SELECT digest FROM protection_loglink "
        "WHERE lane = {l} AND number = {n} - 1) WHERE lane = {l}",
        "bad_head",
    ),
    ("UPDATE protection_loghead SET number = {n} WHERE lane = {l}", "bad_head"),
    ("DELETE FROM protection_loghead", "no_head"),
    (
        "INSERT INTO {log} (object_id, label, action, data, timestamp, content_changed, deleted, user_id) "
        "VALUES ('1', 'x', 'wagtail.edit', '{{}}', '2026-01-01 00:00:00+00:00', '0', '0', 1)",
        "no_link",
    ),
    # the entry that was put in, with a link where no lane is walked
    *((f"{FORGED}; {FORGED_LINK.format(place)}", "outside") for place in ("99, 1", "0, 1", "1, 0", "2, -3")),
]


@pytest.mark.parametrize(("statements", "first"), TAMPERING, ids=range(len(TAMPERING)))
def test_who_has_the_database_alone_is_noticed(entries, statements, first):
    link = LogLink.objects.get(log="model", entry=entries[2].pk)
    sql = statements.format(log=LOG, e=entries[2].pk, l=link.lane, n=link.number)
    by_sql(*sql.split("; "))
    assert first in found()[:2]


def test_the_command_says_where_and_fails(entries, capsys):
    out = io.StringIO()
    call_command("verify_log", stdout=out)
    assert str(LogLink.objects.count()) in out.getvalue()
    by_sql(f"UPDATE {LOG} SET label = 'x' WHERE id = {entries[3].pk}")
    err = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verify_log", stderr=err)
    assert "model" in err.getvalue()
    assert str(entries[3].pk) in err.getvalue()
    assert f"{timezone.localtime(entries[3].timestamp):%Y-%m-%d %H:%M:%S}" in err.getvalue()


def test_another_key_fits_nothing(entries, settings):
    settings.BLIND_INDEX_KEY = "another-key-of-at-least-thirty-two-characters"
    assert {"bad_head", "bad_link", "changed"} <= set(found())


def test_a_seal_tells_of_an_older_state(entries, person, tmp_path):
    """Everything put back to what it was, head included: only the seal knows better."""
    older = list(LogHead.objects.values())
    after = log(person, "wagtail.edit", user=person)
    kept = tmp_path / "seal.txt"
    out = io.StringIO()
    call_command("verify_log", "--seal", stdout=out)
    kept.write_text(out.getvalue(), encoding="utf-8")
    call_command("verify_log", f"--against={kept}", stdout=io.StringIO())
    by_sql(
        f"DELETE FROM {LOG} WHERE id = {after.pk}", f"DELETE FROM protection_loglink WHERE entry = {after.pk}"
    )
    for head in older:
        LogHead.objects.filter(lane=head.pop("lane")).update(**head)
    assert found() == []
    with pytest.raises(CommandError):
        call_command("verify_log", f"--against={kept}", stderr=io.StringIO())
    kept.write_text(out.getvalue().replace("1;", "2;", 1), encoding="utf-8")
    with pytest.raises(CommandError, match=r"seal|封记"):
        call_command("verify_log", f"--against={kept}", stdout=io.StringIO())


def test_entries_from_before_the_chain_are_adopted_in_pieces(entries, person, monkeypatch):
    monkeypatch.setattr(chain, "PIECE", 2)
    by_sql("DELETE FROM protection_loglink")
    LogHead.objects.all().delete()
    chain.open_lanes()
    assert found().count("no_link") == ModelLogEntry.objects.count() + chain.unlinked("page").count()
    before = ModelLogEntry.objects.count()
    setup.prepare()
    assert found() == []
    assert ModelLogEntry.objects.count() == before + 1, "adopting is itself logged"
    setup.prepare()
    assert ModelLogEntry.objects.count() == before + 1


def test_what_somebody_put_into_a_log_is_adopted_by_no_start(entries):
    by_sql(FORGED.format(log=LOG))
    setup.prepare()
    assert found() == ["no_link"]


def test_what_was_kept_for_long_enough_leaves_by_the_door(person, monkeypatch):
    monkeypatch.setattr(retention, "PIECE", 2)
    now = timezone.now()
    ages = [1095, 1098, 1200, 2000, 3000]
    old = {
        age: log(person, "wagtail.edit", user=person, timestamp=now - datetime.timedelta(days=age))
        for age in ages
    }
    assert retention.due() == {"model": 4}
    call_command("purge_logs", "--dry-run", stdout=io.StringIO())
    assert retention.purge() == {"model": 4}
    assert set(ModelLogEntry.objects.filter(pk__in=[e.pk for e in old.values()])) == {old[1095]}
    assert ModelLogEntry.objects.get(action="protection.purge_logs").data["removed"] == 4
    assert found() == []
    assert retention.purge() == {}


def test_an_entry_that_went_without_the_word_about_it_is_missed(person):
    old = log(person, "wagtail.edit", user=person, timestamp=timezone.now() - datetime.timedelta(days=2000))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO protection_logdoor (log, before) VALUES ('model', '2026-01-01 00:00:00+00:00')"
        )
        cursor.execute(f"DELETE FROM {LOG} WHERE id = {old.pk}")
    assert "gone" in found()


@pytest.mark.parametrize("days", [1, 200, 1090])
def test_no_door_lets_a_younger_entry_out(person, days):
    then = timezone.now() - datetime.timedelta(days=days)
    entry = log(person, "wagtail.edit", user=person, timestamp=then)
    door = "INSERT INTO protection_logdoor (log, before) VALUES ('model', '2099-01-01 00:00:00+00:00')"
    with connection.cursor() as cursor:
        cursor.execute(door)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {LOG} WHERE id = {entry.pk}")


def test_less_than_three_years_is_no_setting(settings, prepared):
    settings.LOG_KEPT_DAYS = 365
    with pytest.raises(ImproperlyConfigured):
        retention.purge()


def test_an_entry_costs_three_small_queries_more(entries, person):
    with CaptureQueriesContext(connection) as captured:
        audit.record("organizations.appoint", person, user=person)
    assert len([query for query in captured if "protection_" in query["sql"]]) == 3


def test_an_act_that_fails_leaves_neither_entry_nor_link(entries, person):
    before = LogLink.objects.count()

    def fail():
        with transaction.atomic():
            audit.record("organizations.appoint", person, user=person)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert LogLink.objects.count() == before
    assert found() == []


@pytest.mark.django_db(transaction=True)
def test_two_open_transactions_do_not_wait_for_each_other():
    """On PostgreSQL; SQLite has one writer at a time and no second lane."""
    person = User.objects.create_user("somebody", password="x" * 12, name="某某")
    if connection.vendor == "sqlite":
        audit.record("organizations.appoint", person, user=person)
        assert set(LogLink.objects.values_list("lane", flat=True)) == {1}
        return
    failures, together = [], threading.Barrier(4, timeout=20)

    def act():
        try:
            with transaction.atomic():
                for _twice in range(2):
                    audit.record("organizations.appoint", person, user=person)
                    together.wait()  # nobody has committed, and everybody has written
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert LogLink.objects.filter(log="model").values("lane").distinct().count() >= 4
    assert found() == []
