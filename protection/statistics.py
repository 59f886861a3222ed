"""What the database knows of its tables, by which it chooses between indexes: kept fresh by the product.

Nothing runs it by itself on SQLite, and on PostgreSQL only minutes after a table was filled. Plans of the
pages that everybody opens must be right without it, too.
"""

from collections.abc import Iterable

from django.apps import apps
from django.db import connection
from django.db.models import Model

#: Entries of an index that SQLite looks at: a part of a second of its write lock, however large the table.
LOOKED_AT = 1000


def gather(models: Iterable[type[Model]] | None = None) -> int:
    """Gather statistics about the tables of ``models`` (default: all); return how many tables that were.

    Not inside a request, nor in a transaction that something waits for: each table is a statement, and a
    write transaction, of its own. After a bulk act, name the tables it filled.
    """
    rows = apps.get_models(include_auto_created=True) if models is None else models
    wanted = {model._meta.db_table for model in rows if model._meta.managed and not model._meta.proxy}
    with connection.cursor() as cursor:
        tables = sorted(wanted.intersection(connection.introspection.table_names(cursor)))
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
    return len(tables)
