"""A lead's life as one table: what may happen when, by whom, what it asks for and where the lead stands then.

A row is an act. Rules that need more than the state (which material is fit, who may receive a letter …) are
with the act itself, in ``leads`` and ``transferring``.
"""

from dataclasses import dataclass
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.enums import Role
from supervision.enums import LeadEventKind as Kind
from supervision.enums import LeadStatus as Status
from supervision.visibility import LEAD_ROLES

#: A message, translated when it is shown.
StrOrPromise: TypeAlias = str | Promise

OPEN, TRANSFERRED, ANSWERED, CLOSED = Status.OPEN, Status.TRANSFERRED, Status.ANSWERED, Status.CLOSED


@dataclass(frozen=True)
class LeadTransition:
    """One row: ``sources`` empty means "before the first event", ``target`` None leaves the status as it is.

    ``permission`` is the policy's word for it and ``roles`` are the posts that give it, ``logged`` is the
    entry in the audit log. ``consequence`` and ``submit`` are on the form of an act that asks for its reason
    alone.
    """

    kind: Kind
    sources: frozenset[Status]
    target: Status | None
    label: Promise
    logged: str
    consequence: StrOrPromise = ""
    submit: StrOrPromise = ""
    permission: str = "change"
    roles: frozenset[Role] = LEAD_ROLES
    needs_reason: bool = True
    is_final: bool = False


def _row(kind, sources, target, label, logged, **more) -> LeadTransition:
    return LeadTransition(kind, frozenset(sources), target, label, logged, **more)


_TABLE = (
    _row(Kind.OPENED, set(), OPEN, _("Open a lead"), "supervision.open", permission="add"),
    _row(Kind.ITEM_ADDED, {OPEN}, None, _("Add material"), "supervision.add", needs_reason=False),
    _row(
        Kind.ITEM_REMOVED,
        {OPEN},
        None,
        _("Take out material"),
        "supervision.remove",
        consequence=_(
            "The piece leaves the lead and its letter. The timeline keeps that it was there, and why it went."
        ),
        submit=_("Take it out"),
    ),
    _row(
        Kind.NOTE,
        {OPEN, TRANSFERRED, ANSWERED},
        None,
        _("Write a note"),
        "supervision.note",
        consequence=_(
            "The note stands in the lead's timeline and cannot be changed later. It is not in the letter."
        ),
        submit=_("Save the note"),
    ),
    _row(
        Kind.PUT_BACK,
        frozenset(Status),
        None,
        _("Put back a keeper"),
        "supervision.put_back",
        consequence=_(
            "The lead opens again to inspectors from whom words alone hide it, and with it the case that "
            "speaks of them. What was said stays on file."
        ),
        submit=_("Put back"),
    ),
    _row(
        Kind.TRANSFERRED,
        {OPEN},
        TRANSFERRED,
        _("Transfer to discipline inspection"),
        "supervision.transfer",
        permission="transfer",
    ),
    _row(
        Kind.RESULT_RECEIVED,
        {TRANSFERRED},
        ANSWERED,
        _("Enter the result"),
        "supervision.result",
        consequence=_(
            "The lead is then answered and can be closed. Write what was found and done, and the letter's "
            "number."
        ),
        submit=_("Save the result"),
    ),
    # What was transferred is closed by its result, not by the one who sent it.
    _row(
        Kind.CLOSED,
        {OPEN, ANSWERED},
        CLOSED,
        _("Close the lead"),
        "supervision.close",
        consequence=_("A closed lead takes no more material and no more notes. This cannot be undone."),
        submit=_("Close it"),
        is_final=True,
    ),
)

TRANSITIONS: dict[Kind, LeadTransition] = {row.kind: row for row in _TABLE}


def allowed(kind: Kind, status: Status | None) -> bool:
    """Whether ``kind`` may follow ``status`` (None: the lead has no event yet)."""
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
    """The status that ``kind`` leaves behind."""
    after = TRANSITIONS[kind].target or status
    assert after is not None  # only OPENED may come first, and it names its target
    return after
