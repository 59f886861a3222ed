"""A long list becomes public in pieces: nobody who files has to wait for it, and who reads sees it change at
once.

While ``Programme.opening`` names a batch, the rows that it opens are not current yet and those that it closes
are still (``RecipientQuerySet.current_of``), so that pieces change nothing that anybody sees. A last short
transaction takes that name away. Whoever dies before it leaves the earlier list as it was: publishing the
same batch again goes on where that one stood, and two who do so at once do no harm to each other.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from disclosure.enums import BatchState
from disclosure.models import Batch, ListTotal, Programme, Proposal, Recipient
from disclosure.problems import ListActNotAllowed
from disclosure.publication import comparing, reviewing, totals
from disclosure.publication.comparing import PublicationPlan
from disclosure.publication.households import staged
from disclosure.publication.switching import (
    MovedRows,
    close_rows,
    faults_of_rows,
    locked,
    make_public,
    open_rows,
    parts,
)
from disclosure.publication.workflow import PUBLISH
from organizations.models import User

#: Households of either list from which on one transaction for all would be long.
LONG = 5_000
#: Rows closed or opened in one transaction: some tenths of a second on the slowest of disks.
PIECE = 2_000
#: While these hold, what was begun waits; for any other reason it is taken back.
PASSING = {"key_changes"}


def is_needed(batch: Batch) -> bool:
    """Whether a batch has to become public in pieces, or has begun to."""
    return batch.pk in needed_by([batch])


def needed_by(batches: Collection[Batch]) -> set[int]:
    """The keys of those of several batches of which ``is_needed`` says so; one query."""
    places = {batch.region_id for batch in batches}
    current = ListTotal.objects.current().filter(region__in=places, households__gt=LONG)
    long = set(current.values_list("region_id", "programme_id"))
    return {
        batch.pk
        for batch in batches
        if batch.programme.opening_id == batch.pk
        or batch.accepted_count > LONG
        or (batch.region_id, batch.programme_id) in long
    }


def publish(batch: Batch, user: User | None, ended: int | None) -> Batch:
    """As ``publishing.publish``, for a batch read just now."""
    batch = _begin(batch, user)
    if batch.state == BatchState.PUBLISHED:
        return batch
    # After the mark: whoever asked what is current before it has their answer when the first piece comes.
    plan = comparing.planned(batch)
    if faults := faults_of_rows(batch, plan, ended):
        take_back(batch)
        raise ListActNotAllowed(faults)
    # After the first piece there are rows that something closed, of which a planner has to know.
    _move(batch, close_rows, plan.closing[:PIECE])
    comparing.gather_statistics(Recipient, "valid_from_id", "valid_until_id")
    _move(batch, close_rows, plan.closing[PIECE:])
    _move(batch, _open, plan.opening)
    comparing.gather_statistics(Recipient)
    return _end(batch, user, plan)


def take_back(batch: Batch) -> None:
    """Undo what was begun, in pieces too; none of these rows was ever seen."""
    _move(batch, _forget, _keys(Recipient.objects.filter(valid_from=batch)))
    _move(batch, _reopen, _keys(Recipient.objects.filter(valid_until=batch)))
    Programme.objects.filter(pk=batch.programme_id, opening=batch).update(opening=None)


def _begin(batch: Batch, user: User | None) -> Batch:
    with transaction.atomic():
        batch = locked(batch)
        if batch.state == BatchState.PUBLISHED:
            return batch
        if reasons := reviewing.reasons_against(PUBLISH.name, batch, user):
            raise ListActNotAllowed(reasons)
        batch.programme.open(batch)
    return batch


def _move(batch: Batch, move: Callable[[Batch, Sequence[int]], Any], rows: Sequence[int]) -> None:
    """Do one thing to these rows, some in a transaction, as long as the batch is becoming public."""
    for some in parts(rows, PIECE):
        with transaction.atomic():
            if not Programme.objects.select_for_update().filter(opening=batch).exists():
                return
            move(batch, some)


def _open(batch: Batch, rows: Sequence[int]) -> None:
    """Open those of the rows that nobody who died or is at it too has opened."""
    opened = Recipient.objects.filter(public_id=OuterRef("public_id"))
    open_rows(batch, _keys(staged(batch).filter(pk__in=rows).exclude(Exists(opened))))


def _end(batch: Batch, user: User | None, plan: PublicationPlan) -> Batch:
    """Show the rows that stand ready; figures are added up before, and again if a decision of two comes
    between.
    """
    while True:
        decided = _decided(batch)
        _hide(batch)
        figures = totals.figures(batch)
        moved = MovedRows.of(batch)
        with transaction.atomic():
            batch = locked(batch)
            if batch.state == BatchState.PUBLISHED:
                return batch
            if reasons := reviewing.reasons_against(PUBLISH.name, batch, user):
                break
            if decided != _decided(batch):
                continue
            moved.require(plan)
            batch.programme.open(None)
            return make_public(batch, figures, user, moved, plan.ended)
    if not PASSING.issuperset(reasons):
        take_back(batch)
    raise ListActNotAllowed(reasons)


def _decided(batch: Batch) -> Any:
    """When two people last decided about what is public of the programme."""
    return Proposal.objects.filter(programme=batch.programme_id).aggregate(at=Max("decided_at"))["at"]


def _hide(batch: Batch) -> None:
    """Bring the rows that were opened to what is hidden by now."""
    hiding = Proposal.objects.hiding().filter(programme=batch.programme_id)
    hidden = set(hiding.values_list("id_index", flat=True))
    for some in parts(sorted(hidden), PIECE):
        rows = Recipient.objects.filter(programme=batch.programme_id, id_index__in=some)
        rows.filter(valid_from=batch, is_hidden=False).update(is_hidden=True)
    shown_again = Recipient.objects.filter(valid_from=batch, is_hidden=True).exclude(id_index__in=hidden)
    for some in parts(_keys(shown_again), PIECE):
        Recipient.objects.filter(pk__in=some).update(is_hidden=False)


def _keys(rows: QuerySet) -> list[int]:
    return list(rows.values_list("pk", flat=True))


def _forget(_batch: Batch, rows: Sequence[int]) -> None:
    Recipient.objects.filter(pk__in=rows).delete()


def _reopen(_batch: Batch, rows: Sequence[int]) -> None:
    Recipient.objects.filter(pk__in=rows).update(valid_until=None)
