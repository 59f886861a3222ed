"""A batch on its way to the public: submitted by an editor, approved or sent back by somebody else.

Nobody approves their own work, and what was approved is frozen until it is published (design invariant 3).
"""

import hashlib

from django.db import transaction
from django.utils import timezone

from disclosure.enums import SUBMITTABLE, WITHDRAWABLE, BatchState
from disclosure.models import Batch, StagedRow
from disclosure.permissions import may
from disclosure.problems import NotAllowed
from protection import audit

CONTENT = ("id_index", "region_id", "holder_name", "people", "amount", "category", "since", "public_id")


def submit(batch: Batch, user, reason: str = "") -> Batch:
    """Hand a checked batch to review. Where rows were refused, ``reason`` must say why it goes on without
    them.

    Raises NotAllowed with every reason at once.
    """
    with transaction.atomic():
        batch = _locked(batch)
        _require(
            {
                "no_editor_here": may(user, "submit", batch.region_id),
                "wrong_state": batch.state in SUBMITTABLE,
                "still_reading": batch.is_checked,
                "no_rows": not batch.is_checked or batch.accepted_count > 0,
                "month_not_later": batch.is_later_than_published,
                "reason_for_refused": batch.refused_count == 0 or bool(reason.strip()),
            }
        )
        batch.state = BatchState.SUBMITTED
        batch.submitted_by, batch.submitted_at = user, timezone.now()
        batch.content_digest = content_digest(batch)
        batch.reason = reason.strip()
        batch.save()
        batch.submitters.add(user)
        audit.record("disclosure.submit", batch, user=user, reason=reason, refused=batch.refused_count)
    return batch


def approve(batch: Batch, user, reason: str = "") -> Batch:
    """Approve a submitted batch; its content is frozen from here on. Raises NotAllowed."""
    with transaction.atomic():
        batch = _locked(batch)
        _require({**approval_rules(batch, user), "month_not_later": batch.is_later_than_published})
        batch.state = BatchState.APPROVED
        batch.approved_by, batch.approved_at = user, timezone.now()
        batch.reason = reason.strip()
        batch.save()
        audit.record("disclosure.approve", batch, user=user, reason=reason, accepted=batch.accepted_count)
    return batch


def send_back(batch: Batch, user, reason: str) -> Batch:
    """Send a submitted batch back to its editor, who reads the reason. Raises NotAllowed."""
    with transaction.atomic():
        batch = _locked(batch)
        _require({**approval_rules(batch, user), "reason_missing": bool(reason.strip())})
        batch.state = BatchState.RETURNED
        batch.reason = reason.strip()
        batch.save()
        audit.record("disclosure.send_back", batch, user=user, reason=reason)
    return batch


def withdraw(batch: Batch, user, reason: str = "") -> Batch:
    """Take back a batch that is not in review, read or not; its rows are deleted, it stays as a record."""
    with transaction.atomic():
        batch = _locked(batch)
        _require(
            {
                "no_editor_here": may(user, "submit", batch.region_id),
                "wrong_state": batch.state in WITHDRAWABLE,
            }
        )
        batch.state = BatchState.WITHDRAWN
        batch.reason = reason.strip()
        batch.checked_at = batch.checked_at or timezone.now()  # nothing is left to be read
        batch.staged_rows.all().delete()
        storage, kept = batch.file.storage, str(batch.file or "")
        batch.file = ""
        batch.save()
        if kept:
            transaction.on_commit(lambda: storage.delete(kept))
        audit.record("disclosure.withdraw", batch, user=user, reason=reason)
    return batch


def approval_rules(batch: Batch, user) -> dict[str, bool]:
    """What must be true for ``user`` to approve or send back, by the reason told where it is not."""
    return {
        "no_reviewer_here": may(user, "approve", batch.region_id),
        "wrong_state": batch.state == BatchState.SUBMITTED,
        "own_work": user.pk not in (batch.uploaded_by_id, batch.submitted_by_id)
        and not batch.submitters.filter(pk=user.pk).exists(),
    }


def content_digest(batch: Batch) -> str:
    """A digest over everything of the staged rows that may become public, in an order of its own."""
    digest = hashlib.sha256()
    rows = StagedRow.objects.filter(batch=batch).order_by("id_index").values_list(*CONTENT)
    for row in rows.iterator(chunk_size=2000):
        digest.update(repr(tuple(str(value) for value in row)).encode())
    return digest.hexdigest()


def _locked(batch: Batch) -> Batch:
    """The batch as it is now, and nobody else's until the transaction ends."""
    return (
        Batch.objects.select_for_update(of=("self",)).select_related("programme", "region").get(pk=batch.pk)
    )


def _require(rules: dict[str, bool]) -> None:
    broken = [reason for reason, holds in rules.items() if not holds]
    if broken:
        raise NotAllowed(broken)
