"""The life of a case as one table: what may happen when, by whom, and where the case stands afterwards.

A row says what an act is called, from which states it is possible, which roles may do it, what it asks for,
what it will do, and by name the rule beyond the state (``handling.guards``) and what it does to the case
(``handling.effects``).
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.enums import (
    ENDED_STATUSES,
    OPEN_STATUSES,
    WORKING_STATUSES,
    CaseKind,
    CaseStatus,
    EventKind,
)
from complaints.kinds import those_that
from complaints.transitions import CaseTransition, row
from organizations.enums import Role

#: The states in the order in which they are declared.
SCREENING, REGISTERED, HANDLING, WAITING, ANSWERED, REVIEW, CLOSED, DECLINED, REFERRED = CaseStatus

HANDLERS = frozenset({Role.HANDLER, Role.SUPERVISOR})
SUPERVISORS = frozenset({Role.SUPERVISOR})
DESK = frozenset({Role.OPERATOR})
#: Who works on a case that lies with their unit; an inspector's unit is the inspection group.
INVESTIGATORS = HANDLERS | {Role.INSPECTOR}
DECIDERS = SUPERVISORS | {Role.INSPECTOR}
EVERYONE_AT_WORK = INVESTIGATORS | DESK


_FOLLOWS = _("Follows by itself from what was written; nobody does it.")
_BY_ITSELF = (
    (EventKind.RAISE, pgettext_lazy("act", "Let the office above read it first")),
    (EventKind.HAND_BACK, pgettext_lazy("act", "Take out of the handler's hands")),
)

#: Before there is a case: registering is done by ``intake`` and by nothing else.
INITIAL = REGISTERED

_TABLE = (
    row(
        EventKind.SCREEN,
        {SCREENING},
        REGISTERED,
        INVESTIGATORS,
        pgettext_lazy("act", "Decide who handles it"),
        _(
            "The complainant sees which unit has it. A township's people open it; in an office above, who "
            "decides there and who is given it. Offices below do not. Choose your own unit to keep it."
        ),
        needs_reason=True,
        asks=("handling_unit",),
        is_serious=True,
        guard="screen",
        effect="screen",
    ),
    row(
        EventKind.ACCEPT,
        {REGISTERED},
        HANDLING,
        INVESTIGATORS,
        pgettext_lazy("act", "Accept"),
        _("The complainant is told that it was accepted. The time for the decision starts tomorrow."),
        effect="accept",
    ),
    row(
        EventKind.DECLINE,
        {REGISTERED},
        DECLINED,
        INVESTIGATORS,
        pgettext_lazy("act", "Do not accept"),
        _("The case ends here. The complainant reads the ground, and may ask the unit above for a review."),
        needs_text=True,
        asks=("ground",),
        is_serious=True,
        guard="decline",
    ),
    row(
        EventKind.ASSIGN,
        {REGISTERED, HANDLING, WAITING, REVIEW},
        None,
        DECIDERS,
        pgettext_lazy("act", "Assign"),
        _("The case moves to this handler's list. The dates stay as they are."),
        asks=("handler",),
        guard="assign",
        effect="assign",
    ),
    row(
        EventKind.TRANSFER,
        {REGISTERED, HANDLING, WAITING},
        REGISTERED,
        EVERYONE_AT_WORK,
        pgettext_lazy("act", "Pass to another unit"),
        _("The other unit takes over; the complainant sees which one. Clocks that run go on running."),
        needs_reason=True,
        asks=("unit",),
        is_serious=True,
        guard="transfer",
        effect="transfer",
    ),
    row(
        EventKind.OBJECT,
        {REGISTERED},
        None,
        INVESTIGATORS,
        pgettext_lazy("act", "Return as not competent"),
        _("The unit that passed it on is asked to take it back. Until it does, the case stays with you."),
        needs_reason=True,
        guard="objection",
    ),
    row(
        EventKind.TAKE_BACK,
        {REGISTERED},
        None,
        EVERYONE_AT_WORK,
        pgettext_lazy("act", "Take back"),
        _("The case comes back to your unit, which decides again who is competent."),
        needs_reason=True,
        guard="take_back",
        effect="take_back",
    ),
    row(
        EventKind.REFER,
        {SCREENING, REGISTERED, HANDLING, WAITING, REVIEW},
        REFERRED,
        INVESTIGATORS,
        pgettext_lazy("act", "Refer outside"),
        _("It goes on elsewhere. The complainant reads where, and may ask the unit above for a review."),
        needs_reason=True,
        needs_text=True,
        is_serious=True,
    ),
    row(
        EventKind.REQUEST_EXTENSION,
        WORKING_STATUSES,
        None,
        INVESTIGATORS,
        pgettext_lazy("act", "Ask for an extension"),
        _("A supervisor decides. Until then the date stays as it is. An extension is possible once."),
        needs_reason=True,
        asks=("days",),
        guard="request_extension",
    ),
    row(
        EventKind.APPROVE_EXTENSION,
        WORKING_STATUSES,
        None,
        DECIDERS,
        pgettext_lazy("act", "Approve the extension"),
        _("The new date applies at once, and the complainant reads the reason."),
        needs_text=True,
        decides_extension=True,
        guard="decide_extension",
        effect="approve_extension",
    ),
    row(
        EventKind.REFUSE_EXTENSION,
        WORKING_STATUSES,
        None,
        DECIDERS,
        pgettext_lazy("act", "Refuse the extension"),
        _("The date stays as it is. The handler reads the reason."),
        needs_reason=True,
        decides_extension=True,
        guard="decide_extension",
    ),
    row(
        EventKind.ASK_COMPLAINANT,
        WORKING_STATUSES,
        WAITING,
        EVERYONE_AT_WORK,
        pgettext_lazy("act", "Ask the complainant"),
        _("The complainant sees the question under the receipt. The clocks go on running."),
        needs_text=True,
    ),
    row(
        EventKind.COMPLAINANT_WROTE,
        frozenset(CaseStatus),
        None,
        frozenset(),
        pgettext_lazy("act", "Write back"),
        _("The message joins the case."),
        needs_text=True,
        by_complainant=True,
        effect="hide_from_below",
    ),
    row(
        EventKind.NOTE,
        frozenset(CaseStatus),
        None,
        EVERYONE_AT_WORK,
        pgettext_lazy("act", "Add an internal note"),
        _("Colleagues who see the case read it; the complainant never does."),
        needs_reason=True,
    ),
    row(
        EventKind.NOTE_CALL,
        frozenset(CaseStatus),
        None,
        DESK,
        pgettext_lazy("act", "Note a follow-up call"),
        _("What the caller said joins the case, and the caller sees it under the receipt."),
        needs_text=True,
        effect="heard_above",
    ),
    row(
        EventKind.ANSWER,
        WORKING_STATUSES,
        ANSWERED,
        INVESTIGATORS,
        pgettext_lazy("act", "Answer"),
        _("The complainant reads the answer at once; the clock for the decision stops."),
        needs_text=True,
        asks=("outcome",),
        guard="answer",
    ),
    row(
        EventKind.CLOSE,
        {ANSWERED},
        CLOSED,
        INVESTIGATORS,
        pgettext_lazy("act", "Close"),
        _("The case is done. Somebody else calls the complainant back the next working day."),
    ),
    row(
        EventKind.CALL_BACK,
        {ANSWERED, CLOSED},
        None,
        # A complaint is mostly closed to the desk: then somebody else than who handled it calls (``guards``).
        EVERYONE_AT_WORK,
        pgettext_lazy("act", "Note the call-back"),
        _("What the complainant said about the handling joins the case."),
        needs_reason=True,
        asks=("satisfied",),
        guard="call_back",
        effect="heard_above",
    ),
    row(
        EventKind.ADD_RESPONDENT,
        frozenset(CaseStatus),
        None,
        EVERYONE_AT_WORK,
        pgettext_lazy("act", "Add a respondent"),
        _(
            "Whoever is named, their unit and those who work under it no longer see the case, nor do you if "
            "you are one of them. If it lies with them, the unit above takes over. This cannot be undone."
        ),
        needs_reason=True,
        asks=("accused_unit", "accused_name"),
        is_serious=True,
        guard="add_respondent",
        effect="add_respondent",
    ),
    row(
        EventKind.PUT_BACK,
        frozenset(CaseStatus),
        None,
        DECIDERS,
        pgettext_lazy("act", "Put back somebody whom words removed"),
        _(
            "Whoever you choose may see the case again, and decides nothing in it. Their office may have it, "
            "if somebody else hands it there. What was said stays on file. If words name them anew, it is "
            "hidden again."
        ),
        needs_reason=True,
        asks=("respondents",),
        is_serious=True,
        guard="put_back",
        effect="put_back",
    ),
    *(row(kind, CaseStatus, None, (), label, _FOLLOWS) for kind, label in _BY_ITSELF),
    row(
        EventKind.RULE_OUT,
        OPEN_STATUSES | {ANSWERED},
        None,
        frozenset(),
        pgettext_lazy("act", "Keep it from an office"),
        _("The office neither has nor sees the case any more; another one goes on with it."),
        by_complainant=True,
        guard="rule_out",
        effect="rule_out",
    ),
    row(
        EventKind.WITHDRAW,
        # Not before somebody above has read it: nobody ends a report on another's word.
        (OPEN_STATUSES - {SCREENING}) | {ANSWERED},
        CLOSED,
        EVERYONE_AT_WORK,
        pgettext_lazy("act", "Withdrawn by the complainant"),
        _("The case ends because the complainant asked for it."),
        needs_reason=True,
        is_serious=True,
        effect="heard_above",
    ),
    row(
        EventKind.REOPEN,
        ENDED_STATUSES,
        HANDLING,
        DECIDERS,
        pgettext_lazy("act", "Reopen"),
        _("The case is worked on again, and the time for the decision starts anew."),
        needs_reason=True,
        is_serious=True,
    ),
    row(
        EventKind.ASK_REVIEW,
        ENDED_STATUSES,
        REVIEW,
        # Whoever cannot write says it to the desk or, where that is not open to it, to the office.
        DESK | DECIDERS,
        pgettext_lazy("act", "Register a request for review"),
        _("The unit above takes over and answers within the time for reviews."),
        needs_text=True,
        by_complainant=True,
        guard="ask_review",
        effect="ask_review",
    ),
)

TRANSITIONS: dict[EventKind, CaseTransition] = {each.kind: each for each in _TABLE}

#: Moves that differ from the row: (act, state before) → state after.
TARGET_OVERRIDES = {
    # The office above decides again who handles it, also when it had ended; no clock starts anew.
    **dict.fromkeys(((EventKind.RAISE, state) for state in CaseStatus if state != REVIEW), SCREENING),
    # The question is answered, so the work goes on; no clock has stopped meanwhile.
    (EventKind.COMPLAINANT_WROTE, WAITING): HANDLING,
    # A question during a review does not end the review.
    (EventKind.ASK_COMPLAINANT, REVIEW): REVIEW,
}

#: Starting states beside the row's: an enquiry is answered where it is taken (信访工作条例 23: 当场告知).
EXTRA_SOURCES = {
    (EventKind.ANSWER, kind): frozenset({REGISTERED}) for kind in those_that("answered_at_intake")
}


def status_after(kind: EventKind, before: CaseStatus) -> CaseStatus:
    """Return where the case stands after the act. Raises ``KeyError`` for an act the table does not have."""
    return TARGET_OVERRIDES.get((kind, before)) or TRANSITIONS[kind].target or before


def sources(kind: EventKind, case_kind: CaseKind | str) -> frozenset[CaseStatus]:
    """Return the states from which the act is possible for this kind of case."""
    return TRANSITIONS[kind].sources | EXTRA_SOURCES.get((kind, CaseKind(case_kind)), frozenset())
