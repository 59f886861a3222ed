"""Reviews: how many there are, and which unit answers one (信访工作条例 35, 36).

The desk registers a request for who calls, and nobody can prove who called. So what the desk wrote takes
nothing from the complainant: against them count only the requests that came with their receipt.
"""

from __future__ import annotations

from collections.abc import Iterable

from complaints import routing
from complaints.enums import EventKind
from complaints.history import History
from complaints.models import Case
from organizations.models import Unit

#: The review and the second one, which is final.
MOST = 2


def are_used_up(history: History, *, by_complainant: bool) -> bool:
    """Whether no further review can be asked for, by the complainant themselves or at the desk."""
    asked = [event.actor_id is None for event in history.events if event.kind == EventKind.ASK_REVIEW]
    return (sum(asked) if by_complainant else len(asked)) >= MOST


def reviewer(case: Case, history: History, accused: Iterable[int], *, by_complainant: bool) -> Unit | None:
    """Return the unit above, which answers the review; None where there is none in the system.

    Where a request of the desk brought the case to the highest unit, that unit looks at it once more when the
    complainant asks: else the desk would have taken the review from them.
    """
    higher = routing.above(case.unit, accused)
    if higher is None and by_complainant and _desk_asked(history):
        return case.unit
    return higher


def _desk_asked(history: History) -> bool:
    return any(event.kind == EventKind.ASK_REVIEW and event.actor_id is not None for event in history.events)
