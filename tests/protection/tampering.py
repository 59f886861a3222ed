"""What somebody does who has the database and may take triggers away and put them back."""

from django.db import connection

from protection import append_only, guards


def by_sql(*statements: str, migrated: dict[str, tuple[str, ...]] | None = None) -> None:
    """Execute these with all guards off. ``migrated``: tables whose migration put triggers there as well,
    with the columns that these guard.
    """
    vendor, migrated = connection.vendor, migrated or {}
    with connection.cursor() as cursor:
        for table in guards.tables():
            for name in guards.names(table, vendor):
                cursor.execute(f"DROP TRIGGER {name}" + ("" if vendor == "sqlite" else f" ON {table}"))
        for table in migrated:
            for statement in append_only.statements(table, vendor, drop=True):
                cursor.execute(statement)
        for statement in statements:
            cursor.execute(statement)
        for table, columns in migrated.items():
            for statement in append_only.statements(table, vendor, columns):
                cursor.execute(statement)
    guards.keep(connection)
