"""Writing what happened to a case: the event, and everything that follows from it, in one transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from complaints import list_columns
from complaints.clocks import projection
from complaints.enums import CaseStatus, EventKind, Sight
from complaints.handling import (
    approving,
    climbing,
    hands,
    heard,
    knowing,
    notices,
    objections,
    receiving,
    referring,
    together,
)
from complaints.handling.attempted import AttemptedAct
from complaints.history import History
from complaints.identity import told
from complaints.identity.redacted_text import as_written
from complaints.models import Attachment, Case, CaseEvent, FormalPaper
from complaints.papers import issuing
from complaints.signals import case_changed
from complaints.workflow import status_after
from protection import audit

#: What an act may change about the case itself (``effects``, ``heard``).
OF_THE_ACT = (
    "unit",
    "handler",
    "matter",
    "sight",
    "once_kept",
    "heard_by",
    "urgent",
    "end_read_on",
    "merged_into",
    "answer_waits",
    "hearing_on",
    "referred_to",
    "referred_on",
)


def write(
    this: AttemptedAct,
    facts: hands.Facts,
    *,
    reason: str = "",
    text: str = "",
    at: datetime,
    attachments: Iterable[int] = (),
) -> CaseEvent:
    """Write event, case, clocks, audit entry and signal in the transaction that is open."""
    case = this.case
    user_id = this.user.pk if this.user else None
    if heard.adds_words(case.heard_by_id, user_id, reason, text, attachments):
        case.heard_by = None
    event = append(
        case,
        this.kind,
        sequence=this.history.latest.sequence + 1,
        status=status_after(this.kind, CaseStatus(this.history.latest.status)),
        actor=this.user,
        reason=reason,
        text=text,
        at=at,
        data=facts | knowing.noted(case, this.user, this.kind, at),
    )
    if attachments:
        Attachment.objects.filter(pk__in=attachments, case__isnull=True).update(
            case=case, event=event, draft=None
        )
    events = [*this.history.events, event]
    refresh_clocks_and_notify(case, events)
    paper = issuing.issue(case, events, this.parts)
    _log(this, event, reason, paper)
    _part_from(case, event)
    return event


def _part_from(case: Case, event: CaseEvent) -> None:
    """Let those be handled by themselves that the case may not lead any more (``together.left_by``)."""
    if not (left := together.left_by(case, event)):
        return
    for other in Case.objects.select_for_update(of=("self",)).filter(pk__in=left).order_by("pk"):
        write_by_itself(other, EventKind.UNMERGE, {}, at=event.at)


def _log(this: AttemptedAct, event: CaseEvent, reason: str, paper: FormalPaper | None) -> None:
    """Write the audit entry, with the digest of the paper that the act gave."""
    of_paper: dict[str, Any] = {"paper": paper.digest} if paper else {}
    # The log is read by people who may not know who brought the case, beside its page.
    audit.record(
        f"complaints.{this.kind.value}",
        this.case,
        user=this.user,
        reason=as_written(this.case, event, reason),
        sequence=event.sequence,
        events=[event],
        **of_paper,
    )


def write_by_itself(case: Case, kind: EventKind, facts: hands.Facts, *, at: datetime) -> CaseEvent:
    """Write what nobody did and what follows from something else that was written, as ``write`` does."""
    return write(AttemptedAct(case, kind, None, History.of(case), timezone.localdate(at), {}), facts, at=at)


def append(case: Case, kind: EventKind, **fields: Any) -> CaseEvent:
    """Write one event and make it the latest of its case; the caller holds the transaction and the lock."""
    event = CaseEvent.objects.create(case=case, kind=kind, **fields)
    case.latest_event = event
    receiving.note_act(case, kind, event.data, timezone.localdate(event.at))
    told.forget(case)
    case.answer_waits = approving.waits_after(case.answer_waits, event)
    case.once_kept = case.once_kept or case.sight != Sight.PLACE or event.status == CaseStatus.SCREENING
    if event.status != CaseStatus.MERGED:
        case.merged_into = None
    referring.note(case, event)
    list_columns.set_status(case, event)
    case.save(update_fields=[*OF_THE_ACT, "latest_event", "latest_status", "standing"])
    return event


def refresh_clocks_and_notify(case: Case, events: list[CaseEvent]) -> None:
    """Bring everything that follows from the events in line, and tell the rooms above."""
    projection.refresh(case, events)
    climbing.place(case)
    notices.update_notice(case)
    objections.update_list(case, events)
    case_changed.send(sender=Case, case=case)
