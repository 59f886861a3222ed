"""An approved batch becomes public: rows that changed are closed and opened, the rest stay as they are.

One transaction, a handful of statements over the whole list: a crash at any moment leaves the list of the
month before, whole (design invariant 1). Publishing a published batch again does nothing.
"""

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.utils import timezone

from disclosure import household_key, reviewing, totals
from disclosure.enums import BatchState
from disclosure.models import Batch, Programme, Recipient, StagedRow
from disclosure.problems import NotAllowed
from organizations import scope
from protection import audit

# What a reader would call a change; ``adult_on`` follows from the ID number and the day, so it is none.
COMPARED = ("region_id", "holder_name", "people", "amount", "category", "since")
COPIED = (
    *("public_id", "programme_id", "region_id", "holder_name", "id_number", "id_index"),
    *("people", "amount", "category", "since", "adult_on"),
)


def publish(batch: Batch, user=None) -> Batch:
    """Make an approved batch the current list of its programme and region, and return it.

    ``user``: who asked, a reviewer of the place who did not work on it; None for a background task and for
    a command, where nobody asks. Raises NotAllowed with the reasons (not theirs to publish, not approved, a
    later or the same month already public, a household on another place's list, content changed since it
    was submitted).
    """
    with transaction.atomic():
        # One publication of a programme at a time; the second waits, then finds what the first left.
        programme = Programme.objects.select_for_update().get(pk=batch.programme_id)
        batch = Batch.objects.select_for_update(of=("self",)).select_related("region").get(pk=batch.pk)
        if batch.state == BatchState.PUBLISHED:
            return batch
        if reasons := reviewing.reasons_against("publish", batch, user) + _faults_of_rows(batch):
            raise NotAllowed(reasons)
        closed = _close_rows(batch)
        opened = _open_rows(batch, programme)
        batch.state = BatchState.PUBLISHED
        batch.published_at = timezone.now()
        batch.save(update_fields=["state", "published_at"])
        totals.add_up(batch)
        # Everything that is still needed stands in the rows now; a second copy would only be one more to
        # protect.
        StagedRow.objects.filter(batch=batch).delete()
        audit.record("disclosure.publish", batch, user=user, opened=opened, closed=closed, month=batch.month)
    return batch


def _faults_of_rows(batch: Batch) -> list[str]:
    """Why the rows of an approved batch can't become public: codes of messages.REASONS."""
    if batch.state != BatchState.APPROVED or household_key.are_changing():
        return []
    reasons = []
    if reviewing.content_digest(batch) != batch.content_digest:
        reasons.append("content_changed")
    if staged(batch).filter(Exists(_elsewhere(batch))).exists():
        reasons.append("household_elsewhere")
    return reasons


def staged(batch: Batch) -> QuerySet[StagedRow]:
    return StagedRow.objects.filter(batch=batch)


def current(batch: Batch) -> QuerySet[Recipient]:
    """The rows now public where this batch would take over."""
    return Recipient.objects.current().within(batch.region_id).filter(programme_id=batch.programme_id)


def same_household(queryset: QuerySet) -> QuerySet:
    """Narrow a queryset to the household of the outer row, for Exists."""
    return queryset.filter(id_index=OuterRef("id_index"))


def same_content(queryset: QuerySet) -> QuerySet:
    """Narrow a queryset to the household of the outer row with nothing changed, for Exists."""
    return same_household(queryset).filter(**{name: OuterRef(name) for name in COMPARED})


def _elsewhere(batch: Batch) -> QuerySet[Recipient]:
    rows = Recipient.objects.current().filter(programme_id=batch.programme_id)
    return same_household(rows.exclude(scope.within(batch.region_id)))


def _close_rows(batch: Batch) -> int:
    return current(batch).filter(~Exists(same_content(staged(batch)))).update(valid_until=batch)


def _open_rows(batch: Batch, programme: Programme) -> int:
    """Copy the staged rows that have no current row left, inside the database: the ciphertext as it is."""
    new = (
        staged(batch)
        .filter(~Exists(same_household(current(batch))))
        .annotate(programme_id=Value(programme.pk), opened_by=F("batch_id"))
        .order_by("row", "pk")
        .values_list(*COPIED, "opened_by")
    )
    column_of = {field.attname: str(field.column) for field in Recipient._meta.concrete_fields}
    columns = ", ".join(connection.ops.quote_name(column_of[name]) for name in (*COPIED, "valid_from_id"))
    sql, params = new.query.sql_with_params()
    table = connection.ops.quote_name(Recipient._meta.db_table)
    with connection.cursor() as cursor:
        # Names come from the models, values are parameters.
        cursor.execute(f"INSERT INTO {table} ({columns}) {sql}", params)
        return cursor.rowcount
