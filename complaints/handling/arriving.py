"""A case comes to another office by nobody's act: since it is about the one that had it, or is read above.

What was written is read for the new office before anybody there sees it, in the same transaction: what said
nothing against the inspection group while the township had the case may do so on its own desk.
"""

from datetime import datetime
from typing import Any

from complaints.enums import CaseStatus, EventKind, Sight
from complaints.handling import hands
from complaints.handling.record import write_by_itself
from complaints.models import Case, CaseEvent
from complaints.parties import on_file
from complaints.routing import FirstHands
from complaints.texts.respondent_matching import ResolvedRespondent


def include(case: Case, parties: list[ResolvedRespondent], *, at: datetime, **facts: Any) -> CaseEvent:
    """Make the case be about the parties.

    Where it was kept from the place and leaves its office by that, the next one decides first who handles it,
    and the complainant is told.
    """
    before = case.unit_id
    event = write_by_itself(case, EventKind.ADD_RESPONDENT, hands.include(case, parties) | facts, at=at)
    if case.unit_id != before:
        if case.sight != Sight.PLACE and event.status != CaseStatus.SCREENING:
            write_by_itself(case, EventKind.RAISE, {"from": before, "unit": case.unit_id}, at=at)
        _read_there(case, at=at)
    return event


def raise_to(case: Case, first: FirstHands, matter: str, *, at: datetime) -> CaseEvent:
    """Let an office above read the case first and decide who handles it."""
    before = case.unit_id
    event = write_by_itself(case, EventKind.RAISE, hands.raise_above(case, first, matter), at=at)
    if case.unit_id != before:
        _read_there(case, at=at)
    return event


def _read_there(case: Case, *, at: datetime) -> None:
    """Ends, since each office is met once: it is among the respondents then."""
    if named := on_file.named_where_it_is(case):
        include(case, named, at=at)
