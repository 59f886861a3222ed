"""An objection to a row that was answered as right is told to the list, which says so when the row changes.

Only where nobody in office could take it for a report: its complainant said that it is about nobody, nobody
is on file as meant, it is not about conduct or money, and the place itself opens it: what is kept from the
place is not told there by a note either. In doubt the list says nothing. What is reopened is not told any
more, unless it was read already; and what becomes of one objection changes nothing about what another left.
"""

from collections.abc import Sequence
from hashlib import sha256

from complaints.enums import ENDED_STATUSES, EventKind, Matter, OpinionOutcome, Reach, Sight
from complaints.kinds import kind_of
from complaints.models import Case, CaseEvent
from complaints.parties import own_work
from disclosure import objections

#: What an answer says where the row was wrong.
RIGHT = frozenset({OpinionOutcome.SUPPORTED, OpinionOutcome.PARTLY})


def update_list(case: Case, events: Sequence[CaseEvent]) -> None:
    """Tell the list what the latest event means for it, inside its transaction; ``events`` are all of the
    case. Also what nobody did: an appointment, or a new word, may hide the case from the place.
    """
    if case.recipient is None or not kind_of(case.kind).needs_row:
        return
    event = events[-1]
    answered = event.kind == EventKind.ANSWER
    if answered and event.data.get("outcome") in RIGHT and _is_about_nobody(case):
        objections.confirm(case.recipient, _source(case), event.at)
    elif answered or not _stands(case, events):
        objections.forget(_source(case))


def _source(case: Case) -> str:
    """What the list knows the objection by: nothing that could be read there as a case."""
    return sha256(f"complaints.objection:{case.number}".encode()).hexdigest()


def _stands(case: Case, events: Sequence[CaseEvent]) -> bool:
    """Whether nothing speaks against an answer that was given before: or none was."""
    if not any(event.kind == EventKind.ANSWER for event in events):
        return True
    return events[-1].status in ENDED_STATUSES and _is_about_nobody(case)


def _is_about_nobody(case: Case) -> bool:
    return (
        case.reach == Reach.NOBODY
        and case.sight == Sight.PLACE
        and case.matter not in (Matter.CONDUCT, Matter.MONEY)
        and not own_work.without(case.respondents.all()).exists()
    )
