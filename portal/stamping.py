"""In which state the tables are that public lists are made of, known by one read of one row.

Triggers of the database draw a new value with every statement that writes to one of them, in its transaction:
no signal of Django's tells of ``update``, ``bulk_create`` or a hand at the database. Values are drawn and not
counted, so that none comes again after a backup was put back. They are looked for once a process, and made
after each migration, since SQLite drops them with a table that is altered.
"""

from uuid import uuid4

from django.db import connection, models

from complaints.models import CalendarDay, CalendarYear
from disclosure.models import (
    AssistanceStandard,
    Batch,
    CatalogueItem,
    ConfirmedObjection,
    ListTotal,
    NotApplicable,
    Notice,
    Programme,
    Proposal,
    Recipient,
)
from organizations.models import Region, Unit
from portal.models import Bureau, EverydayWord, Stamp

NAME = "public"
MODELS: tuple[type[models.Model], ...] = (
    AssistanceStandard,
    Batch,
    Bureau,
    CalendarDay,
    CalendarYear,
    CatalogueItem,
    CatalogueItem.programmes.through,
    ConfirmedObjection,
    EverydayWord,
    ListTotal,
    Notice,
    NotApplicable,
    Programme,
    Proposal,
    Recipient,
    Region,
    Unit,
)
TABLES = [model._meta.db_table for model in MODELS]
PREFIX = "portal_stamp_"
ACTS = ("INSERT", "UPDATE", "DELETE")
ON_SQLITE = """
CREATE TRIGGER IF NOT EXISTS "{trigger}" AFTER {act} ON "{table}" BEGIN
UPDATE portal_stamp SET value = lower(hex(randomblob(16))) WHERE name = 'public'; END
"""
FUNCTION = """
CREATE OR REPLACE FUNCTION portal_stamp_public() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN UPDATE portal_stamp SET value = gen_random_uuid()::text WHERE name = 'public'; RETURN NULL; END $$
"""
ON_POSTGRESQL = """
CREATE TRIGGER "{trigger}" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}"
FOR EACH STATEMENT EXECUTE FUNCTION portal_stamp_public()
"""
THERE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'portal_stamp_%'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'portal_stamp_%' AND tgenabled <> 'D'",
}
_complete: set[str] = set()


def prepare(**_signal: object) -> None:
    """Make the row and the triggers that are missing; heard after migrations, ours may come before others."""
    if not {Stamp._meta.db_table, *TABLES}.issubset(connection.introspection.table_names()):
        return
    missing = [one for one in _wanted() if one not in _there()]
    with connection.cursor() as cursor:
        if missing and connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for trigger in missing:
            table, _sep, act = trigger.removeprefix(PREFIX).partition("__")
            template = ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL
            cursor.execute(template.format(trigger=trigger, table=table, act=act.upper()))
    Stamp.objects.get_or_create(name=NAME, defaults={"value": uuid4().hex})


def now() -> str | None:
    """The state of the tables; None where it cannot be known."""
    database = str(connection.settings_dict["NAME"])
    if database not in _complete:
        if not set(_wanted()).issubset(_there()):
            return None
        _complete.add(database)
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM portal_stamp WHERE name = 'public'")
        row = cursor.fetchone()
    return row[0] if row else None


def _wanted() -> list[str]:
    if connection.vendor == "sqlite":
        return [f"{PREFIX}{table}__{act.lower()}" for table in TABLES for act in ACTS]
    return [f"{PREFIX}{table}" for table in TABLES]


def _there() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(THERE[connection.vendor])
        return {name for (name,) in cursor.fetchall()}
