"""The audit logs stay as they were written: for the ORM, for SQL, and for Wagtail's own housekeeping."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from complaints.models import CaseLogEntry
from organizations.models import User
from protection import guards
from tests.complaints.factories import make_case
from tests.organizations.factories import make_places, make_units

LOGS = [CaseLogEntry, ModelLogEntry, PageLogEntry]
TABLES = [model._meta.db_table for model in LOGS]


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def person(prepared):
    return User.objects.create_user("somebody", password="x" * 12, name="某某")


@pytest.fixture
def entries(person):
    """One entry in each log."""
    make_places()
    make_units()
    make_case()
    log(person, "wagtail.edit", user=person)
    log(Page.objects.order_by("depth").last(), "wagtail.edit", user=person)
    assert all(model.objects.exists() for model in LOGS)
    connection.check_constraints()  # PostgreSQL empties no table for which a check is still due


@pytest.mark.parametrize("model", LOGS)
def test_the_orm_is_refused(entries, model):
    entry = model.objects.order_by("pk").last()
    attempts = [
        lambda: model.objects.update(label="改"),
        lambda: model.objects.all().delete(),
        lambda: model._base_manager.filter(pk=entry.pk)._raw_delete("default"),
        entry.delete,
        entry.save,
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()
    assert model.objects.filter(pk=entry.pk, label=entry.label).exists()


@pytest.mark.parametrize("table", [*TABLES, "protection_loglink"])
@pytest.mark.parametrize("sql", ["UPDATE {0} SET id = id + 1000", "DELETE FROM {0}", "{1}"])
def test_sql_is_refused(entries, table, sql):
    harder = {
        "sqlite": f"REPLACE INTO {table} SELECT * FROM {table}",
        "postgresql": f"TRUNCATE {table} CASCADE",
    }
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(sql.format(table, harder[connection.vendor]))


EVENTS = ["complaints_caseevent", "supervision_leadevent"]


@pytest.mark.parametrize("table", EVENTS)
def test_events_are_refused_to_replace_and_truncate_too(entries, table):
    assert {f"{table}_keeps_{'replace' if connection.vendor == 'sqlite' else 'truncate'}"} <= set(
        guards.names(table, connection.vendor)
    )
    assert not guards.missing(connection)


@pytest.mark.parametrize("table", [EVENTS[0], "protection_loglink"])
@pytest.mark.parametrize("key", ["id + 1000", None])
def test_no_row_is_replaced_that_only_has_a_number_in_common(entries, table, key):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL knows no REPLACE")
    names = [
        column.name for column in connection.introspection.get_table_description(connection.cursor(), table)
    ]
    copied = [name for name in names if key or name != "id"]
    values = ", ".join(key if name == "id" and key else name for name in copied)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(f"REPLACE INTO {table} ({', '.join(copied)}) SELECT {values} FROM {table}")


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_each_rule_of_one_only_is_in_the_way_of_a_replace(entries):
    for table in guards.tables():
        with connection.cursor() as cursor:
            rules = connection.introspection.get_constraints(cursor, table).values()
        way = guards.triggers(table, "sqlite")[f"{table}_keeps_replace"]
        for rule in rules:
            if rule["unique"] and not rule["primary_key"]:
                assert " AND ".join(f"{column} = NEW.{column}" for column in rule["columns"]) in way


def test_what_wagtail_and_django_do_by_themselves_goes_on(entries, person):
    page = Page.objects.order_by("depth").last().specific
    revision = page.save_revision(user=person, log_action=True)
    revision.publish()
    before = {model: model.objects.count() for model in LOGS}
    call_command("purge_revisions", days=0, verbosity=0)
    call_command("remove_stale_contenttypes", interactive=False, verbosity=0)
    page.delete()
    person.delete()
    assert all(model.objects.count() >= before[model] for model in LOGS)
    assert PageLogEntry.objects.filter(page_id=page.pk, user_id__isnull=False).exists()


def test_a_type_of_objects_that_the_log_names_stays(entries):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ContentType.objects.get_for_model(User).delete()


def test_a_guard_that_was_taken_away_is_missed_and_put_back(entries):
    name = f"{TABLES[0]}_keeps_delete"
    on = "" if connection.vendor == "sqlite" else f" ON {TABLES[0]}"
    run(f"DROP TRIGGER {name}{on}")
    assert guards.missing(connection) == [name]
    guards.keep(connection)
    assert guards.missing(connection) == []


@pytest.mark.parametrize("table", [*TABLES, *EVENTS, "protection_loglink", "complaints_alarm"])
@pytest.mark.parametrize("act", ["update", "delete"])
def test_a_guard_that_refuses_nothing_is_missed_too(entries, table, act):
    """Somebody who owns the tables puts another trigger of the same name there, or switches it off."""
    name = f"{table}_keeps_{act}"
    if connection.vendor == "sqlite":
        run(f"DROP TRIGGER {name}")
        run(f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} WHEN 0 BEGIN SELECT 1; END")
    else:
        run(f"ALTER TABLE {table} ENABLE REPLICA TRIGGER {name}")
    assert guards.missing(connection) == [name]
    guards.keep(connection)
    assert guards.missing(connection) == []


def test_a_function_that_refuses_nothing_is_missed(entries):
    if connection.vendor != "postgresql":
        pytest.skip("the triggers of SQLite call no function")
    run(
        "CREATE OR REPLACE FUNCTION protection_refuse() RETURNS trigger AS "
        "$$ BEGIN RETURN NEW; END $$ LANGUAGE plpgsql"
    )
    assert guards.missing(connection) == ["protection_refuse"]
    guards.keep(connection)
    assert guards.missing(connection) == []


def test_a_database_without_guards_is_refused():
    with pytest.raises(NotImplementedError):
        guards.statements("t", "oracle")
