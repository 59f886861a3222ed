"""What an objection (公示异议) does to a notice; told by the room above, where it is a case.

It holds the notice at once, whoever brought it and whatever it says: nothing is approved meanwhile. When no
objection is open any more, one that was looked into leaves the notice to a person, who shows it again or
takes it back (最低生活保障审核确认办法 19; 特困人员认定办法 15, 26). Where none was accepted (不予受理) the
notice goes on as if there had been none, so that nobody stops an approval by objecting for ever. Of who
objected, how many, and where the case lies, nothing is kept here.
"""

from datetime import date, datetime

from django.utils import timezone

from disclosure.enums import HELD_NOTICES, NoticeEventKind, NoticeState
from disclosure.models import Notice, NoticeEvent
from disclosure.notices import periods
from disclosure.notices.record import RUNS_FROM, beside, locked, write
from disclosure.working_days import working_day_counter
from protection import audit


def raised(notice: Notice) -> Notice:
    """Hold a notice that the public sees, and others of its household for the same (one that was taken back
    is entered anew while the case is open); one that is over, or held already, stays as it is.

    In the transaction of what was filed: both are written or neither.
    """
    notice = locked(notice)
    _note(notice, is_open=True)
    for other in beside(notice).open():
        hold(other)
    return hold(notice)


def hold(notice: Notice) -> Notice:
    """Hold a notice that the public sees. The caller holds the row."""
    today = timezone.localdate()
    if notice.state_on(today) not in (NoticeState.STANDING, NoticeState.DECIDED):
        return notice
    rule = periods.rule(notice.programme_id, notice.kind, notice.region_id)
    decide_by = None
    if rule:
        decide_by = periods.last_day(today, rule.decided_within, rule.decided_unit, working_day_counter()).day
    event = write(notice, NoticeEventKind.OBJECTED, decide_by=decide_by)
    audit.record("disclosure.hold_notice", notice, by_itself=True, event=event.pk)
    return notice


def settled(notice: Notice, *, dismissed: bool) -> Notice:
    """No objection to it is open any more. ``dismissed``: none of those since it last began was accepted.

    It stays held while one to another notice of its household is, and what was held for this one goes to a
    reviewer, whatever became of the objection.
    """
    notice = locked(notice)
    _note(notice, is_open=False)
    for other in beside(notice).open():
        _release(other, dismissed=False)
    taken_back = beside(notice).filter(state=NoticeState.TAKEN_BACK, events__kind=NoticeEventKind.OBJECTED)
    return _release(notice, dismissed=dismissed and not taken_back.exists())


def is_objected_to(notice: Notice) -> bool:
    """Whether an objection is open to it, or to another notice of its household for the same."""
    return notice.has_objection or beside(notice).filter(has_objection=True).exists()


def _note(notice: Notice, *, is_open: bool) -> None:
    if notice.has_objection != is_open:
        notice.has_objection = is_open
        notice.save(update_fields=["has_objection"])


def _release(notice: Notice, *, dismissed: bool) -> Notice:
    if notice.state != NoticeState.SUSPENDED or is_objected_to(notice):
        return notice
    kind = NoticeEventKind.DISMISSED if dismissed else NoticeEventKind.DECIDED
    event = write(notice, kind)
    audit.record("disclosure.release_notice", notice, by_itself=True, event=event.pk, dismissed=dismissed)
    return notice


def is_held(notice: Notice) -> bool:
    """Whether an objection keeps it from being decided on."""
    return notice.state in HELD_NOTICES


def runs_since(notice: Notice) -> datetime | None:
    """When the period began, or went on, in which objections count together."""
    return _latest(notice, RUNS_FROM).values_list("at", flat=True).first()


def held_since(notice: Notice) -> date | None:
    """The day of the objection that first held it since it last began; None where none does."""
    began = _latest(notice, RUNS_FROM).values_list("pk", flat=True).first()
    held = NoticeEvent.objects.filter(notice=notice, kind=NoticeEventKind.OBJECTED, pk__gt=began or 0)
    at = held.order_by("pk").values_list("at", flat=True).first()
    return timezone.localdate(at) if at else None


def _latest(notice: Notice, kinds):
    return NoticeEvent.objects.filter(notice=notice, kind__in=kinds).order_by("-pk")
