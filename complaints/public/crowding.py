"""What another form costs where many come from: nothing, an answer, an answer that takes its time.

Behind one address may stand a village, a hospital or a telephone company, and among them somebody who is
afraid. So no network is ever refused a form; it is slowed. Only all networks together come to an end, and
then somebody is told whom to call. Figures: ``data/crowding.csv``. No address is kept: a form carries a keyed
digest of its network while it is not sent, and a case nothing of it.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from django.db.models import Sum
from django.utils import timezone

from complaints.models import Attachment, Draft
from protection.blind_index import blind_index
from protection.data_tables import DataTable
from protection.throttling import Throttle
from protection.uploads import MEGABYTE

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Limit:
    """One row: ``free`` of it cost nothing; then ``first_seconds``, twice as many after each ``step``."""

    what: Literal["forms", "megabytes", "filings", "messages"]
    free: int
    why: str
    step: int = 1
    first_seconds: int = 0
    most_seconds: int = 0
    network_most: int = 0
    all_most: int = 0

    def seconds(self, number: int) -> int:
        """Give how long the next one has to take when there are ``number``; 0 while it is free."""
        if number < self.free:
            return 0
        return min(self.most_seconds, self.first_seconds * 2 ** min((number - self.free) // self.step, 20))


TABLE = DataTable(Path(__file__).parents[1] / "data" / "crowding.csv", Limit, key=("what",))
#: Forms sent by network; each is forgotten after an hour.
SENT = Throttle("forms-sent", forget_seconds=3600, fade_seconds=360)


class Full(Exception):
    """So many forms are being written that no other can be kept."""


def limit(what: str) -> Limit:
    """Give the row of the table."""
    return next(row for row in TABLE.rows if row.what == what)


def digest(network: str) -> str:
    """Give what a form keeps of the network it comes from. Where that is unknown, all are one."""
    return blind_index(network or "unknown", "complaints.draft.network")


def before_a_form(network: str) -> int:
    """Give the seconds that an answer has to take before another form is begun; 0: none is asked for."""
    begun = Draft.objects.filter(network=digest(network), created_at__gt=timezone.now() - HOUR)
    return limit("forms").seconds(begun.count())


def before_files(network: str) -> int:
    """The same before another form holds files."""
    return limit("megabytes").seconds(held(digest(network)) // MEGABYTE)


def before_sending(network: str) -> int:
    """Give how many seconds old a form must be to be sent."""
    return limit("filings").seconds(SENT.failures(network))


def sent(network: str) -> None:
    """Count a form that was sent."""
    SENT.fail(network)


def check_room() -> None:
    """Raise Full when no other form can be kept."""
    if Draft.objects.count() >= limit("forms").all_most:
        raise Full


def is_full(size: int, network: str) -> bool:
    """Whether a file of so many bytes is more than unfinished forms may hold, all or those of a network.

    The network is given by its digest.
    """
    bounds = limit("megabytes")
    if held() + size > bounds.all_most * MEGABYTE:
        return True
    return held(network) + size > bounds.network_most * MEGABYTE


def held(network: str | None = None) -> int:
    """Give the bytes that unfinished forms hold, those of one network by its digest."""
    files = Attachment.objects.filter(draft__isnull=False)
    if network is not None:
        files = files.filter(draft__network=network)
    return files.aggregate(held=Sum("size"))["held"] or 0
