"""Who read a case: one entry in the log for a person, a case and a day."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from complaints.models import Case, CaseLogEntry
from protection import audit

ACTION = "complaints.view"


def note(case: Case, user) -> None:
    """Write down that ``user`` opened ``case`` today (Asia/Shanghai), unless it is written already.

    Once a day, because a handler opens the same case twenty times: more would bury what the log is read for.
    """
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    seen = CaseLogEntry.objects.filter(
        object_id=str(case.pk), user=user, action=ACTION, timestamp__gte=midnight
    )
    if not seen.exists():
        audit.record(ACTION, case, user=user)
