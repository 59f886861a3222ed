"""An approved batch becomes public: rows that changed are closed and opened, the rest stay as they are.

What changes is found out first, with no lock held (``comparing``). It becomes public in one transaction,
whose length goes with what changed: a crash at any moment leaves the list that was there before, whole
(design invariant 1). Publishing a published batch again only deletes what was left of its staged rows. A
correction of the same month goes the same way, and so does an earlier version that is brought back: history
only grows.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, Max, Value
from django.utils import timezone

from disclosure import comparing, household_key, households, reviewing, totals
from disclosure.comparing import Plan
from disclosure.enums import BatchState
from disclosure.households import same_household, staged
from disclosure.models import Batch, Programme, Proposal, Recipient, StagedRow
from disclosure.problems import NotAllowed
from organizations import scope
from protection import audit

# So many rows in one statement, and so many of those that nobody needs any more in one transaction.
ROWS_AT_ONCE = 500
DELETED_AT_ONCE = 5000
COPIED = (
    *("public_id", "programme_id", "region_id", "holder_name", "id_number", "id_index"),
    *("people", "amount", "category", "since", "adult_on"),
)


def publish(batch: Batch, user=None, ended: int | None = None) -> Batch:
    """Make an approved batch the current list of its programme and region, and return it.

    ``user``: who asked, a reviewer of the place who did not work on it; None for a background task and for
    a command, where nobody asks. ``ended``: how many households would end, as that user typed it. Raises
    NotAllowed with the reasons (not theirs to publish, not approved, its month not begun, a later month
    public, a correction of another list than was said, a household on another place's list, content changed
    since it was submitted, another number of households would end than its reviewer saw).
    """
    if batch.state != BatchState.PUBLISHED:
        plan = comparing.planned(batch)
        # Read after the plan's stamp was taken: what the caller holds may be older than either.
        faults = _faults_of_rows(Batch.objects.get(pk=batch.pk), ended)
        batch = _switch(batch, user, ended, plan, faults)
        comparing.gather_statistics(Recipient)
    forget_staged(batch)
    return batch


def _switch(batch: Batch, user, ended: int | None, plan: Plan, faults: list[str]) -> Batch:
    """Make public what was planned, or what has to be planned anew where something came between."""
    with transaction.atomic():
        # One publication of a programme at a time; the second waits, then finds what the first left.
        programme = Programme.objects.select_for_update().get(pk=batch.programme_id)
        batch = Batch.objects.select_for_update(of=("self",)).select_related("region").get(pk=batch.pk)
        if batch.state == BatchState.PUBLISHED:
            return batch
        if plan.stamp != comparing.stamp(batch):
            plan, faults = comparing.planned(batch), _faults_of_rows(batch, ended)
        if reasons := reviewing.reasons_against("publish", batch, user) + faults:
            raise NotAllowed(reasons)
        closed = _close_rows(batch, plan.closing)
        opened = _open_rows(batch, programme, plan.opening)
        if (closed, opened) != (len(plan.closing), len(plan.opening)):
            raise RuntimeError(f"list {batch.pk}: {closed} rows closed and {opened} opened, not as compared")
        replaced = _replace_versions(batch)
        batch.published_at = _after_all_others(batch)
        batch.state = BatchState.PUBLISHED
        batch.save(update_fields=["state", "published_at"])
        totals.add_up(batch)
        facts: dict[str, Any] = {"opened": opened, "closed": closed, "replaced": replaced}
        audit.record("disclosure.publish", batch, user=user, month=batch.month, **facts)
    return batch


def forget_staged(batch: Batch) -> None:
    """Delete the staged rows of a published batch, some at a time: everything that is still needed stands in
    the rows now, and a second copy would only be one more to protect.
    """
    while rows := list(StagedRow.objects.filter(batch=batch).values_list("pk", flat=True)[:DELETED_AT_ONCE]):
        StagedRow.objects.filter(pk__in=rows).delete()


def _faults_of_rows(batch: Batch, ended: int | None) -> list[str]:
    """Why the rows of an approved batch can't become public: codes of messages.REASONS."""
    if batch.state != BatchState.APPROVED or household_key.are_changing():
        return []
    reasons = []
    if reviewing.content_digest(batch) != batch.content_digest:
        reasons.append("content_changed")
    with households.compared():
        if staged(batch).filter(Exists(same_household(households.elsewhere(batch)))).exists():
            reasons.append("household_elsewhere")
    return reasons + reviewing.ending_unseen(batch, batch.ended_seen if ended is None else ended)


def _replace_versions(batch: Batch) -> int:
    """Mark the lists of the same month that this one covers whole as corrected; give how many."""
    covered = Batch.objects.in_force().filter(scope.within(batch.region_id), programme_id=batch.programme_id)
    return covered.filter(month=batch.month).exclude(pk=batch.pk).update(state=BatchState.REPLACED)


def _after_all_others(batch: Batch) -> datetime:
    """Now, and later than any publication of the programme: the order of lists rests on it, also when the
    clock was put back.
    """
    last = Batch.objects.filter(programme_id=batch.programme_id).aggregate(at=Max("published_at"))["at"]
    now = timezone.now()
    return now if last is None or last < now else last + timedelta(microseconds=1)


def _close_rows(batch: Batch, rows: list[int]) -> int:
    ends = Recipient.objects.current()
    return sum(ends.filter(pk__in=some).update(valid_until=batch) for some in _parts(rows))


def _open_rows(batch: Batch, programme: Programme, rows: list[int]) -> int:
    """Copy these staged rows, inside the database: the ciphertext as it is."""
    return sum(_open_some(batch, programme, some) for some in _parts(rows))


def _parts(rows: list[int]) -> Iterator[list[int]]:
    return (rows[start : start + ROWS_AT_ONCE] for start in range(0, len(rows), ROWS_AT_ONCE))


def _open_some(batch: Batch, programme: Programme, rows: list[int]) -> int:
    new = (
        staged(batch)
        .filter(pk__in=rows)
        .annotate(programme_id=Value(programme.pk), opened_by=F("batch_id"))
        .annotate(hidden=Exists(same_household(Proposal.objects.hiding().filter(programme=programme))))
        .order_by("row", "pk")
        .values_list(*COPIED, "opened_by", "hidden")
    )
    names = (*COPIED, "valid_from_id", "is_hidden")
    column_of = {field.attname: str(field.column) for field in Recipient._meta.concrete_fields}
    columns = ", ".join(connection.ops.quote_name(column_of[name]) for name in names)
    sql, params = new.query.sql_with_params()
    table = connection.ops.quote_name(Recipient._meta.db_table)
    with connection.cursor() as cursor:
        # Names come from the models, values are parameters.
        cursor.execute(f"INSERT INTO {table} ({columns}) {sql}", params)
        return cursor.rowcount
