"""A batch on its way to the public: submitted by an editor, approved or sent back by somebody else.

Nobody approves their own work, and what was approved is frozen until it is published (design invariant 3).
What each act needs stands once, in ``workflow``, and is asked by ``reasons_against``: of acts, and of the
buttons that offer them.
"""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.utils import timezone

from disclosure import order
from disclosure.enums import BatchState
from disclosure.intake import household_key, kept_files, staging
from disclosure.models import Batch
from disclosure.problems import ListActNotAllowed
from disclosure.publication import differences, rules
from disclosure.publication.comparing import Found
from disclosure.publication.content import content_digest
from disclosure.publication.differences import EndingHouseholds, ends_more_than
from disclosure.publication.rules import Asked, SeveralLists
from disclosure.publication.workflow import ACTS, APPROVE, PUBLISH, RECALL, SEND_BACK, SUBMIT, WITHDRAW
from organizations.models import User
from protection import audit


def submit(batch: Batch, user: User, reason: str = "") -> Batch:
    """Hand a checked batch to review. Where rows were refused, ``reason`` must say why it goes on without
    them; where it corrects a list of the same month, why.

    Raises ListActNotAllowed with every reason at once.
    """
    digest = Found(batch, content_digest)
    with transaction.atomic():
        batch = _locked(batch)
        return submit_locked(batch, user, reason, digest.now(batch))


def submit_locked(batch: Batch, user: User, reason: str, digest: str) -> Batch:
    """The same for a batch that the caller holds, with the digest of its rows."""
    _require(SUBMIT.name, batch, user, reason)
    batch.state = BatchState.SUBMITTED
    batch.submitted_by, batch.submitted_at = user, timezone.now()
    batch.corrects = order.corrected_by(batch)
    batch.content_digest = digest
    batch.reason = reason.strip()
    batch.save()
    batch.submitters.add(user)
    audit.record(
        SUBMIT.action,
        batch,
        user=user,
        reason=reason,
        refused=batch.refused_count,
        corrects=batch.corrects_id,
    )
    return batch


def approve(batch: Batch, user: User, reason: str = "", ended: int | None = None) -> Batch:
    """Approve a submitted batch; its content is frozen from here on. ``ended``: how many households would
    end, as the user typed it, needed where that is a greater share than the programme lets end unasked.

    Raises ListActNotAllowed.
    """
    sums = Found(batch, differences.sums)
    with transaction.atomic():
        batch = _locked(batch)
        _require(APPROVE.name, batch, user, reason)
        would_end = sums.now(batch)
        if reasons := ending_unseen(batch, would_end, ended):
            raise ListActNotAllowed(reasons)
        batch.ended_seen = would_end.ended
        batch.state = BatchState.APPROVED
        batch.approved_by, batch.approved_at = user, timezone.now()
        batch.reason = reason.strip()
        batch.save()
        audit.record(
            APPROVE.action,
            batch,
            user=user,
            reason=reason,
            accepted=batch.accepted_count,
            added=would_end.added,
            ended=would_end.ended,
        )
    return batch


def send_back(batch: Batch, user: User, reason: str) -> Batch:
    """Send a batch that is not public yet back to its editor, who reads the reason: also an approved one that
    waits for its month. Raises ListActNotAllowed.
    """
    with transaction.atomic():
        batch = _locked(batch)
        _require(SEND_BACK.name, batch, user, reason)
        batch.state = BatchState.RETURNED
        batch.reason = reason.strip()
        batch.save()
        audit.record(SEND_BACK.action, batch, user=user, reason=reason)
    return batch


def recall(batch: Batch, user: User, reason: str = "") -> Batch:
    """Take a submitted list back from review, as a draft, by an editor of the place. Raises NotAllowed."""
    with transaction.atomic():
        batch = _locked(batch)
        _require(RECALL.name, batch, user, reason)
        batch.state, batch.corrects, batch.content_digest = BatchState.DRAFT, None, ""
        batch.reason = reason.strip()
        batch.save(update_fields=["state", "corrects", "content_digest", "reason"])
        audit.record(RECALL.action, batch, user=user, reason=reason)
    return batch


def withdraw(batch: Batch, user: User, reason: str = "") -> Batch:
    """Take back a batch that is not in review, read or not; its rows are deleted, it stays as a record."""
    with transaction.atomic():
        batch = _locked(batch)
        _require(WITHDRAW.name, batch, user, reason)
        batch.state = BatchState.WITHDRAWN
        batch.reason = reason.strip()
        batch.checked_at = batch.checked_at or timezone.now()  # nothing is left to be read
        batch.question = batch.asked_at = None
        batch.save()
        transaction.on_commit(partial(kept_files.forget, batch))
        transaction.on_commit(partial(staging.forget, batch))
        audit.record(WITHDRAW.action, batch, user=user, reason=reason)
    return batch


def reasons_against(
    name: str, batch: Batch, user: User | None, reason: str = "", among: SeveralLists | None = None
) -> list[str]:
    """Why ``user`` cannot do the act ``name`` on the batch as it is: codes of messages.REASONS,
    empty where they can. ``user`` None is the site itself, which only publishes what a person decided.
    ``among``: the lists of which it is asked together.
    """
    act = ACTS[name]
    broken = rules.broken(Asked(act, batch, user, reason, among))
    # What looks at the rows by household cannot be done while their key changes.
    if not broken and act.compares and household_key.are_changing():
        return ["key_changes"]
    return broken


def beyond_words(reasons: Iterable[str]) -> list[str]:
    """Those of the reasons against an act that nothing a person says can meet: where there are none, it is
    offered.
    """
    return [code for code in reasons if code not in WORDS]


def see_ending(batch: Batch, user: User, ended: int) -> Batch:
    """Let a reviewer say anew how many households an approved list would end, since the list before it is
    another by now. Raises ListActNotAllowed.
    """
    sums = Found(batch, differences.sums)
    with transaction.atomic():
        batch = _locked(batch)
        _require(PUBLISH.name, batch, user, "")
        if reasons := ending_unseen(batch, sums.now(batch), ended):
            raise ListActNotAllowed(reasons)
        batch.ended_seen = ended
        batch.save(update_fields=["ended_seen"])
        audit.record(APPROVE.action, batch, user=user, ended=ended)
    return batch


def ending_unseen(batch: Batch, would_end: EndingHouseholds, seen: int | None) -> list[str]:
    """Whether a batch would end more households than may end unasked, and not the number that was ``seen``:
    the code of the reason, or none.
    """
    asked = ends_more_than(would_end, batch.programme.ending_share)
    return ["ended_unseen"] if asked and seen != would_end.ended else []


#: What the person can still supply while acting: such an act is offered.
WORDS = frozenset({"reason_for_refused", "reason_for_held", "reason_for_correction", "reason_missing"})


def _locked(batch: Batch) -> Batch:
    """The batch as it is now, and nobody else's until the transaction ends."""
    return (
        Batch.objects.select_for_update(of=("self",)).select_related("programme", "region").get(pk=batch.pk)
    )


def _require(name: str, batch: Batch, user: User | None, reason: str) -> None:
    if broken := reasons_against(name, batch, user, reason):
        raise ListActNotAllowed(broken)
