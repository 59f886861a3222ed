"""What is public is taken back by two: one proposes, another decides, and it holds at once.

政府信息公开条例 41 and 个人信息保护法 46, 47: what is wrong or unlawful is corrected or deleted at once. An
editor or a reviewer of the place proposes, with a reason; a reviewer of the place decides who did not
propose it. No row of the history is touched, so a step costs the same for a hundred thousand rows as for
one, and is undone by the step against it.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from disclosure import order
from disclosure.enums import OF_A_ROW, BatchState, Outcome, Step
from disclosure.intake import household_key
from disclosure.models import Batch, Programme, Proposal, Recipient
from disclosure.problems import NotAllowed
from disclosure.publication import totals
from disclosure.publication.workflow import SHOW_AGAIN, TAKE_DOWN
from disclosure.roles import may
from organizations.models import User
from protection import audit


def propose(step: Step, batch: Batch, user: User, reason: str) -> Proposal:
    """Propose to withdraw a list that is public, or to show it again. Raises NotAllowed."""
    assert step not in OF_A_ROW
    return _ask(_of_list(step, batch), user, reason)


def propose_for_row(step: Step, row: Recipient, user: User, reason: str) -> Proposal:
    """Propose to hide the household of a current row from the public, or to show it again. Raises
    NotAllowed.
    """
    assert step in OF_A_ROW
    batch = order.in_force(row.region_id, row.programme_id) or row.valid_from
    proposal = Proposal(step=step, batch=batch, programme=row.programme, region=row.region, row=row)
    proposal.id_index = row.id_index
    return _ask(proposal, user, reason)


def confirm(proposal: Proposal, user: User) -> Proposal:
    """Decide for a proposal, and do it. Raises NotAllowed."""
    with transaction.atomic():
        proposal = _locked(proposal)
        _require([*reasons_against_deciding(proposal, user), *_reasons_against_step(proposal)])
        _DO[Step(proposal.step)](proposal)
        audit.record("disclosure.confirm_step", proposal, user=user, **_facts(proposal))
        return _close(proposal, Outcome.DONE, user)


def refuse(proposal: Proposal, user: User, reason: str) -> Proposal:
    """Decide against a proposal; what is public stays as it is. Raises NotAllowed."""
    with transaction.atomic():
        proposal = _locked(proposal)
        _require([*reasons_against_deciding(proposal, user), *_unless(reason.strip(), "reason_missing")])
        reason = _without_name(proposal, reason)
        audit.record("disclosure.refuse_step", proposal, user=user, reason=reason, **_facts(proposal))
        return _close(proposal, Outcome.REFUSED, user)


def take_back(proposal: Proposal, user: User) -> Proposal:
    """Let whoever proposed it take it back. Raises NotAllowed."""
    with transaction.atomic():
        proposal = _locked(proposal)
        _require(
            [
                *_unless(proposal.asked_by_id == user.pk, "not_your_proposal"),
                *_unless(proposal.outcome == Outcome.WAITING, "decided_meanwhile"),
            ]
        )
        audit.record("disclosure.take_back_step", proposal, user=user, **_facts(proposal))
        return _close(proposal, Outcome.TAKEN_BACK, user)


def may_propose(user: User, region_code: str) -> bool:
    """Whether the user may propose a step on what is public in a place: its editors and reviewers."""
    return may(user, TAKE_DOWN.permission, region_code)


def reasons_against_proposing(step: Step, batch: Batch, user: User) -> list[str]:
    """Why ``user`` cannot propose this for a list: codes of messages.REASONS, empty where they can."""
    return _reasons_against_asking(_of_list(step, batch), user)


def reasons_against_deciding(proposal: Proposal, user: User) -> list[str]:
    """Why ``user`` cannot decide on a proposal: codes of messages.REASONS, empty where they can."""
    # A household that moved meanwhile is for a reviewer of where it is now, too.
    row = _current_row(proposal) if proposal.id_index else None
    places = {proposal.region_id, row.region_id if row else proposal.region_id}
    return [
        *_unless(all(may(user, "approve", place) for place in places), "no_reviewer_here"),
        *_unless(proposal.asked_by_id != user.pk, "own_proposal"),
        *_unless(proposal.outcome == Outcome.WAITING, "decided_meanwhile"),
    ]


def _of_list(step: Step, batch: Batch) -> Proposal:
    return Proposal(step=step, batch=batch, programme=batch.programme, region=batch.region)


def _ask(proposal: Proposal, user: User, reason: str) -> Proposal:
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=proposal.programme_id)
        proposal.batch.refresh_from_db()
        reasons = _reasons_against_asking(proposal, user)
        _require([*reasons, *_unless(reason.strip(), "reason_missing")])
        proposal.reason, proposal.asked_by = reason.strip(), user
        proposal.save()
        reason = _without_name(proposal, reason)
        audit.record(TAKE_DOWN.action, proposal, user=user, reason=reason, **_facts(proposal))
    return proposal


def _reasons_against_asking(proposal: Proposal, user: User) -> list[str]:
    same = Proposal.objects.waiting().filter(programme=proposal.programme_id, id_index=proposal.id_index)
    if not proposal.id_index:
        same = same.filter(batch=proposal.batch)
    return [
        *_unless(may_propose(user, proposal.region_id), "no_list_post_here"),
        *_unless(proposal.row is None or proposal.row.is_current, "not_on_list"),
        *_unless(not same.exists(), "already_proposed"),
        *_reasons_against_step(proposal),
    ]


def _reasons_against_step(proposal: Proposal) -> list[str]:
    """Whether what is public is such that the step can be done."""
    if proposal.id_index and household_key.are_changing():
        return ["key_changes"]
    batch, hidden = proposal.batch, _hiding_of(proposal).exists
    return {
        Step.TAKE_DOWN: lambda: _unless(
            batch.state in TAKE_DOWN.sources and order.is_in_force(batch), TAKE_DOWN.elsewhere
        ),
        Step.SHOW_AGAIN: lambda: _unless(
            batch.state in SHOW_AGAIN.sources and order.is_in_force(batch), SHOW_AGAIN.elsewhere
        ),
        Step.HIDE: lambda: _unless(not hidden(), "already_hidden"),
        Step.UNHIDE: lambda: _unless(hidden(), "not_hidden"),
    }[Step(proposal.step)]()


def _unless(true: Any, code: str) -> list[str]:
    return [] if true else [code]


def _require(reasons: list[str]) -> None:
    if reasons:
        raise NotAllowed(reasons)


def _locked(proposal: Proposal) -> Proposal:
    """The proposal as it is now; publications of its programme wait until the transaction ends."""
    Programme.objects.select_for_update().get(pk=proposal.programme_id)
    found = Proposal.objects.select_for_update(of=("self",)).select_related(
        "batch__programme", "batch__region"
    )
    return found.get(pk=proposal.pk)


def _close(proposal: Proposal, outcome: Outcome, user: User) -> Proposal:
    proposal.outcome, proposal.decided_by, proposal.decided_at = outcome, user, timezone.now()
    proposal.save(update_fields=["outcome", "decided_by", "decided_at", "holds"])
    return proposal


def _take_down(proposal: Proposal) -> None:
    proposal.batch.state, proposal.batch.withdrawn_at = BatchState.TAKEN_DOWN, timezone.now()
    proposal.batch.save(update_fields=["state", "withdrawn_at"])
    totals.mark(proposal.batch, withdrawn=True)


def _show_again(proposal: Proposal) -> None:
    proposal.batch.state, proposal.batch.withdrawn_at = BatchState.PUBLISHED, None
    proposal.batch.save(update_fields=["state", "withdrawn_at"])
    totals.mark(proposal.batch, withdrawn=False)


def _hide(proposal: Proposal) -> None:
    proposal.holds = True
    if row := _current_row(proposal):
        totals.hide(row, hidden=True)


def _unhide(proposal: Proposal) -> None:
    _hiding_of(proposal).update(holds=False)
    if row := _current_row(proposal):
        totals.hide(row, hidden=False)


_DO: dict[Step, Callable[[Proposal], None]] = {
    Step.TAKE_DOWN: _take_down,
    Step.SHOW_AGAIN: _show_again,
    Step.HIDE: _hide,
    Step.UNHIDE: _unhide,
}


def _hiding_of(proposal: Proposal) -> QuerySet[Proposal]:
    return Proposal.objects.hiding().filter(programme=proposal.programme_id, id_index=proposal.id_index)


def _current_row(proposal: Proposal) -> Recipient | None:
    """The household's row of now, which may be another than the one that was proposed to be hidden."""
    rows = Recipient.objects.current_of(proposal.programme).filter(id_index=proposal.id_index)
    return rows.defer("id_number").first()


def _without_name(proposal: Proposal, reason: str) -> str:
    """The reason as it may stand in the log: who is hidden is not named there."""
    return reason.replace(proposal.row.holder_name, "***") if proposal.row else reason


def _facts(proposal: Proposal) -> dict[str, Any]:
    return {"step": proposal.step, "list": proposal.batch_id, "month": proposal.batch.month}
