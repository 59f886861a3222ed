"""An earlier version of a public list, brought back: its rows are staged from the history, not from a file,
and go through the same review as any list. So nothing is undone in the history, which only grows.
"""

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import Func, UUIDField, Value, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from disclosure.intake import household_key, leases, storing
from disclosure.intake.leases import HandLost, ReadingLease
from disclosure.intake.storing import FEW, PIECE
from disclosure.models import Batch, Programme, Recipient, StagedRow
from disclosure.problems import ListActNotAllowed
from disclosure.publication import reviewing
from disclosure.publication.comparing import Found
from disclosure.publication.content import content_digest
from disclosure.publication.workflow import BRING_BACK
from organizations.models import User
from protection import audit

COPIED = (
    *("region_id", "holder_name", "id_number", "id_index", "own_index"),
    *("people", "amount", "category", "since", "adult_on"),
)


def bring_back(version: Batch, user: User, reason: str) -> Batch:
    """Submit a new list with the rows that the public had by ``version``, of its month, and return it.

    The rows are copied some at a time (``storing``); the new list counts when all are there. Whoever dies
    before leaves a batch that is swept. Raises NotAllowed, with nothing left: not an editor of the place, the
    version never was public or is in force, a later month is public, nobody stood on it, no ``reason``, the
    households' key is changing, somebody withdrew the new list meanwhile.
    """
    lease = _begin(version, user, reason)
    try:
        with lease.shown():
            return _submit(lease, version, _copy(lease, version), user, reason)
    except HandLost as lost:
        raise ListActNotAllowed(["wrong_state"]) from lost
    except Exception:
        storing.forget(lease)
        raise


def _begin(version: Batch, user: User, reason: str) -> ReadingLease:
    with transaction.atomic():
        version = _locked(version)
        if reasons := reviewing.reasons_against(BRING_BACK.name, version, user, reason):
            raise ListActNotAllowed(reasons)
        household_key.require_unchanged()
        batch = Batch(
            programme=version.programme,
            region=version.region,
            month=version.month,
            source_name=version.source_name,
            lacks=version.lacks,
            uploaded_by=user,
            brings_back=version,
        )
        return leases.begin(batch)


def _copy(lease: ReadingLease, version: Batch) -> int:
    """Copy the rows; say how many."""
    rows = _rows_of(version)
    for start in range(0, len(rows), PIECE):
        with lease.piece() as batch:
            household_key.require_unchanged()
            for some in range(start, min(start + PIECE, len(rows)), FEW):
                _stage(rows[some : min(some + FEW, start + PIECE)], batch, some)
    return len(rows)


def _submit(lease: ReadingLease, version: Batch, count: int, user: User, reason: str) -> Batch:
    """The last step. The digest of the rows is taken before it."""
    digest = Found(Batch.objects.get(pk=lease.batch_id), content_digest)
    with transaction.atomic():
        version = _locked(version)
        with lease.piece() as batch:
            if reasons := reviewing.reasons_against(BRING_BACK.name, version, user, reason):
                raise ListActNotAllowed(reasons)
            found = digest.now(batch)
            batch.accepted_count, batch.checked_at = count, timezone.now()
            batch.save(update_fields=["accepted_count", "checked_at"])
            audit.record(BRING_BACK.action, batch, user=user, reason=reason, version=version.pk)
            return reviewing.submit_locked(batch, user, reason, found)


def _locked(version: Batch) -> Batch:
    """The version as it is now, while nothing of its programme becomes public."""
    Programme.objects.select_for_update().get(pk=version.programme_id)
    return Batch.objects.select_related("region", "programme").get(pk=version.pk)


def _rows_of(version: Batch) -> list[int]:
    """The rows that were current when ``version`` had been published, in the order of their places: those
    that nothing closed since, and those that a later list closed or is closing. No later act changes which
    these are, so they may be copied one after the other; and one statement asks, since a row may go from the
    first to the second meanwhile. Each has an index of its own.
    """
    rows = Recipient.objects.within(version.region_id).filter(
        programme_id=version.programme_id, valid_from__published_at__lte=version.published_at
    )
    later = Batch.objects.filter(programme_id=version.programme_id).exclude(
        published_at__lte=version.published_at
    )
    order = ("region_id", "pk")
    closed = rows.filter(valid_until__in=later.values("pk")).values_list(*order)
    found = rows.left_open().values_list(*order).union(closed, all=True).order_by(*order)
    return [pk for _region, pk in found]


class _RandomUUID(Func):
    """A random UUID a row, made by the database."""

    output_field = UUIDField()
    arity = 0

    def as_postgresql(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, template="gen_random_uuid()", **context)

    def as_sqlite(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, template="lower(hex(randomblob(16)))", **context)


def _stage(rows: Sequence[int], batch: Batch, before: int) -> None:
    """Copy rows of the history to the batch inside the database, with the ciphertext as it is, numbered on
    from ``before``.

    Each gets a new address: where it opens a row again, that is another row than the one of then.
    """
    copied = (
        Recipient.objects.filter(pk__in=rows)
        .annotate(
            new_batch=Value(batch.pk),
            no_sheet=Value(""),
            number=Window(RowNumber(), order_by=["region_id", "pk"]) + Value(before),
            new_id=_RandomUUID(),
        )
        .values_list("new_batch", "no_sheet", "number", "new_id", *COPIED)
    )
    column_of = {field.attname: str(field.column) for field in StagedRow._meta.concrete_fields}
    names = ("batch_id", "sheet", "row", "public_id", *COPIED)
    columns = ", ".join(connection.ops.quote_name(column_of[name]) for name in names)
    sql, params = copied.query.sql_with_params()
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(StagedRow._meta.db_table)
        # Names come from the models, values are parameters.
        cursor.execute(f"INSERT INTO {table} ({columns}) {sql}", params)
