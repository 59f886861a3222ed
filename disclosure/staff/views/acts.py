"""The acts on a batch, each confirmed on a page of its own that says what will happen."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db import transaction
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from disclosure import order, tasks
from disclosure.enums import Step
from disclosure.intake import open_notices
from disclosure.messages import REASONS
from disclosure.models import Batch
from disclosure.permissions import batch_policy
from disclosure.problems import ListActNotAllowed
from disclosure.publication import differences, opening, proposals, publishing, reviewing, versions
from disclosure.publication.workflow import (
    ACTS,
    APPROVE,
    BRING_BACK,
    PUBLISH,
    RECALL,
    SEND_BACK,
    SUBMIT,
    WITHDRAW,
    Act,
)
from disclosure.staff.forms import EndingForm, ListReasonForm
from disclosure.staff.views.acting import ActPage
from disclosure.staff.views.base import BatchPage
from organizations.models import User

#: Up to here a reviewer waits for the publication; more is left to a background task.
INLINE_ROWS = 20_000

WAITS = _("The list was approved. It becomes public by itself on the first day of its month.")


@dataclass(frozen=True, slots=True)
class Said:
    """What the person said with an act: why, and how many households end, where that was asked."""

    reason: str
    ended: int | None = None


def _submit(batch: Batch, user: User, said: Said) -> None:
    reviewing.submit(batch, user, said.reason)


def _approve_and_publish(batch: Batch, user: User, said: Said) -> None:
    """What cannot be public is not approved either; but a long list becomes public in pieces, of which none
    may wait for the others. Where it cannot, it stays approved, and its page says why.
    """
    with nullcontext() if opening.is_needed(batch) else transaction.atomic():
        batch = reviewing.approve(batch, user, said.reason, said.ended)
        if order.has_begun(batch):
            _publish(batch, user, said)


def _publish(batch: Batch, user: User, said: Said) -> None:
    if batch.accepted_count <= INLINE_ROWS:
        publishing.publish(batch, user, said.ended)
        return
    _publish_later(batch, user, said)


def _publish_later(batch: Batch, user: User, said: Said) -> None:
    # Checked again when it is done, but here they are there to be told.
    if reasons := reviewing.reasons_against(PUBLISH.name, batch, user):
        raise ListActNotAllowed(reasons)
    if said.ended is not None:
        reviewing.see_ending(batch, user, said.ended)
    transaction.on_commit(lambda: tasks.publish_batch.enqueue(batch.pk, user.pk))


def _approve_and_publish_later(batch: Batch, user: User, said: Said) -> None:
    """Among several none waits for the publication of another. What cannot be public now is not approved, and
    where that comes between, it is said that it was.
    """
    if not order.has_begun(batch):
        reviewing.approve(batch, user, said.reason, said.ended)
        return
    reasons = reviewing.reasons_against(PUBLISH.name, batch, user)
    if against := [code for code in reasons if code != PUBLISH.elsewhere]:
        raise ListActNotAllowed(against)
    batch = reviewing.approve(batch, user, said.reason, said.ended)
    try:
        _publish_later(batch, user, said)
    except ListActNotAllowed as refused:
        raise ListActNotAllowed(["approved_all_the_same", *refused.codes]) from refused


def _send_back(batch: Batch, user: User, said: Said) -> None:
    reviewing.send_back(batch, user, said.reason)


def _recall(batch: Batch, user: User, said: Said) -> None:
    reviewing.recall(batch, user, said.reason)


def _withdraw(batch: Batch, user: User, said: Said) -> None:
    reviewing.withdraw(batch, user, said.reason)


def _bring_back(batch: Batch, user: User, said: Said) -> None:
    versions.bring_back(batch, user, said.reason)


def _propose(step: Step) -> "Do":
    return lambda batch, user, said: proposals.propose(step, batch, user, said.reason)


Do: TypeAlias = Callable[[Batch, User, Said], Any]

#: How each act of the table is done; those that are a step are proposed.
DOING: dict[str, Do] = {
    SUBMIT.name: _submit,
    APPROVE.name: _approve_and_publish,
    PUBLISH.name: _publish,
    SEND_BACK.name: _send_back,
    RECALL.name: _recall,
    WITHDRAW.name: _withdraw,
    BRING_BACK.name: _bring_back,
    **{act.name: _propose(act.step) for act in ACTS.values() if act.step},
}

#: How each is done to one of several: none of them waits for long work on the one before.
DOING_SEVERAL: dict[str, Do] = {
    **{name: DOING[name] for name, act in ACTS.items() if act.several},
    APPROVE.name: _approve_and_publish_later,
    PUBLISH.name: _publish_later,
}


def reasons_against(act: Act, batch: Batch, user: User) -> list[str]:
    """Why nothing that ``user`` says could allow the act now; empty where it is offered."""
    if act.step:
        return proposals.reasons_against_proposing(act.step, batch, user)
    return reviewing.beyond_words(reviewing.reasons_against(act.name, batch, user))


def open_acts(batch: Batch, user: User) -> list[dict[str, Any]]:
    """The acts that permission and the rules of the list leave to ``user`` now."""
    return [
        {"label": act.label, "url": reverse("batch:act", args=[batch.pk, name]), "serious": act.is_serious}
        for name, act in ACTS.items()
        if batch.state in act.sources
        and batch_policy.user_has_permission_for_instance(user, act.permission, batch)
        and not reasons_against(act, batch, user)
    ]


class BatchActView(ActPage, BatchPage):
    """Asks for confirmation and the reason in one step, then acts."""

    template_name = "disclosure/staff/act.html"
    acts = ACTS

    def reasons_against(self) -> list[str]:
        """Why nothing that is said could allow it on this list now."""
        return reasons_against(self.act, self.batch, self.request.user)

    def do(self, said) -> None:
        """Do it. Raises ListActNotAllowed."""
        DOING[self.act.name](self.batch, self.request.user, Said(said["reason"], said.get("ended")))

    @property
    def done(self):
        """What the editor reads; a list of a month that has not begun waits."""
        waits = self.act is APPROVE and not order.has_begun(self.batch)
        return WAITS if waits else super().done

    @cached_property
    def sums(self) -> differences.BatchSums | None:
        """What the list changes, where the act is about that."""
        return differences.sums(self.batch) if self.act.compares and self.batch.is_checked else None

    @property
    def asks_ended(self) -> bool:
        """Whether so many households would end that the number has to be typed."""
        return bool(
            self.act.may_end_many
            and self.sums
            and differences.ends_more_than(self.sums, self.batch.programme.ending_share)
        )

    @cached_property
    def correction(self) -> Batch | None:
        """The public list of the same month whose place it takes."""
        return order.corrected_by(self.batch) if self.act is SUBMIT else None

    def form(self, data=None) -> ListReasonForm:
        """A reason is needed where the act says so, for a correction, and to go on without refused rows."""
        if self.asks_ended and self.sums:
            return EndingForm(data, would_end=self.sums.ended)
        if self.act.needs_reason:
            return ListReasonForm(data, missing=str(REASONS["reason_missing"]))
        if self.correction:
            return ListReasonForm(data, missing=str(REASONS["reason_for_correction"]))
        if self.act is SUBMIT and self.batch.refused_count:
            return ListReasonForm(data, missing=str(REASONS["reason_for_refused"]))
        if "reason_for_held" in self.act.rules and open_notices.held_on([self.batch]):
            return ListReasonForm(data, missing=str(REASONS["reason_for_held"]))
        return ListReasonForm(data)

    def get_context_data(self, **kwargs):
        """Add what the list changes."""
        facts = {"act_name": self.act.name, "batch_url": self.object_url}
        shown = {"sums": self.sums, "asks_ended": self.asks_ended, "correction": self.correction}
        return super().get_context_data(**{**kwargs, **facts, **shown})
