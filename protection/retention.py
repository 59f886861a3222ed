"""How long the logs are kept, and the one way in which old entries leave them.

What left is written down first, as an entry of its own in the chain; only then are the entries deleted, in
pieces, through the door that the triggers know (``guards``). The links stay: they hold no personal data, and
the chain goes on fitting. An entry that is gone without such a word is found by ``verifying``.
"""

import datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from protection import audit, chain
from protection.guards import SHORTEST_DAYS
from protection.models import LogDoor, LogHead
from protection.verifying import PURGED

PIECE = 2000


def kept_days() -> int:
    """Days for which an entry is kept. Raises ImproperlyConfigured below three years."""
    days = settings.LOG_KEPT_DAYS
    if days < SHORTEST_DAYS:
        raise ImproperlyConfigured(
            f"LOG_KEPT_DAYS is at least {SHORTEST_DAYS}: looks are kept for three years."
        )
    return days


def due(now: datetime.datetime | None = None) -> dict[str, int]:
    """How many entries of each log have been kept for long enough."""
    before = _before(now)
    counts = {
        name: model._base_manager.filter(timestamp__lt=before).count()
        for name, (model, _f) in chain.LOGS.items()
    }
    return {name: count for name, count in sorted(counts.items()) if count}


def purge(now: datetime.datetime | None = None, *, user=None) -> dict[str, int]:
    """Delete what was kept for long enough, log that, and return how many entries left each log."""
    before, gone = _before(now), due(now)
    for name, count in gone.items():
        _say(name, before, count, user)
        while _piece(name, before):
            pass
    return gone


def _before(now: datetime.datetime | None) -> datetime.datetime:
    """Midnight (UTC), because the entry about it names a day."""
    day = ((now or timezone.now()) - datetime.timedelta(days=kept_days())).astimezone(datetime.UTC).date()
    return datetime.datetime.combine(day, datetime.time.min, datetime.UTC)


def _say(name: str, before: datetime.datetime, count: int, user) -> None:
    head = LogHead.objects.get(lane=1)
    audit.record(PURGED, head, user=user, log=name, before=before.date(), removed=count)


def _piece(name: str, before: datetime.datetime) -> int:
    """Delete some entries in one transaction, with the door open only within it."""
    entries = chain.LOGS[name][0]._base_manager
    with transaction.atomic():
        keys = list(entries.filter(timestamp__lt=before).order_by("pk").values_list("pk", flat=True)[:PIECE])
        if keys:
            door = LogDoor.objects.create(log=name, before=before)
            entries.filter(pk__in=keys)._raw_delete(entries.db)
            door.delete()
    return len(keys)
