"""Rows of a list reach the database some at a time, written by whoever has the batch in hand: nobody who
files has to wait for a city's list.

Until a short last step says that the batch is checked, none of it counts: it is "being read", nothing of it
is compared or submitted. Who takes up the work of somebody who died begins without rows. Where there is
nothing to take it up from, since the file or the request is gone, the batch is swept with its rows.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import islice

from django.db.models import F, QuerySet
from django.db.models.functions import Greatest

from disclosure.intake import household_key, leases
from disclosure.intake.leases import HandLost, ReadingLease
from disclosure.intake.progress import ReadSoFar
from disclosure.intake.staging import Staged, insert
from disclosure.models import Batch, RefusedRow, StagedRow
from disclosure.problems import Problem

#: So many rows are stored or deleted in one transaction, a tenth of a second on an idle machine.
PIECE = 2000
#: … of those that have to be found or written one by one.
FEW = 500


def store_rows(lease: ReadingLease, rows: Sequence[Staged], key: str, so_far: ReadSoFar) -> None:
    """Keep one piece of the rows, prepared under ``key``, and how far the file was read. Raises HandLost."""
    with lease.piece() as batch:
        insert(batch, household_key.under_the_key(rows, key))
        _tell(batch, so_far, is_read_through=False)


def tell_read_through(lease: ReadingLease, so_far: ReadSoFar) -> None:
    """Say that all rows were read: the comparison that follows takes its time too. Raises HandLost."""
    with lease.piece() as batch:
        _tell(batch, so_far, is_read_through=True)


def refuse_rows(lease: ReadingLease, problems: Iterable[Problem]) -> None:
    """Keep why rows, or the file, were refused. Raises HandLost."""
    left = iter(problems)
    while some := list(islice(left, PIECE)):
        with lease.piece() as batch:
            keep_refused(batch, some)


def keep_refused(batch: Batch, problems: Iterable[Problem]) -> None:
    """The same of a few; the caller holds the batch."""
    RefusedRow.objects.bulk_create(
        (
            RefusedRow(
                batch=batch,
                sheet=problem.sheet[:64],
                row=problem.row,
                column=problem.column[:64],
                code=problem.code,
                params=problem.params,
                is_warning=problem.is_warning,
            )
            for problem in problems
        ),
        batch_size=FEW,
    )


def clear(lease: ReadingLease) -> None:
    """Delete everything that was stored of the batch so far. Raises HandLost."""
    with lease.piece() as batch:
        Batch.objects.filter(pk=batch.pk).update(rows_read=0, is_read_through=False)
    for rows in _stored(lease.batch_id):
        while _some_deleted(lease, rows):
            pass


def forget(lease: ReadingLease) -> None:
    """Delete a batch that came to nothing, with all that was stored of it; one that somebody took meanwhile
    is theirs.
    """
    with suppress(HandLost):
        clear(lease)
        with lease.piece() as batch:
            batch.delete()


def sweep() -> int:
    """Delete the batches that somebody left behind who stored their rows and died; say how many."""
    left = list(map(leases.take_over, leases.left_behind()))
    for lease in filter(None, left):
        forget(lease)
    return len(left)


def _tell(batch: Batch, so_far: ReadSoFar, *, is_read_through: bool) -> None:
    """Write down how far the file was read; who reads it again tells of no less than who died."""
    Batch.objects.filter(pk=batch.pk).update(
        rows_read=so_far.rows,
        percent_read=Greatest(F("percent_read"), so_far.percent),
        is_read_through=is_read_through,
    )


def _stored(batch_id: int) -> tuple[QuerySet[StagedRow], QuerySet[RefusedRow]]:
    return StagedRow.objects.filter(batch=batch_id), RefusedRow.objects.filter(batch=batch_id)


def _some_deleted(lease: ReadingLease, rows: QuerySet) -> bool:
    with lease.piece():
        some = list(rows.values_list("pk", flat=True)[:PIECE])
        rows.filter(pk__in=some).delete()
    return bool(some)
