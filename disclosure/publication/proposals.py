"""What is public is taken back by two: one proposes, another decides, and it holds at once.

政府信息公开条例 41 and 个人信息保护法 46, 47: what is wrong or unlawful is corrected or deleted at once. An
editor or a reviewer of the place proposes, with a reason; a reviewer of the place decides who did not
propose it. No row of the history is touched, so a step costs the same for a hundred thousand rows as for
one, and is undone by the step against it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from disclosure import order
from disclosure.enums import OF_A_ROW, BatchState, ProposalOutcome, Step
from disclosure.intake import household_key
from disclosure.models import Batch, Programme, Proposal, Recipient
from disclosure.problems import ListActNotAllowed
from disclosure.publication import earlier_totals, totals
from disclosure.publication.rules import Asked, unmet
from disclosure.publication.workflow import (
    ACTS,
    CONFIRM,
    REFUSE,
    STEPS,
    TAKE_BACK,
    TAKE_DOWN,
    ProposalDecision,
)
from disclosure.roles import PROPOSING, REVIEWING, may
from organizations.models import User
from protection import audit


def propose(step: Step, batch: Batch, user: User, reason: str) -> Proposal:
    """Propose to withdraw a list that is public, or to show it again. Raises ListActNotAllowed."""
    assert step not in OF_A_ROW
    return _ask(_of_list(step, batch), user, reason)


def propose_for_row(step: Step, row: Recipient, user: User, reason: str) -> Proposal:
    """Propose to hide the household of a current row from the public, or to show it again. Raises
    ListActNotAllowed.
    """
    assert step in OF_A_ROW
    batch = order.in_force(row.region_id, row.programme_id) or row.valid_from
    proposal = Proposal(step=step, batch=batch, programme=row.programme, region=row.region, row=row)
    proposal.id_index = row.id_index
    return _ask(proposal, user, reason)


def confirm(proposal: Proposal, user: User) -> Proposal:
    """Decide for a proposal, and do it. Raises ListActNotAllowed."""
    with transaction.atomic():
        proposal = _locked(proposal)
        _require([*reasons_against(CONFIRM, proposal, user), *_reasons_against_step(proposal)])
        _EFFECTS[Step(proposal.step)].do(proposal)
        audit.record(CONFIRM.action, proposal, user=user, **_facts(proposal))
        return _close(proposal, CONFIRM.outcome, user)


def refuse(proposal: Proposal, user: User, reason: str) -> Proposal:
    """Decide against a proposal; what is public stays as it is. Raises ListActNotAllowed."""
    with transaction.atomic():
        proposal = _locked(proposal)
        _require(reasons_against(REFUSE, proposal, user, reason))
        reason = _without_name(proposal, reason)
        audit.record(REFUSE.action, proposal, user=user, reason=reason, **_facts(proposal))
        return _close(proposal, REFUSE.outcome, user)


def take_back(proposal: Proposal, user: User) -> Proposal:
    """Let whoever proposed it take it back. Raises ListActNotAllowed."""
    with transaction.atomic():
        proposal = _locked(proposal)
        _require(reasons_against(TAKE_BACK, proposal, user))
        audit.record(TAKE_BACK.action, proposal, user=user, **_facts(proposal))
        return _close(proposal, TAKE_BACK.outcome, user)


def is_told_household(proposal: Proposal, user: User) -> bool:
    """Whether ``user`` may read which household it is about, and why: who proposed it, and the reviewers of
    the place. Others who work with its lists read that there is a proposal: who has to be hidden is not to be
    found by asking around.
    """
    is_theirs = proposal.asked_by_id == user.pk or may(user, REVIEWING.name, proposal.region_id)
    return is_theirs or proposal.row_id is None


def may_propose(user: User, region_code: str) -> bool:
    """Whether the user may propose a step on what is public in a place: its editors and reviewers."""
    return may(user, PROPOSING.name, region_code)


def reasons_against_proposing(step: Step, batch: Batch, user: User) -> list[str]:
    """Why ``user`` cannot propose this for a list: codes of messages.REASONS, empty where they can."""
    return _reasons_against_asking(_of_list(step, batch), user)


def reasons_against(
    decision: ProposalDecision, proposal: Proposal, user: User, reason: str = ""
) -> list[str]:
    """Why ``user`` cannot end a proposal so: codes of messages.REASONS, empty where they can."""
    is_own = proposal.asked_by_id == user.pk
    return [
        *([] if decision.by_proposer else _unless(_may_review(user, proposal), REVIEWING.lacking)),
        *_unless(is_own == decision.by_proposer, "own_proposal" if is_own else "not_your_proposal"),
        *_unless(proposal.outcome == ProposalOutcome.WAITING, "decided_meanwhile"),
        *_unless(reason.strip() or not decision.needs_reason, "reason_missing"),
    ]


def _may_review(user: User, proposal: Proposal) -> bool:
    # A household that moved meanwhile is for a reviewer of where it is now, too.
    row = _current_row(proposal) if proposal.id_index else None
    places = {proposal.region_id, row.region_id if row else proposal.region_id}
    return all(may(user, REVIEWING.name, place) for place in places)


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
        *_unless(may_propose(user, proposal.region_id), PROPOSING.lacking),
        *_unless(proposal.row is None or proposal.row.is_current, "not_on_list"),
        *_unless(not same.exists(), "already_proposed"),
        *_reasons_against_step(proposal),
    ]


def _reasons_against_step(proposal: Proposal) -> list[str]:
    """Whether what is public is such that the step can be done."""
    if proposal.id_index and household_key.are_changing():
        return ["key_changes"]
    row = STEPS[Step(proposal.step)]
    # Of a household no act of the table proposes the step.
    asked = (Asked(act, proposal.batch, None, "") for act in ACTS.values() if act.step == row.step)
    return [
        *_unless(_EFFECTS[row.step].is_possible(proposal), row.elsewhere),
        *(code for each in asked for code in unmet(each)),
    ]


def _unless(true: Any, code: str) -> list[str]:
    return [] if true else [code]


def _require(reasons: list[str]) -> None:
    if reasons:
        raise ListActNotAllowed(reasons)


def _locked(proposal: Proposal) -> Proposal:
    """The proposal as it is now; publications of its programme wait until the transaction ends."""
    Programme.objects.select_for_update().get(pk=proposal.programme_id)
    found = Proposal.objects.select_for_update(of=("self",)).select_related(
        "batch__programme", "batch__region"
    )
    return found.get(pk=proposal.pk)


def _close(proposal: Proposal, outcome: ProposalOutcome, user: User) -> Proposal:
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
    _mark(proposal, hidden=True)


def _unhide(proposal: Proposal) -> None:
    _hiding_of(proposal).update(holds=False)
    _mark(proposal, hidden=False)


def _mark(proposal: Proposal, *, hidden: bool) -> None:
    row = _current_row(proposal)
    above = earlier_totals.hide(proposal.programme_id, proposal.id_index, hidden=hidden)
    if row:
        totals.hide(row, hidden=hidden)
    totals.add_up_again(proposal.programme_id, above)


def _is_in_force(proposal: Proposal) -> bool:
    sources = STEPS[Step(proposal.step)].sources
    return proposal.batch.state in sources and order.is_in_force(proposal.batch)


def _is_hidden(proposal: Proposal) -> bool:
    return _hiding_of(proposal).exists()


def _is_not_hidden(proposal: Proposal) -> bool:
    return not _is_hidden(proposal)


@dataclass(frozen=True, slots=True)
class _Effect:
    """How a step is done, and whether what is public is such that it can be."""

    do: Callable[[Proposal], None]
    is_possible: Callable[[Proposal], bool]


_EFFECTS: dict[Step, _Effect] = {
    Step.TAKE_DOWN: _Effect(_take_down, _is_in_force),
    Step.SHOW_AGAIN: _Effect(_show_again, _is_in_force),
    Step.HIDE: _Effect(_hide, _is_not_hidden),
    Step.UNHIDE: _Effect(_unhide, _is_hidden),
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
