"""When the complainant received how the case ended: from then on they have the time to ask for a review.

The law counts from the receipt of the written answer (信访工作条例 35, 36), and not from the day on which an
office wrote it. It is received when it is read under the receipt, with a PIN that shows it, or when somebody
reached by telephone was asked about it. Until then the time has not begun, and nothing is lost by it.
"""

from datetime import date

from django.utils import timezone

from complaints.acts import acts_that
from complaints.clocks import calendars, standards
from complaints.clocks.clock import due
from complaints.enums import ENDED_STATUSES, ClockKind, EventKind
from complaints.history import History
from complaints.models import Case


def note_act(case: Case, kind: EventKind, facts: dict, day: date) -> None:
    """Let the case, unsaved, say what an act makes of it: a new end is read by nobody yet."""
    if kind in acts_that("tells_the_end"):
        case.end_read_on = None
    elif kind == EventKind.CALL_BACK and facts.get("satisfied") is not None and case.end_read_on is None:
        case.end_read_on = day


def note_read(case: Case) -> None:
    """Write down that the complainant reads today how it ended, where they had not yet."""
    if case.end_read_on is None and case.latest_status in ENDED_STATUSES:
        case.end_read_on = timezone.localdate()
        unread = Case.objects.filter(pk=case.pk, latest_event=case.latest_event_id, end_read_on__isnull=True)
        unread.update(end_read_on=case.end_read_on)


def last_day(case: Case, history: History) -> date | None:
    """Return the last day on which a review can be asked for; None while the time has not begun."""
    decided = history.decided_on()
    if decided is None or case.end_read_on is None:
        return None
    start = max(decided, case.end_read_on)
    standard = standards.limit(standards.Situation.of(case), ClockKind.ASK_REVIEW, start)
    return due(start, standard.days, standard.unit, calendars.load()).date if standard else None
