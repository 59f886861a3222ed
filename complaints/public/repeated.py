"""The same text once more: shown to whoever sends it, and only where the earlier case is surely theirs.

That is a case which this session filed or opened within the half hour, with its receipt and PIN. Whether
anybody else ever sent these words is told to nobody: it would say that a case exists.
"""

from complaints.handling import alike
from complaints.identity import own_pins, receipts
from complaints.models import Case
from complaints.public import session_state


def sent_before(session, text: str) -> Case | None:
    """Return the visitor's own case with nearly this story, or None."""
    own = [case for case in (_filed(session), _opened(session)) if case]
    return next((case for case in own if alike.is_same(text, case)), None)


def _filed(session) -> Case | None:
    key = session_state.filed(session)
    return receipts.case_of(key) if key else None


def _opened(session) -> Case | None:
    case = Case.objects.filter(pk=session_state.opened(session) or 0).first()
    whole = case is not None and own_pins.opens_all(case, session_state.under(session))
    return case if whole else None
