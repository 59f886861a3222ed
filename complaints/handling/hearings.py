"""Hearings in a review (听证, 信访工作条例 31, 36): called for a day, and what became of them.

Only in the second review the time for it is not counted, by 36; in the first one the count goes on. It stands
still once in a review, from the call to the day for which it was called, so that no call lengthens another.
"""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from complaints.clocks.deadlines import short_date
from complaints.enums import ClockKind, EventKind, HearingEnd
from complaints.handling import reviews
from complaints.handling.attempted import AttemptedAct, time_left
from complaints.handling.hands import Facts
from complaints.history import History
from complaints.models import CaseEvent


def call_hearing(act: AttemptedAct) -> Iterator[str]:
    """One at a time, for a day that comes soon enough."""
    yield from left_open(act)
    if act.facts is None:
        return
    try:
        day = date.fromisoformat(str(act.facts.get("hearing_on", "")))
    except ValueError:
        yield _("Write the day of the hearing.")
        return
    latest = time_left(act, ClockKind.HEARING, act.today)
    if day <= act.today:
        yield _("The hearing is on a day that comes: the complainant has to be told before.")
    elif latest is not None and day > latest:
        yield _("A hearing is held by %(date)s at the latest.") % {"date": short_date(latest)}


def end_hearing(act: AttemptedAct) -> Iterator[str]:
    """What was called, with what became of it."""
    if called(act.history) is None:
        yield _("No hearing is called.")
    if act.facts is not None and act.facts.get("held") not in HearingEnd.values:
        yield _("Choose whether the hearing was held.")


def left_open(act: AttemptedAct) -> Iterator[str]:
    """No answer while the complainant is told of a hearing that then never comes."""
    if called(act.history):
        yield _("A hearing is called already. Write what became of it first.")


def called(history: History) -> CaseEvent | None:
    """Return the call of a hearing in this review of which nobody has written what became of it, or None."""
    last = history.last(EventKind.CALL_HEARING, EventKind.END_HEARING)
    asked = history.last(EventKind.ASK_REVIEW)
    if last is None or last.kind == EventKind.END_HEARING or (asked and asked.sequence > last.sequence):
        return None
    return last


def facts_of_call(act: AttemptedAct, facts: Facts) -> Facts:
    """What the event keeps: the day, and whether the time for the review stands still until then."""
    asked = [event for event in act.history.events if event.kind == EventKind.ASK_REVIEW]
    before = act.history.last(EventKind.CALL_HEARING)
    is_first = before is None or before.sequence < asked[-1].sequence
    return facts | {"pauses": len(asked) >= reviews.MOST and is_first}


def in_words(event: CaseEvent) -> str:
    """For which day it was called, or what became of it; empty for any other event."""
    if event.kind == EventKind.CALL_HEARING:
        return _("On %(date)s") % {"date": short_date(date.fromisoformat(event.data["hearing_on"]))}
    held = event.data.get("held", "") if event.kind == EventKind.END_HEARING else ""
    return str(HearingEnd(held).label) if held else ""
