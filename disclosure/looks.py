"""Who read the names on a list that is not public: one entry in the log for a person, a list and a day."""

from datetime import datetime, time

from django.utils import timezone
from wagtail.models import ModelLogEntry

from disclosure.models import Batch
from protection import audit

ACTION = "disclosure.view"


def note(batch: Batch, user) -> None:
    """Write down that ``user`` saw whole names of ``batch`` today (Asia/Shanghai), unless it is written.

    Once a day: an editor leafs through dozens of pages, and more would bury what the log is read for.
    """
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    entries = ModelLogEntry.objects.for_instance(batch)
    if not entries.filter(user=user, action=ACTION, timestamp__gte=midnight).exists():
        audit.record(ACTION, batch, user=user)
