"""Triggers that keep logs as they were written, also Wagtail's own, whoever speaks to the database.

They are put in place after every ``migrate``, and not by a migration alone: SQLite makes a table anew when a
column is added, and would leave the triggers of Wagtail's tables behind at the next release without a word.

A log may lose an entry through one door only: a row of ``protection_logdoor`` that ``retention`` writes and
takes back in one transaction, and never an entry younger than ``SHORTEST_DAYS``.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps

from protection.append_only import MESSAGE

#: Three years, for which the handling of personal data stays on record (个人信息保护法 56). Logs as such: six
#: months (网络安全法 21).
SHORTEST_DAYS = 1096

#: Tables that are logs with a door: the table, and the log's name at the door.
LOGS: dict[str, str] = {}
#: Tables with encrypted columns, which a rotation of the keys writes anew, with the columns that may not
#: change. Their migrations put triggers there too; these come back with every ``migrate``, and are missed.
HARDENED: dict[str, tuple[str, ...]] = {}
#: Tables without any door.
CLOSED: set[str] = set()


def names(table: str, vendor: str) -> list[str]:
    """The triggers that have to be on a table of ``LOGS``, ``CLOSED`` or ``HARDENED``."""
    extra = "replace" if vendor == "sqlite" else "truncate"
    return [f"{table}_keeps_{act}" for act in ("update", "delete", extra)]


def tables() -> list[str]:
    """Every guarded table."""
    return sorted({*LOGS, *CLOSED, *HARDENED})


def statements(table: str, vendor: str) -> Iterable[str]:
    """Give the SQL that puts a table's triggers in place, in place of those that are there.

    Raises NotImplementedError for a vendor that has none.
    """
    made = triggers(table, vendor)
    on = f" ON {table}" if vendor == "postgresql" else ""
    functions = [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $${body}$$ LANGUAGE plpgsql"
        for name, body in FUNCTIONS.items()
    ]
    changes = [step for name in made for step in (f"DROP TRIGGER IF EXISTS {name}{on}", made[name])]
    return [*(functions if on else ()), *changes]


def triggers(table: str, vendor: str) -> dict[str, str]:
    """Give the SQL of each of a table's triggers by its name. Raises NotImplementedError."""
    if vendor == "sqlite":
        return _sqlite(table)
    if vendor == "postgresql":
        return _postgresql(table)
    raise NotImplementedError(f"guards of the logs are not written for {vendor}")


def _update(table: str) -> str:
    columns = ", ".join(HARDENED.get(table, ()))
    return f"UPDATE OF {columns}" if columns else "UPDATE"


def _sqlite(table: str) -> dict[str, str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    door = ""
    if table in LOGS:
        door = (
            f"WHEN NOT (OLD.timestamp < datetime('now', '-{SHORTEST_DAYS} days') AND EXISTS (SELECT 1 "  # noqa: S608
            f"FROM protection_logdoor d WHERE d.log = '{LOGS[table]}' AND OLD.timestamp < d.before)) "
        )
    events = {
        "update": f"BEFORE {_update(table)} ON {table} ",
        "delete": f"BEFORE DELETE ON {table} {door}",
        # REPLACE removes the rows that stand in its way without asking the trigger on DELETE.
        "replace": f"BEFORE INSERT ON {table} WHEN {_stands_in_the_way(table)} ",
    }
    return {
        name: f"CREATE TRIGGER {name} {events[name.rpartition('_')[2]]}{refuse}"
        for name in names(table, "sqlite")
    }


def _stands_in_the_way(table: str) -> str:
    """Whether a row has a value of the new one where no two rows may have the same, the key or another."""
    models = {model._meta.db_table: model._meta for model in apps.get_models()}
    unique: set[tuple[str, ...]] = {("id",)}
    if table in models:
        meta = models[table]
        names = [[field.name] for field in meta.local_fields if field.unique]
        names += [list(rule.fields) for rule in meta.total_unique_constraints]
        unique |= {tuple(str(meta.get_field(name).column) for name in each) for each in names}
    same = (" AND ".join(f"{column} = NEW.{column}" for column in columns) for columns in sorted(unique))
    return " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {each})" for each in same)  # noqa: S608


#: What the triggers of PostgreSQL call.
FUNCTIONS = {
    "protection_refuse": f" BEGIN RAISE EXCEPTION '{MESSAGE}'; END ",
    "protection_refuse_delete": (
        f" BEGIN IF OLD.timestamp < now() - interval '{SHORTEST_DAYS} days' AND EXISTS "  # noqa: S608
        "(SELECT 1 FROM protection_logdoor d WHERE d.log = TG_ARGV[0] AND OLD.timestamp < d.before) "
        f"THEN RETURN OLD; END IF; RAISE EXCEPTION '{MESSAGE}'; END "
    ),
}


def _postgresql(table: str) -> dict[str, str]:
    row = "FOR EACH ROW EXECUTE FUNCTION"
    delete = f"protection_refuse_delete('{LOGS[table]}')" if table in LOGS else "protection_refuse()"
    events = {
        "update": f"BEFORE {_update(table)} ON {table} {row} protection_refuse()",
        "delete": f"BEFORE DELETE ON {table} {row} {delete}",
        "truncate": f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION protection_refuse()",
    }
    return {
        name: f"CREATE TRIGGER {name} {events[name.rpartition('_')[2]]}"
        for name in names(table, "postgresql")
    }


def keep(connection: Any) -> None:
    """Put every guard in place whose table is there; a second run changes nothing."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table in tables():
            if table in there and "protection_logdoor" in there:
                for statement in statements(table, connection.vendor):
                    cursor.execute(statement)


def missing(connection: Any) -> list[str]:
    """Return the triggers, and functions, that are not in the database, are switched off, or say something
    else than they were made to say: one that stands there and refuses nothing is as bad as none.
    """
    vendor = connection.vendor
    wanted = {name: sql for table in tables() for name, sql in triggers(table, vendor).items()}
    with connection.cursor() as cursor:
        if vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        else:
            wanted |= FUNCTIONS
            cursor.execute(
                "SELECT tgname, pg_get_triggerdef(oid, true) FROM pg_trigger "
                "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') "
                "UNION ALL SELECT proname, prosrc FROM pg_proc WHERE proname = ANY(%s)",
                [list(FUNCTIONS)],
            )
        there: dict[str, set[str]] = {}
        for name, sql in cursor.fetchall():
            there.setdefault(name, set()).add(sql)
    return [name for name, sql in wanted.items() if there.get(name) != {sql}]
