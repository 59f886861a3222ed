"""In which order a page offers the acts that are possible."""

from complaints.enums import EventKind
from complaints.workflow import CaseTransition

#: The acts that move a case on, in the order in which a page offers them; the rest follow.
MAIN_ACTS = (
    EventKind.SCREEN,
    EventKind.APPROVE_EXTENSION,
    EventKind.APPROVE_ANSWER,
    EventKind.RETURN_ANSWER,
    EventKind.TAKE_BACK,
    EventKind.ACCEPT,
    EventKind.ANSWER,
    EventKind.PROPOSE_ANSWER,
    EventKind.CLOSE,
    EventKind.CALL_BACK,
    EventKind.ASSIGN,
    EventKind.ASK_COMPLAINANT,
    EventKind.NOTE_CALL,
)


def in_order(row: CaseTransition) -> tuple[int, bool]:
    """Sort key: the acts that move a case on first, those that end it last."""
    place = MAIN_ACTS.index(row.kind) if row.kind in MAIN_ACTS else len(MAIN_ACTS)
    return place, row.is_serious
