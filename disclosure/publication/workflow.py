"""Acts on a list as one table: from which states, by whom, what its page says, what the log keeps.

Rules that need more than the state (nobody reviews their own work, what a list corrects …) are with the acts
themselves, in ``reviewing``, ``proposals`` and ``versions``; whose posts give a permission says ``roles``.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure.enums import WAS_PUBLIC, BatchState


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """One row. ``name`` is the act in addresses, ``permission`` the policy's word for it.

    In a state that is none of ``sources`` the reason with the code ``elsewhere`` is told. ``logged`` is its
    entry in the audit log: the action, what it is called, and that it was done. ``done`` is what whoever did
    it reads. ``compares``: it looks at the rows by household, and its page shows what the list changes.
    ``may_end_many``: it asks for the number of households that end, where that is many.
    """

    name: str
    permission: str
    sources: frozenset[BatchState]
    logged: tuple[str, Promise, Promise]
    label: Promise
    consequence: Promise
    done: Promise
    elsewhere: str = "wrong_state"
    needs_reason: bool = False
    is_serious: bool = False
    compares: bool = False
    may_end_many: bool = False

    @property
    def action(self) -> str:
        """The name of its entry in the audit log."""
        return self.logged[0]


_PROPOSED = (
    "disclosure.propose_step",
    _("Propose a step on a public list"),
    _("Proposed a step on what is public"),
)
_TELL_A_REVIEWER = _("Proposed. A reviewer who did not propose it confirms it; tell one of them now.")

SUBMIT = Act(
    name="submit",
    permission="submit",
    sources=frozenset({BatchState.DRAFT, BatchState.RETURNED}),
    logged=("disclosure.submit", _("Submit a list"), _("Submitted a list for review")),
    label=_("Submit for review"),
    consequence=_("A reviewer is asked to look at it. You cannot change it meanwhile."),
    done=_("The list waits for review."),
    compares=True,
)
APPROVE = Act(
    name="approve",
    permission="approve",
    sources=frozenset({BatchState.SUBMITTED}),
    logged=("disclosure.approve", _("Approve a list"), _("Approved a list")),
    label=_("Approve and publish"),
    consequence=_("The list is frozen and becomes public, in place of the one now shown there."),
    done=_("The list was approved and is public."),
    compares=True,
    may_end_many=True,
)
PUBLISH = Act(
    name="publish",
    permission="approve",
    sources=frozenset({BatchState.APPROVED}),
    elsewhere="not_approved",
    logged=("disclosure.publish", _("Publish a list"), _("Published a list")),
    label=_("Publish"),
    consequence=_("The approved list becomes public, in place of the one now shown there."),
    done=_("The list is public."),
    compares=True,
    may_end_many=True,
)
SEND_BACK = Act(
    name="send-back",
    permission="approve",
    sources=frozenset({BatchState.SUBMITTED, BatchState.APPROVED}),
    logged=("disclosure.send_back", _("Send a list back"), _("Sent a list back")),
    label=_("Send back"),
    consequence=_("The list goes back to its editor, who reads your reason. Nothing becomes public."),
    done=_("The list was sent back."),
    needs_reason=True,
)
RECALL = Act(
    name="recall",
    permission="submit",
    sources=frozenset({BatchState.SUBMITTED}),
    logged=(
        "disclosure.recall",
        _("Take a list back from review"),
        _("Took a list back from review"),
    ),
    label=_("Take it back from review"),
    consequence=_("The list is a draft again. Nobody can approve it until it is submitted anew."),
    done=_("The list is a draft again."),
)
WITHDRAW = Act(
    name="withdraw",
    permission="submit",
    sources=frozenset({BatchState.DRAFT, BatchState.RETURNED}),
    logged=("disclosure.withdraw", _("Withdraw a list"), _("Withdrew a list")),
    label=_("Withdraw"),
    consequence=_("The rows of this draft are deleted. What is public now stays as it is."),
    done=_("The list was withdrawn."),
    is_serious=True,
)
TAKE_DOWN = Act(
    name="take-down",
    permission="propose",
    sources=frozenset({BatchState.PUBLISHED}),
    elsewhere="not_shown",
    logged=_PROPOSED,
    label=_("Propose to withdraw it from the public"),
    consequence=_(
        "As soon as a reviewer confirms, no public page, file or search shows a row of this list; its "
        "pages say that it was withdrawn and is being corrected. It ends nobody's assistance, and can be "
        "undone."
    ),
    done=_TELL_A_REVIEWER,
    needs_reason=True,
    is_serious=True,
)
SHOW_AGAIN = Act(
    name="show-again",
    permission="propose",
    sources=frozenset({BatchState.TAKEN_DOWN}),
    elsewhere="not_withdrawn",
    logged=_PROPOSED,
    label=_("Propose to show it again"),
    consequence=_("As soon as a reviewer confirms, the list is public again as it was."),
    done=_TELL_A_REVIEWER,
    needs_reason=True,
)
BRING_BACK = Act(
    name="bring-back",
    permission="submit",
    sources=WAS_PUBLIC,
    elsewhere="never_public",
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
