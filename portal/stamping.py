"""In which state the tables are that public lists are made of, known by one read of one row.

Triggers of the database draw a new value with every statement that writes to one of them, in its transaction:
no signal of Django's tells of ``update``, ``bulk_create`` or a hand at the database. Values are drawn and not
counted, so that none comes again after a backup was put back. They are looked for once a process, and made
after each migration, since SQLite drops them with a table that is altered.

Acts on cases write to two of the tables. Of these only what changes a page draws a value: whoever asks a page
again and again would else learn of each act on a case that they are not shown (design, invariant 2).
"""

from collections.abc import Iterable
from hashlib import sha256
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
#: Of a table that acts on cases write to, the columns that no page shows.
UNSEEN_COLUMNS: dict[str, frozenset[str]] = {Notice._meta.db_table: frozenset({"has_objection"})}
#: A mark that an objection was right is read with the end of the row it is about, whose list is written then;
#: one that is read already is never written again (``disclosure.objections``).
SEEN_WITH_OTHERS = frozenset({ConfirmedObjection._meta.db_table})
ON_SQLITE = """
CREATE TRIGGER IF NOT EXISTS "{trigger}" AFTER {act} ON "{table}" {when} BEGIN
UPDATE portal_stamp SET value = lower(hex(randomblob(16))) WHERE name = 'public'; END
"""
FUNCTION = """
CREATE OR REPLACE FUNCTION portal_stamp_public() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN UPDATE portal_stamp SET value = gen_random_uuid()::text WHERE name = 'public'; RETURN NULL; END $$
"""
ON_POSTGRESQL = """
CREATE TRIGGER "{trigger}" AFTER {acts} ON "{table}"
FOR EACH STATEMENT EXECUTE FUNCTION portal_stamp_public()
"""
#: One trigger an act, since only such a one is told which rows it wrote; in a function of its own.
ASKED_ON_POSTGRESQL = """
CREATE OR REPLACE FUNCTION "{trigger}"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF EXISTS ({question}) THEN
UPDATE portal_stamp SET value = gen_random_uuid()::text WHERE name = 'public';
END IF; RETURN NULL; END $$;
CREATE TRIGGER "{trigger}" AFTER {act} ON "{table}" REFERENCING {names}
FOR EACH STATEMENT EXECUTE FUNCTION "{trigger}"()
"""
#: What an act wrote, and what these rows are called in its trigger.
ROWS = {
    "INSERT": ("now_rows", "NEW TABLE AS now_rows"),
    "UPDATE": (
        "now_rows AS now LEFT JOIN was_rows AS was ON was.id = now.id",
        "OLD TABLE AS was_rows NEW TABLE AS now_rows",
    ),
    "DELETE": ("was_rows", "OLD TABLE AS was_rows"),
}
THERE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'portal_stamp_%'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'portal_stamp_%' AND tgenabled <> 'D'",
}
_complete: set[str] = set()


def prepare(**_signal: object) -> None:
    """Make the row and the triggers that are missing, and drop those of before; heard after migrations, ours
    may come before others.

    None reads another table than its own: SQLite alters no table that a trigger elsewhere speaks of.
    """
    if not {Stamp._meta.db_table, *TABLES}.issubset(connection.introspection.table_names()):
        return
    wanted, there = _statements(), set(_there())
    with connection.cursor() as cursor:
        for trigger in sorted(there - wanted.keys()):
            table = trigger.removeprefix(PREFIX).partition("__")[0]
            where = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{trigger}"{where}')
        if connection.vendor == "postgresql" and wanted.keys() - there:
            cursor.execute(FUNCTION)
        for trigger, statement in wanted.items():
            if trigger not in there:
                cursor.execute(statement)
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
    return list(_statements())


def _statements() -> dict[str, str]:
    """The triggers there have to be, each with what makes it. Another rule about what is seen of a table is
    another name.
    """
    on = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    tables = [table for table in TABLES if table not in SEEN_WITH_OTHERS]
    return {name: statement for table in tables for name, statement in on(table)}


def _on_sqlite(table: str) -> Iterable[tuple[str, str]]:
    for act in ACTS:
        when = f"WHEN {_differs(table, 'OLD', 'NEW')}" if act == "UPDATE" and table in UNSEEN_COLUMNS else ""
        name = _name(table, act, when)
        yield name, ON_SQLITE.format(trigger=name, table=table, act=act, when=when)


def _on_postgresql(table: str) -> Iterable[tuple[str, str]]:
    if table not in UNSEEN_COLUMNS:
        name, acts = f"{PREFIX}{table}", "INSERT OR UPDATE OR DELETE OR TRUNCATE"
        yield name, ON_POSTGRESQL.format(trigger=name, table=table, acts=acts)
        return
    for act, (rows, names) in ROWS.items():
        question = f"SELECT 1 FROM {rows}"  # noqa: S608
        if act == "UPDATE":
            question += f" WHERE {_differs(table, 'was', 'now')}"
        name = _name(table, act, question)
        filled = {"trigger": name, "table": table, "act": act, "names": names, "question": question}
        yield name, ASKED_ON_POSTGRESQL.format(**filled)
    name = _name(table, "TRUNCATE", "")
    yield name, ON_POSTGRESQL.format(trigger=name, table=table, acts="TRUNCATE")


def _name(table: str, act: str, rule: str) -> str:
    named = f"{PREFIX}{table}__{act.lower()}"
    return f"{named}__{sha256(rule.encode()).hexdigest()[:6]}" if rule else named


def _differs(table: str, was: str, now: str) -> str:
    """The condition that a row differs in what a page shows of it."""
    model = next(model for model in MODELS if model._meta.db_table == table)
    columns = [field.column for field in model._meta.concrete_fields]
    word = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    shown = [column for column in columns if column not in UNSEEN_COLUMNS[table]]
    return " OR ".join(f"{was}.{column} {word} {now}.{column}" for column in shown)


def _there() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(THERE[connection.vendor])
        return {name for (name,) in cursor.fetchall()}
