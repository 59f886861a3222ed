"""What the last page shows: both numbers, and what happens by when."""

from dataclasses import dataclass

from django.utils import timezone

from complaints import urgency
from complaints.clocks import progress
from complaints.clocks.deadlines import short_date
from complaints.identity import receipts
from complaints.models import Case


@dataclass(frozen=True)
class Confirmation:
    """Receipt, PIN and telephone code as they are to be noted down, and the promises of the case.

    ``urgent``: who helps now, where it tells of something that can not wait.
    """

    receipt: str
    pin: str
    spoken: str
    case: Case
    received: str
    promises: list[progress.Promised]
    urgent: list[str]


def of(submission_key: str) -> Confirmation | None:
    """The confirmation of a submission, derived from its key anew; None when nothing was filed under it."""
    filed = receipts.filed_by(submission_key)
    if filed is None:
        return None
    received = short_date(timezone.localdate(filed.case.received_at))
    urgent = urgency.help_for(urgency.told_in([filed.case.title, filed.case.narrative]))
    promises = progress.promises(filed.case)
    return Confirmation(filed.receipt, filed.pin, filed.spoken, filed.case, received, promises, urgent)
