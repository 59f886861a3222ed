"""Triggers that keep case events as they were written, whoever speaks to the database.

The model refuses changes too; the triggers hold for SQL that never meets the model.
"""

from __future__ import annotations

TABLE = "complaints_caseevent"

SQLITE = [
    f"""CREATE TRIGGER IF NOT EXISTS {TABLE}_no_update BEFORE UPDATE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, 'case events are append-only'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS {TABLE}_no_delete BEFORE DELETE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, 'case events are append-only'); END""",
]
SQLITE_DROP = [
    f"DROP TRIGGER IF EXISTS {TABLE}_no_update",
    f"DROP TRIGGER IF EXISTS {TABLE}_no_delete",
]
POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION 'case events are append-only'; END $$ LANGUAGE plpgsql""",
    f"""CREATE OR REPLACE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()""",
]
POSTGRESQL_DROP = [
    f"DROP TRIGGER IF EXISTS {TABLE}_no_change ON {TABLE}",
    f"DROP FUNCTION IF EXISTS {TABLE}_refuse()",
]


def statements(vendor: str, *, drop: bool = False) -> list[str]:
    """SQL that puts the triggers in place (or takes them away) on this database vendor.

    Raises ``NotImplementedError`` for a vendor that has none: better no migration than silent edits.
    """
    table = {
        "sqlite": (SQLITE, SQLITE_DROP),
        "postgresql": (POSTGRESQL, POSTGRESQL_DROP),
    }
    if vendor not in table:
        raise NotImplementedError(f"append-only triggers are not written for {vendor}")
    return list(table[vendor][1 if drop else 0])


def install(apps, schema_editor) -> None:
    """Migration step: put the triggers in place."""
    for sql in statements(schema_editor.connection.vendor):
        schema_editor.execute(sql)


def remove(apps, schema_editor) -> None:
    """Migration step backwards."""
    for sql in statements(schema_editor.connection.vendor, drop=True):
        schema_editor.execute(sql)
