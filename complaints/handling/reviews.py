"""Reviews: how many there are, and which unit answers one (信访工作条例 35, 36).

The desk registers a request for who calls, and nobody can prove who called. So what the desk wrote takes
nothing from the complainant: against them count only the requests that came with their receipt, and
with a PIN that no staff heard.
"""

from collections.abc import Iterable

from complaints import routing
from complaints.enums import EventKind
from complaints.handling.attempted import AttemptedAct
from complaints.history import History
from complaints.identity import own_pins
from complaints.models import Case, CaseEvent
from organizations.models import Unit

#: The review and the second one, which is final.
MOST = 2


def surely_asked(act: AttemptedAct) -> bool:
    """Whether it is surely the complainant who asks: nobody on the staff, and with no PIN that staff heard.

    Where only is asked what could be done, it is a PIN of one's own, or the first one of the web.
    """
    own = act.facts is None or act.facts.get("own") or not own_pins.was_heard(act.history.events[0])
    return act.user is None and bool(own)


def are_used_up(history: History, *, by_complainant: bool) -> bool:
    """Whether no further review can be asked for, by the complainant themselves or at the desk."""
    asked = [event for event in history.events if event.kind == EventKind.ASK_REVIEW]
    others = _by_others(history)
    return len([event for event in asked if not by_complainant or event not in others]) >= MOST


def reviewer(case: Case, history: History, accused: Iterable[int], *, by_complainant: bool) -> Unit | None:
    """Return the unit above, which answers the review; None where there is none in the system.

    Where a request of the desk, or with a heard PIN, brought the case to the highest unit, that unit looks at
    it once more when the complainant asks: else the desk would have taken the review from them.
    """
    higher = routing.above(case.unit, accused)
    if higher is None and by_complainant and _by_others(history):
        return case.unit
    return higher


def _by_others(history: History) -> list[CaseEvent]:
    """The requests that perhaps were not the complainant's."""
    heard = own_pins.under_heard(history.events)
    return [
        event
        for event in history.events
        if event.kind == EventKind.ASK_REVIEW and (event.actor_id is not None or event.pk in heard)
    ]
