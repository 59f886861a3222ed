"""A file whose columns could not be told waits with its batch until its editor says what they are.

It waits as any file that is to be read: encrypted, known by its batch, swept with it. Nothing that was chosen
or answered is lost, and whoever never answers is told so after a while, for the file holds accounts and
addresses.
"""

from collections.abc import Collection, Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from disclosure.intake import leases, meanings
from disclosure.intake.importing import give_up
from disclosure.intake.questions import ColumnQuestion, missing
from disclosure.models import Batch
from disclosure.problems import ListActNotAllowed, Problem
from disclosure.roles import may
from organizations.models import User
from protection import audit

#: House rule: a month's work on a list is done within it.
KEPT_FOR = timedelta(days=14)


def answer(batch_id: int, user: User, said: Mapping[str, str], lacks: Collection[str] = ()) -> Batch:
    """Say what each column is, by heading ("" for not needed), and which the file ``lacks``; the batch then
    waits for its reader. What it lacks is said of this file alone: the next one is asked about again.

    Raises NotAllowed: who is no editor there, a batch that waits for no answer, two columns said to be the
    same, a needed one that none is.
    """
    with transaction.atomic():
        batch = leases.asked(batch_id)
        if batch is None:
            raise ListActNotAllowed(["nothing_asked"])
        if not (may(user, "add", batch.region_id) and meanings.unit_of(batch.uploaded_by, batch.region_id)):
            raise ListActNotAllowed(["no_editor_here"])
        fields = meanings.fields_of(batch)
        twice, lacking = meanings.faults(fields, said, lacks)
        if twice or lacking:
            raise ListActNotAllowed(["columns_unclear"])
        told = meanings.remember(batch, user, ColumnQuestion.of(batch.question), said)
        batch.question = batch.asked_at = None
        left = {field.key for field in missing(fields, said.values())} & set(lacks)
        batch.lacks = " ".join(sorted(left))
        batch.save(update_fields=["question", "asked_at", "lacks"])
        leases.wait_for_reader(batch)
        audit.record("disclosure.map_columns", batch, user=user, told=told, lacks=len(left))
    return batch


def sweep() -> int:
    """Give up the files about which nobody answered in time; say how many."""
    left = leases.unanswered(timezone.now() - KEPT_FOR)
    for batch_id in left:
        with transaction.atomic():
            batch = leases.asked(batch_id)
            if batch is None:
                continue
            batch.question = batch.asked_at = None
            batch.save(update_fields=["question", "asked_at"])
        give_up(batch_id, Problem("columns_unanswered", params={"days": KEPT_FOR.days}))
    return len(left)
