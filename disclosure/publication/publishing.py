"""An approved batch becomes public: rows that changed are closed and opened, the rest stay as they are.

What changes is found out first, with no lock held (``comparing``). It becomes public in one transaction, or,
where it is long, in pieces that nobody sees and a short last one (``opening``): a crash at any moment leaves
the list that was there before, whole (design invariant 1). Publishing a published batch again only deletes
what was left of its staged rows. A correction of the same month goes the same way, and so does an earlier
version that is brought back: history only grows.
"""

from django.db import transaction

from disclosure.enums import BatchState
from disclosure.intake import staging
from disclosure.models import Batch, Recipient
from disclosure.problems import ListActNotAllowed
from disclosure.publication import comparing, opening, reviewing, totals
from disclosure.publication.comparing import PublicationPlan
from disclosure.publication.switching import (
    MovedRows,
    close_rows,
    faults_of_rows,
    locked,
    make_public,
    open_rows,
)
from disclosure.publication.workflow import PUBLISH
from organizations.models import User


def publish(batch: Batch, user: User | None = None, ended: int | None = None) -> Batch:
    """Make an approved batch the current list of its programme and region, and return it.

    ``user``: who asked, a reviewer of the place who did not work on it; None for a background task and for
    a command, where nobody asks. ``ended``: how many households would end, as that user typed it. Raises
    NotAllowed with the reasons (not theirs to publish, not approved, its month not begun, a later month
    public, a correction of another list than was said, a household on another place's list, content changed
    since it was submitted, another number of households would end than its reviewer saw, another list of the
    programme is just becoming public).
    """
    if batch.state != BatchState.PUBLISHED:
        # What the caller holds may be older than the plan that is made of it.
        batch = Batch.objects.select_related("programme", "region").get(pk=batch.pk)
        if opening.is_needed(batch):
            batch = opening.publish(batch, user, ended)
        else:
            batch = _at_once(batch, user, ended)
            comparing.gather_statistics(Recipient)
    staging.forget(batch)
    return batch


def _at_once(batch: Batch, user: User | None, ended: int | None) -> Batch:
    """Make public what was planned, or what has to be planned anew where something came between."""
    plan, faults = _plan(batch, ended)
    with transaction.atomic():
        # One publication of a programme at a time; the second waits, then finds what the first left.
        batch = locked(batch)
        if batch.state == BatchState.PUBLISHED:
            return batch
        if plan.stamp != comparing.stamp(batch):
            plan, faults = _plan(batch, ended)
        if reasons := reviewing.reasons_against(PUBLISH.name, batch, user) + faults:
            raise ListActNotAllowed(reasons)
        close_rows(batch, plan.closing)
        open_rows(batch, plan.opening)
        moved = MovedRows.of(batch)
        moved.require(plan)
        return make_public(batch, totals.figures(batch), user, moved, plan.ended)


def _plan(batch: Batch, ended: int | None) -> tuple[PublicationPlan, list[str]]:
    plan = comparing.planned(batch)
    return plan, faults_of_rows(batch, plan, ended)
