"""Acts on a list as one table: from which states, by whom and by whom never, what must hold beside, what its
page says, what the log keeps; and below it what two people do to a list that is public already.

A rule beyond the state is named here by the reason told where it does not hold: how it is found out stands in
``rules``, its sentence in ``messages.REASONS``.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure.enums import WAS_PUBLIC, BatchState, ProposalOutcome, Step
from disclosure.roles import EDITING, PROPOSING, REVIEWING, Right

#: An entry in the audit log: the action, what it is called, and that it was done.
Logged = tuple[str, Promise, Promise]


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """One row. ``name`` is the act in addresses, ``right`` what somebody needs for it.

    ``never_own``: not by who uploaded, submitted or changed the list (design, invariant 3). ``by_itself``:
    the site does it too, for whoever decided it. In a state that is none of ``sources`` the reason with the
    code ``elsewhere`` is told; ``rules`` are the codes of all else that has to hold. ``step``: it only
    proposes this step, which another person decides. ``done`` is what whoever did it reads. ``compares``: it
    looks at the rows by household, and its page shows what the list changes. ``may_end_many``: it asks for
    the number of households that end, where that is many. ``several``: may be done to several lists at once,
    one by one.
    """

    name: str
    right: Right
    sources: frozenset[BatchState]
    elsewhere: str = "wrong_state"
    rules: tuple[str, ...] = ()
    never_own: bool = False
    by_itself: bool = False
    needs_reason: bool = False
    step: Step | None = None
    logged: Logged
    label: Promise
    consequence: Promise
    done: Promise
    is_serious: bool = False
    compares: bool = False
    may_end_many: bool = False
    several: bool = False

    @property
    def permission(self) -> str:
        """The policy's word for it."""
        return self.right.name

    @property
    def action(self) -> str:
        """The name of its entry in the audit log."""
        return self.logged[0]


_PROPOSED = (
    "disclosure.propose_step",
    _("Propose a step on a public list"),
    _("Proposed a step on what is public"),
)
#: What whoever proposes a step reads.
TELL_A_REVIEWER = _("Proposed. A reviewer who did not propose it confirms it; tell one of them now.")

SUBMIT = Act(
    name="submit",
    right=EDITING,
    sources=frozenset({BatchState.DRAFT, BatchState.RETURNED}),
    rules=(
        "still_reading",
        "no_rows",
        "without_basis",
        "month_not_later",
        "reason_for_refused",
        "reason_for_held",
        "reason_for_correction",
    ),
    logged=("disclosure.submit", _("Submit a list"), _("Submitted a list for review")),
    label=_("Submit for review"),
    consequence=_("A reviewer is asked to look at it. You cannot change it meanwhile."),
    done=_("The list waits for review."),
    compares=True,
    several=True,
)
APPROVE = Act(
    name="approve",
    right=REVIEWING,
    never_own=True,
    sources=frozenset({BatchState.SUBMITTED}),
    rules=("without_basis", "month_not_later", "corrects_another", "reason_for_held"),
    logged=("disclosure.approve", _("Approve a list"), _("Approved a list")),
    label=_("Approve and publish"),
    consequence=_("The list is frozen and becomes public, in place of the one now shown there."),
    done=_("The list was approved and is public."),
    compares=True,
    may_end_many=True,
    several=True,
)
PUBLISH = Act(
    name="publish",
    right=REVIEWING,
    never_own=True,
    by_itself=True,
    sources=frozenset({BatchState.APPROVED}),
    elsewhere="not_approved",
    rules=("another_opening", "without_basis", "month_ahead", "month_not_later", "corrects_another"),
    logged=("disclosure.publish", _("Publish a list"), _("Published a list")),
    label=_("Publish"),
    consequence=_("The approved list becomes public, in place of the one now shown there."),
    done=_("The list is public."),
    compares=True,
    may_end_many=True,
    several=True,
)
SEND_BACK = Act(
    name="send-back",
    right=REVIEWING,
    never_own=True,
    sources=frozenset({BatchState.SUBMITTED, BatchState.APPROVED}),
    rules=("becoming_public",),
    logged=("disclosure.send_back", _("Send a list back"), _("Sent a list back")),
    label=_("Send back"),
    consequence=_("The list goes back to its editor, who reads your reason. Nothing becomes public."),
    done=_("The list was sent back."),
    needs_reason=True,
    several=True,
)
RECALL = Act(
    name="recall",
    right=EDITING,
    sources=frozenset({BatchState.SUBMITTED}),
    logged=(
        "disclosure.recall",
        _("Take a list back from review"),
        _("Took a list back from review"),
    ),
    label=_("Take it back from review"),
    consequence=_("The list is a draft again. Nobody can approve it until it is submitted anew."),
    done=_("The list is a draft again."),
    several=True,
)
WITHDRAW = Act(
    name="withdraw",
    right=EDITING,
    sources=frozenset({BatchState.DRAFT, BatchState.RETURNED}),
    logged=("disclosure.withdraw", _("Withdraw a list"), _("Withdrew a list")),
    label=_("Withdraw"),
    consequence=_("The rows of this draft are deleted. What is public now stays as it is."),
    done=_("The list was withdrawn."),
    is_serious=True,
    several=True,
)
TAKE_DOWN = Act(
    name="take-down",
    right=PROPOSING,
    step=Step.TAKE_DOWN,
    sources=frozenset({BatchState.PUBLISHED}),
    elsewhere="not_shown",
    logged=_PROPOSED,
    label=_("Propose to withdraw it from the public"),
    consequence=_(
        "As soon as a reviewer confirms, no public page, file or search shows a row of this list; its "
        "pages say that it was withdrawn and is being corrected. It ends nobody's assistance, and can be "
        "undone. Nothing takes its place by itself: to let people see the state before again, open the "
        "earlier list and bring it back, which a reviewer checks."
    ),
    done=TELL_A_REVIEWER,
    needs_reason=True,
    is_serious=True,
)
SHOW_AGAIN = Act(
    name="show-again",
    right=PROPOSING,
    step=Step.SHOW_AGAIN,
    sources=frozenset({BatchState.TAKEN_DOWN}),
    elsewhere="not_withdrawn",
    rules=("without_basis",),
    logged=_PROPOSED,
    label=_("Propose to show it again"),
    consequence=_("As soon as a reviewer confirms, the list is public again as it was."),
    done=TELL_A_REVIEWER,
    needs_reason=True,
)
BRING_BACK = Act(
    name="bring-back",
    right=EDITING,
    sources=WAS_PUBLIC,
    elsewhere="never_public",
    rules=("still_in_force", "month_not_later"),
    logged=(
        "disclosure.bring_back",
        _("Bring an earlier list back"),
        _("Submitted an earlier version of a list again"),
    ),
    label=_("Bring this version back"),
    consequence=_(
        "A new list with the rows of this one is submitted for review; a reviewer sees what it changes, "
        "and approves it or sends it back."
    ),
    done=_("The earlier version waits for review, as a list of its own."),
    needs_reason=True,
)

