"""What may follow what in a lead's life, as one table.

A row says from which statuses an act is allowed, which status it leaves behind (None: unchanged) and
whether the inspector must give a reason. Who may act is the same for all of them: an inspector with the
lead in their scope (`supervision.permissions`).
"""

from dataclasses import dataclass
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from supervision.enums import LeadEventKind as Kind
from supervision.enums import LeadStatus as Status

#: A message, translated when it is shown.
StrOrPromise: TypeAlias = str | Promise


@dataclass(frozen=True)
class Move:
    """One act: `sources` empty means "before the first event"."""

    sources: frozenset[Status]
    target: Status | None
    needs_reason: bool


TRANSITIONS: dict[Kind, Move] = {
    Kind.OPENED: Move(frozenset(), Status.OPEN, needs_reason=True),
    Kind.ITEM_ADDED: Move(frozenset({Status.OPEN}), None, needs_reason=False),
    Kind.ITEM_REMOVED: Move(frozenset({Status.OPEN}), None, needs_reason=True),
    Kind.NOTE: Move(frozenset({Status.OPEN, Status.TRANSFERRED, Status.ANSWERED}), None, needs_reason=True),
    Kind.TRANSFERRED: Move(frozenset({Status.OPEN}), Status.TRANSFERRED, needs_reason=True),
    Kind.RESULT_RECEIVED: Move(frozenset({Status.TRANSFERRED}), Status.ANSWERED, needs_reason=True),
    # What was transferred is closed by its result, not by the one who sent it.
    Kind.CLOSED: Move(frozenset({Status.OPEN, Status.ANSWERED}), Status.CLOSED, needs_reason=True),
}


class NotAllowed(Exception):
    """An act was refused; `reasons` says everything that stands against it, in words to act on."""

    def __init__(self, *reasons: StrOrPromise) -> None:
        self.reasons = [str(reason) for reason in reasons]
        super().__init__(" ".join(self.reasons))


def allowed(kind: Kind, status: Status | None) -> bool:
    """Whether `kind` may follow `status` (None: the lead has no event yet)."""
    sources = TRANSITIONS[kind].sources
    return status in sources if sources else status is None


def refusals(kind: Kind, status: Status | None, reason: str) -> list[StrOrPromise]:
    """Everything in the table that stands against the act; empty when nothing does."""
    found: list[StrOrPromise] = []
    if not allowed(kind, status):
        found.append(
            _("“%(act)s” is not possible while the lead is “%(status)s”.")
            % {
                "act": Kind(kind).label,
                "status": Status(status).label if status else pgettext_lazy("lead", "new"),
            }
        )
    if TRANSITIONS[kind].needs_reason and not reason.strip():
        found.append(_("Say why: the reason is kept with the lead and in the audit log."))
    return found


def target(kind: Kind, status: Status | None) -> Status:
    """The status that `kind` leaves behind."""
    after = TRANSITIONS[kind].target or status
    assert after is not None  # only OPENED may come first, and it names its target
    return after
