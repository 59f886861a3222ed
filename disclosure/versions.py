"""An earlier version of a public list, brought back: its rows are staged from the history, not from a file,
and go through the same review as any list. So nothing is undone in the history, which only grows.
"""

from django.db import connection, transaction
from django.db.models import Func, QuerySet, UUIDField, Value, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from disclosure import order, reviewing
from disclosure.enums import WAS_PUBLIC
from disclosure.models import Batch, Programme, Recipient, StagedRow
from disclosure.problems import NotAllowed
from disclosure.roles import may
from protection import audit

COPIED = (
    *("region_id", "holder_name", "id_number", "id_index"),
    *("people", "amount", "category", "since", "adult_on"),
)


def bring_back(version: Batch, user, reason: str) -> Batch:
    """Submit a new list with the rows that the public had by ``version``, of its month, and return it.

    Raises NotAllowed: not an editor of the place, the version never was public or is in force, a later month
    is public, nobody stood on it, or no ``reason``.
    """
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=version.programme_id)
        version = Batch.objects.select_related("region", "programme").get(pk=version.pk)
        if reasons := reasons_against(version, user, reason):
            raise NotAllowed(reasons)
        batch = Batch.objects.create(
            programme=version.programme,
            region=version.region,
            month=version.month,
            source_name=version.source_name,
            uploaded_by=user,
            checked_at=timezone.now(),
            brings_back=version,
        )
        batch.accepted_count = sum(_stage(rows, batch) for rows in _rows_of(version))
        batch.save(update_fields=["accepted_count"])
        audit.record("disclosure.bring_back", batch, user=user, reason=reason, version=version.pk)
        return reviewing.submit(batch, user, reason)


def reasons_against(version: Batch, user, reason: str = "") -> list[str]:
    """Why ``user`` can't bring a version back: codes of messages.REASONS, empty where they can."""
    holds = {
        "no_editor_here": may(user, "submit", version.region_id),
        "never_public": version.state in WAS_PUBLIC,
        "still_in_force": not order.is_in_force(version),
        "month_not_later": not order.is_overtaken(version),
        "reason_missing": bool(reason.strip()),
    }
    return [code for code, true in holds.items() if not true]


def _rows_of(version: Batch) -> list[QuerySet[Recipient]]:
    """The rows that were current when ``version`` had been published: those that still are, and those that a
    later list closed. Two querysets, since each has an index of its own.
    """
    rows = Recipient.objects.within(version.region_id).filter(
        programme_id=version.programme_id, valid_from__published_at__lte=version.published_at
    )
    later = Batch.objects.filter(programme_id=version.programme_id, published_at__gt=version.published_at)
    return [rows.current_of(version.programme), rows.filter(valid_until__in=later.values("pk"))]


class _RandomUUID(Func):
    """A random UUID a row, made by the database."""

    output_field = UUIDField()
    arity = 0

    def as_postgresql(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, template="gen_random_uuid()", **context)

    def as_sqlite(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, template="lower(hex(randomblob(16)))", **context)


def _stage(rows: QuerySet[Recipient], batch: Batch) -> int:
    """Copy rows of the history to the batch inside the database, with the ciphertext as it is; say how many.

    Each gets a new address: where it opens a row again, that is another row than the one of then.
    """
    copied = rows.annotate(
        new_batch=Value(batch.pk),
        no_sheet=Value(""),
        number=Window(RowNumber(), order_by=["region_id", "pk"]),
        new_id=_RandomUUID(),
    ).values_list("new_batch", "no_sheet", "number", "new_id", *COPIED)
    column_of = {field.attname: str(field.column) for field in StagedRow._meta.concrete_fields}
    names = ("batch_id", "sheet", "row", "public_id", *COPIED)
    columns = ", ".join(connection.ops.quote_name(column_of[name]) for name in names)
    sql, params = copied.query.sql_with_params()
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(StagedRow._meta.db_table)
        # Names come from the models, values are parameters.
        cursor.execute(f"INSERT INTO {table} ({columns}) {sql}", params)
        return cursor.rowcount
