"""Writing what happened to a notice: the event, and what the notice repeats of it."""

from datetime import date

from django.utils import timezone

from disclosure.enums import CLOSED_NOTICES, NoticeEventKind, NoticeState
from disclosure.intake import household_key
from disclosure.models import Notice, NoticeEvent
from disclosure.models.notice import NoticeQuerySet
from disclosure.notices.periods import Last
from organizations.models import User

#: Where a notice stands after each event.
STATE_AFTER: dict[NoticeEventKind, NoticeState] = {
    NoticeEventKind.ENTERED: NoticeState.ENTERED,
    NoticeEventKind.REFUSED: NoticeState.REFUSED,
    NoticeEventKind.POSTED: NoticeState.STANDING,
    NoticeEventKind.OBJECTED: NoticeState.SUSPENDED,
    NoticeEventKind.DISMISSED: NoticeState.STANDING,
    NoticeEventKind.DECIDED: NoticeState.DECIDED,
    NoticeEventKind.STANDS_AGAIN: NoticeState.STANDING,
    NoticeEventKind.ENDED: NoticeState.ENDED,
    NoticeEventKind.TAKEN_BACK: NoticeState.TAKEN_BACK,
}
#: With these a period begins, or goes on: an objection after them holds the notice anew.
RUNS_FROM = frozenset({NoticeEventKind.POSTED, NoticeEventKind.DISMISSED, NoticeEventKind.STANDS_AGAIN})


def locked(notice: Notice) -> Notice:
    """The notice as it is now; nobody else acts on it, or on another of its household, until the caller's
    transaction ends.
    """
    # All of them in one order: an objection to one may hold another.
    around = [*beside(notice).values_list("pk", flat=True), notice.pk]
    found = Notice.objects.select_for_update(of=("self",)).select_related("programme", "region")
    return {each.pk: each for each in found.filter(pk__in=around).order_by("pk")}[notice.pk]


def beside(notice: Notice) -> NoticeQuerySet:
    """The other notices of the same household, programme and kind, over or not, wherever they are."""
    same = Notice.objects.filter(programme=notice.programme_id, kind=notice.kind)
    return same.filter(id_index__in=household_key.indexes_of(notice)).exclude(pk=notice.pk)


def write(
    notice: Notice,
    kind: NoticeEventKind,
    *,
    user: User | None = None,
    reason: str = "",
    period: tuple[date, Last] | None = None,
    decide_by: date | None = None,
) -> NoticeEvent:
    """Write one event. ``period`` is its first and last day where it sets them; ``decide_by`` by when what
    holds the notice is to be decided. The caller holds the row.
    """
    now = timezone.now()
    notice.state = STATE_AFTER[kind]
    notice.closed_at = now if notice.state in CLOSED_NOTICES else None
    notice.decide_by = decide_by
    if period:
        first, last = period
        notice.shown_from, notice.shown_until = first, last.day
        notice.is_provisional = last.is_provisional
    notice.save(
        update_fields=[
            *("state", "closed_at", "decide_by", "shown_from", "shown_until", "is_provisional"),
        ]
    )
    days = {"shown_from": notice.shown_from, "shown_until": notice.shown_until} if period else {}
    return NoticeEvent.objects.create(
        notice=notice, kind=kind, at=now, actor=user, reason=reason.strip(), state=notice.state, **days
    )
