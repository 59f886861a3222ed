"""Answers that a second person approves: proposed by who handles the case, approved or returned by another.

Which answers is what the standards say (``ClockKind.APPROVE``; no days: none). A proposal is an event that
the complainant never sees, and no clock stops with it. Who approves is a head of the unit, or above it, who
sees the case; never its author. With the approval the answer is written in its author's name.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from complaints.acts import acts_that
from complaints.clocks import standards
from complaints.enums import ClockKind, EventKind, OpinionOutcome
from complaints.handling import hearings, opinions, recusal, revealing
from complaints.handling.attempted import AttemptedAct
from complaints.history import History
from complaints.kinds import kind_of
from complaints.models import Case, CaseEvent, ServiceStandard
from complaints.parties import second_person
from organizations.models import User


def standard(act: AttemptedAct) -> ServiceStandard | None:
    """Return the standard that wants the answer approved today, or None where none does."""
    found = standards.limit(standards.Situation.of(act.case), ClockKind.APPROVE, act.today)
    return found if found is not None and found.days else None


def pending(history: History) -> CaseEvent | None:
    """Return the proposed answer on which nobody has decided, or None."""
    found = None
    for event in history.events:
        found = event if event.kind == EventKind.PROPOSE_ANSWER else found
        if ends_waiting(event):
            found = None
    return found


def ends_waiting(event: CaseEvent) -> bool:
    """Whether no answer waits for approval after this event: decided, ended, or with another unit."""
    if event.kind in acts_that("tells_the_end") | acts_that("ends_unanswered"):
        return True
    return event.kind == EventKind.RETURN_ANSWER or event.kind == EventKind.RAISE or "from" in event.data


def waits_after(was: bool, event: CaseEvent) -> bool:
    """Whether an answer of the case waits after this event, for the column that lists find it by."""
    return event.kind == EventKind.PROPOSE_ANSWER or (was and not ends_waiting(event))


def propose_answer(act: AttemptedAct) -> Iterator[str]:
    """Where a standard wants it approved; while nobody else's waits, with all that an answer has."""
    if standard(act) is None:
        yield _("Such an answer needs no approval. Answer.")
    waiting = pending(act.history)
    if waiting is not None and act.user is not None and waiting.actor_id != act.user.pk:
        yield _("An answer of somebody else waits for approval already. It is approved or returned first.")
    yield from hearings.left_open(act)
    yield from opinions.lacking_in(act)


def approve_answer(act: AttemptedAct) -> Iterator[str]:
    """By another than its author, who has to see the case still (回避, 信访工作条例 28)."""
    yield from return_answer(act)
    waiting = pending(act.history)
    if waiting is None or waiting.actor is None:
        return
    if _is_out_of_it(act, waiting.actor):
        yield _("Who wrote this answer may not work on the case any more. Return it.")
    if act.user and not all(revealing.may_open(file, act.user) for file in waiting.attachments.all()):
        yield _(
            "A file that goes with it may tell who complained, and is closed to you. Somebody who may open "
            "it approves it, or return it and ask for an answer without it."
        )


def _is_out_of_it(act: AttemptedAct, author: User) -> bool:
    """Whether the author sees the case no longer, asked to step aside, or was put back into its sight."""
    asked = recusal.pending(act.history)
    return (
        not Case.objects.visible_to(author).filter(pk=act.case.pk).exists()
        or bool(asked and asked.actor_id == author.pk)
        or second_person.was_put_back(act.case, author)
    )


def return_answer(act: AttemptedAct) -> Iterator[str]:
    """What waits, by another than its author."""
    waiting = pending(act.history)
    if waiting is None:
        yield _("No answer waits for approval.")
    elif act.user is not None and waiting.actor_id == act.user.pk:
        yield _("You wrote this answer yourself; somebody else has to approve it.")


def text_of(kind: str, text: str, parts: Mapping[str, str]) -> str:
    """Return the text of an act: as it was written, or of the parts of an opinion; of these in a proposal."""
    of_parts = opinions.as_text(parts)
    return of_parts if of_parts and kind == EventKind.PROPOSE_ANSWER else text or of_parts


def answer_of(proposal: CaseEvent) -> tuple[str, dict[str, str], dict[str, Any]]:
    """Return text, parts and facts of the answer that was proposed."""
    parts = opinions.from_text(proposal.text, proposal.data.get("parts", {}))
    facts: dict[str, Any] = {}
    if kind_of(proposal.case.kind).needs_opinion:
        facts["outcome"] = proposal.data["outcome"]
    return proposal.text, parts, facts


def outcome_of(proposal: CaseEvent) -> str:
    """What the proposed answer says to the request, in words; empty where no opinion is owed."""
    outcome = answer_of(proposal)[2].get("outcome")
    return str(OpinionOutcome(outcome).label) if outcome else ""
