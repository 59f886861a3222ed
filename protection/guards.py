"""Triggers that keep logs as they were written, also Wagtail's own, whoever speaks to the database.

They are put in place after every ``migrate``, and not by a migration alone: SQLite makes a table anew when a
column is added, and would leave the triggers of Wagtail's tables behind at the next release without a word.

A log may lose an entry through one door only: a row of ``protection_logdoor`` that ``retention`` writes and
takes back in one transaction, and never an entry younger than ``SHORTEST_DAYS``.
"""

from collections.abc import Iterable
from typing import Any

from protection.append_only import MESSAGE

#: Three years, for which the handling of personal data stays on record (个人信息保护法 56). Logs as such: six
#: months (网络安全法 21).
SHORTEST_DAYS = 1096

#: Tables that are logs with a door: the table, and the log's name at the door.
LOGS: dict[str, str] = {}
#: Tables whose triggers against changes are older, and which lacked a guard against REPLACE and TRUNCATE.
HARDENED: set[str] = set()
#: Tables without any door.
CLOSED: set[str] = set()


def names(table: str, vendor: str) -> list[str]:
    """The triggers that have to be on a table of ``LOGS``, ``CLOSED`` or ``HARDENED``."""
    extra = "replace" if vendor == "sqlite" else "truncate"
    acts = [extra] if table in HARDENED else ["update", "delete", extra]
    return [f"{table}_keeps_{act}" for act in acts]


def tables() -> list[str]:
    """Every guarded table."""
    return sorted({*LOGS, *CLOSED, *HARDENED})


def statements(table: str, vendor: str) -> Iterable[str]:
    """Give the SQL that puts a table's triggers in place, in place of those that are there.

    Raises NotImplementedError for a vendor that has none.
    """
    if vendor == "sqlite":
        return _sqlite(table)
    if vendor == "postgresql":
        return _postgresql(table)
    raise NotImplementedError(f"guards of the logs are not written for {vendor}")


def _sqlite(table: str) -> Iterable[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    door = ""
    if table in LOGS:
        door = (
            f"WHEN NOT (OLD.timestamp < datetime('now', '-{SHORTEST_DAYS} days') AND EXISTS (SELECT 1 "  # noqa: S608
            f"FROM protection_logdoor d WHERE d.log = '{LOGS[table]}' AND OLD.timestamp < d.before)) "
        )
    events = {
        "update": f"BEFORE UPDATE ON {table} ",
        "delete": f"BEFORE DELETE ON {table} {door}",
        # REPLACE removes the row that stands in its way without asking the trigger on DELETE.
        "replace": f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) ",  # noqa: S608
    }
    for name in names(table, "sqlite"):
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield f"CREATE TRIGGER {name} {events[name.rpartition('_')[2]]}{refuse}"


def _postgresql(table: str) -> Iterable[str]:
    yield (
        "CREATE OR REPLACE FUNCTION protection_refuse() RETURNS trigger AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$ LANGUAGE plpgsql"
    )
    yield (
        "CREATE OR REPLACE FUNCTION protection_refuse_delete() RETURNS trigger AS $$ BEGIN "  # noqa: S608
        f"IF OLD.timestamp < now() - interval '{SHORTEST_DAYS} days' AND EXISTS "
        "(SELECT 1 FROM protection_logdoor d WHERE d.log = TG_ARGV[0] AND OLD.timestamp < d.before) "
        "THEN RETURN OLD; END IF; "
        f"RAISE EXCEPTION '{MESSAGE}'; END $$ LANGUAGE plpgsql"
    )
    row = "FOR EACH ROW EXECUTE FUNCTION"
    delete = f"protection_refuse_delete('{LOGS[table]}')" if table in LOGS else "protection_refuse()"
    events = {
        "update": f"BEFORE UPDATE ON {table} {row} protection_refuse()",
        "delete": f"BEFORE DELETE ON {table} {row} {delete}",
        "truncate": f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION protection_refuse()",
    }
    for name in names(table, "postgresql"):
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield f"CREATE TRIGGER {name} {events[name.rpartition('_')[2]]}"


def keep(connection: Any) -> None:
    """Put every guard in place whose table is there; a second run changes nothing."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table in tables():
            if table in there and "protection_logdoor" in there:
                for statement in statements(table, connection.vendor):
                    cursor.execute(statement)


def missing(connection: Any) -> list[str]:
    """Return the triggers that are not in the database, or are switched off."""
    if connection.vendor == "sqlite":
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        sql = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        there = {row[0] for row in cursor.fetchall()}
    return [name for table in tables() for name in names(table, connection.vendor) if name not in there]
