"""Notices end by themselves after their last day; pages know it by the day (``Notice.state_on``)."""

from django.db import transaction
from django.utils import timezone

from disclosure.enums import NoticeEventKind
from disclosure.models import Notice
from disclosure.notices.record import write
from protection import audit


def end_over() -> int:
    """Write of each notice whose last day has passed that it ended, one at a time; give how many.

    A notice that an objection holds is left: it has no last day until it is decided.
    """
    today, ended = timezone.localdate(), 0
    for pk in list(Notice.objects.over(today).order_by("shown_until").values_list("pk", flat=True)):
        with transaction.atomic():
            # Somebody may have objected, or taken it back, since the list was read.
            notice = Notice.objects.over(today).select_for_update().filter(pk=pk).first()
            if notice is None:
                continue
            event = write(notice, NoticeEventKind.ENDED)
            audit.record("disclosure.end_notice", notice, event=event.pk, until=notice.shown_until)
            ended += 1
    return ended