#: In the order of their buttons.
ACTS: dict[str, Act] = {
    act.name: act
    for act in (SUBMIT, APPROVE, PUBLISH, SEND_BACK, RECALL, WITHDRAW, TAKE_DOWN, SHOW_AGAIN, BRING_BACK)
}


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicStep:
    """What two people do to a list, or to one household of it, that is public already: from which states of
    the list (empty: of any), the code of the reason where it cannot be done, and what will be so afterwards.
    """

    step: Step
    sources: frozenset[BatchState] = frozenset()
    elsewhere: str
    consequence: Promise


#: How each is done and undone stands in ``proposals``.
STEPS: dict[Step, PublicStep] = {
    row.step: row
    for row in (
        PublicStep(
            step=Step.TAKE_DOWN,
            sources=TAKE_DOWN.sources,
            elsewhere=TAKE_DOWN.elsewhere,
            consequence=_(
                "No public page, file or search shows a row of this list; its pages say that it was "
                "withdrawn and is being corrected, until a list is corrected, shown again or brought back."
            ),
        ),
        PublicStep(
            step=Step.SHOW_AGAIN,
            sources=SHOW_AGAIN.sources,
            elsewhere=SHOW_AGAIN.elsewhere,
            consequence=_("The list is public again as it was."),
        ),
        PublicStep(
            step=Step.HIDE,
            elsewhere="already_hidden",
            consequence=_(
                "No public page, file or search shows this household, also not in the lists of later "
                "months, until it is shown again. Its assistance goes on."
            ),
        ),
        PublicStep(
            step=Step.UNHIDE,
            elsewhere="not_hidden",
            consequence=_("The household is public again with the list it stands on."),
        ),
    )
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposalDecision:
    """How a proposal ends. ``name`` is its button; ``by_proposer``: by who proposed it, where all else is for
    a reviewer who did not. ``done`` is what whoever did it reads.
    """

    name: str
    outcome: ProposalOutcome
    by_proposer: bool = False
    needs_reason: bool = False
    logged: Logged
    done: Promise

    @property
    def action(self) -> str:
        """The name of its entry in the audit log."""
        return self.logged[0]


CONFIRM = ProposalDecision(
    name="confirm",
    outcome=ProposalOutcome.DONE,
    logged=(
        "disclosure.confirm_step",
        _("Confirm a step on a public list"),
        _("Confirmed a step on what is public"),
    ),
    done=_("Done: it holds on all public pages from now on."),
)
REFUSE = ProposalDecision(
    name="refuse",
    outcome=ProposalOutcome.REFUSED,
    needs_reason=True,
    logged=(
        "disclosure.refuse_step",
        _("Refuse a step on a public list"),
        _("Refused a step on what is public"),
    ),
    done=_("Refused. What is public stays as it is."),
)
TAKE_BACK = ProposalDecision(
    name="take-back",
    outcome=ProposalOutcome.TAKEN_BACK,
    by_proposer=True,
    logged=(
        "disclosure.take_back_step",
        _("Take a proposal back"),
        _("Took a proposal about what is public back"),
    ),
    done=_("The proposal was taken back."),
)

DECISIONS: dict[str, ProposalDecision] = {row.name: row for row in (CONFIRM, REFUSE, TAKE_BACK)}
