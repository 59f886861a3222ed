"""The life of a case as one table: what may happen when, by whom, and where the case stands afterwards.

A row says what an act is called, from which states it is possible, which roles may do it, what it asks for,
what it will do, and by name the rule beyond the state (``handling.guards``) and what it does to the case
(``handling.effects``). The rows stand in ``hands``, ``work``, ``endings``,
``parties`` and ``aside``, ``several``.
"""

from complaints.acts import acts_that
from complaints.enums import CaseKind, CaseStatus, EventKind
from complaints.kinds import those_that
from complaints.workflow import aside, endings, hands, parties, several, work
from complaints.workflow.people import DECIDERS, DESK, EVERYONE_AT_WORK, INSPECTORS, INVESTIGATORS
from complaints.workflow.states import HANDLING, MERGED, REGISTERED, REVIEW, SCREENING, WAITING
from complaints.workflow.transition import CaseTransition

__all__ = [
    "DECIDERS",
    "DESK",
    "EVERYONE_AT_WORK",
    "EXTRA_SOURCES",
    "INITIAL",
    "INSPECTORS",
    "INVESTIGATORS",
    "TARGET_OVERRIDES",
    "TRANSITIONS",
    "CaseTransition",
    "sources",
    "status_after",
]

#: Before there is a case: registering is done by ``intake`` and by nothing else.
INITIAL = REGISTERED

_ROWS = {row.kind: row for part in (hands, work, endings, parties, aside, several) for row in part.ROWS}
#: In the order in which the acts are declared.
TRANSITIONS: dict[EventKind, CaseTransition] = {kind: _ROWS[kind] for kind in EventKind if kind in _ROWS}

#: Moves that differ from the row: (act, state before) → state after.
TARGET_OVERRIDES = {
    # Whom it is about now, or kept from, may be who works on the case that leads it.
    **dict.fromkeys(((kind, MERGED) for kind in acts_that("goes_alone")), REGISTERED),
    # The office above decides again who handles it, also when it had ended; no clock starts anew.
    **dict.fromkeys(((EventKind.RAISE, state) for state in CaseStatus if state != REVIEW), SCREENING),
    # The question is answered, so the work goes on; no clock has stopped meanwhile.
    (EventKind.COMPLAINANT_WROTE, WAITING): HANDLING,
    # A question during a review does not end the review.
    (EventKind.ASK_COMPLAINANT, REVIEW): REVIEW,
}

#: Starting states beside the row's: an enquiry is answered where it is taken (信访工作条例 23: 当场告知).
EXTRA_SOURCES = {
    (act, kind): frozenset({REGISTERED})
    for kind in those_that("answered_at_intake")
    for act in (
        EventKind.ANSWER,
        EventKind.PROPOSE_ANSWER,
        EventKind.RETURN_ANSWER,
        EventKind.APPROVE_ANSWER,
    )
}


def status_after(kind: EventKind, before: CaseStatus) -> CaseStatus:
    """Return where the case stands after the act. Raises ``KeyError`` for an act the table does not have."""
    return TARGET_OVERRIDES.get((kind, before)) or TRANSITIONS[kind].target or before


def sources(kind: EventKind, case_kind: CaseKind | str) -> frozenset[CaseStatus]:
    """Return the states from which the act is possible for this kind of case."""
    return TRANSITIONS[kind].sources | EXTRA_SOURCES.get((kind, CaseKind(case_kind)), frozenset())
