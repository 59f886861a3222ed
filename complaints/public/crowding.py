"""What another form costs where many come from: nothing, an answer, an answer that takes its time.

Behind one address may stand a village, a hospital or a telephone company, and among them somebody who is
afraid. So no network is ever refused a form; it is slowed. Only all networks together come to an end, and
then somebody is told whom to call. Whoever has one IPv6 /48 has 65,536 networks: it is counted too, and so is
the whole, because from half on nobody begins unasked. Figures: ``data/crowding.csv``. No address is kept: a
form carries keyed digests of where it comes from while it is not sent, and a case nothing of them.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from complaints.models import Attachment, Draft
from protection.blind_index import blind_index
from protection.clients import wider
from protection.data_tables import DataTable
from protection.throttling import Throttle
from protection.uploads import MEGABYTE

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class CrowdLimit:
    """One row: ``free`` of it cost nothing; then ``first_seconds``, twice as many after each ``step``.

    ``counted`` says of whom: one network, the /48 around it, all of them, or the holders of one case's
    receipt. At ``most`` it ends.
    """

    what: Literal["forms", "megabytes", "filings", "messages", "unsent"]
    counted: Literal["network", "around", "all", "case"]
    why: str
    free: int = 0
    step: int = 1
    first_seconds: int = 0
    most_seconds: int = 0
    most: int = 0

    def seconds(self, number: int) -> int:
        """Give how long the next one has to take when there are ``number``; 0 while it is free."""
        if number < self.free:
            return 0
        return min(self.most_seconds, self.first_seconds * 2 ** min((number - self.free) // self.step, 20))


TABLE = DataTable(Path(__file__).parents[1] / "data" / "crowding.csv", CrowdLimit, key=("what", "counted"))
#: Forms sent by network and by the /48 around it; each is forgotten after an hour.
SENT = Throttle("forms-sent", forget_seconds=3600, fade_seconds=360)


class Full(Exception):
    """So many forms are being written that no other can be kept."""


@dataclass(frozen=True)
class Origin:
    """All that a form keeps of where it comes from: digests of the network and of what is around it.

    A text to a case has the digest of that case as its network and nothing around: no crowd of strangers
    counts it, or keeps it out.
    """

    network: str = ""
    around: str = ""


NOWHERE = Origin()


@dataclass(frozen=True)
class DraftBytes:
    """The bytes that unfinished forms hold: those of one network, of what is around it, of all."""

    network: int
    around: int
    all: int


def limit(what: str, counted: str) -> CrowdLimit:
    """Give the row of the table."""
    return next(row for row in TABLE.rows if (row.what, row.counted) == (what, counted))


def stranger(network: str) -> Origin:
    """Give the origin of a form from this network. Where that is unknown, all are one."""
    known = network or "unknown"
    return Origin(
        blind_index(known, "complaints.draft.network"),
        blind_index(wider(known) or known, "complaints.draft.around"),
    )


def owner(case_id: int) -> Origin:
    """Give the origin of a text to this case, which only its receipt opens."""
    return Origin(blind_index(str(case_id), "complaints.draft.case"))


def before_a_form(network: str) -> int:
    """Give the seconds that an answer has to take before another form is begun; 0: none is asked for."""
    origin, begun = stranger(network), Draft.objects.filter(created_at__gt=timezone.now() - HOUR)
    return max(
        limit("forms", "network").seconds(begun.filter(network=origin.network).count()),
        limit("forms", "around").seconds(begun.filter(around=origin.around).count()),
        limit("forms", "all").seconds(of_strangers().count()),
    )


def before_files(network: str) -> int:
    """The same before another form holds files."""
    bytes_held = held(stranger(network))
    return max(
        limit("megabytes", "network").seconds(bytes_held.network // MEGABYTE),
        limit("megabytes", "around").seconds(bytes_held.around // MEGABYTE),
        limit("megabytes", "all").seconds(bytes_held.all // MEGABYTE),
    )


def before_sending(network: str) -> int:
    """Give how many seconds old a form must be to be sent."""
    around = wider(network)
    return max(
        limit("filings", "network").seconds(SENT.failures(network)),
        limit("filings", "around").seconds(SENT.failures(around)) if around else 0,
    )


def sent(network: str) -> None:
    """Count a form that was sent."""
    SENT.fail(network)
    if around := wider(network):
        SENT.fail(around)


def of_strangers() -> QuerySet[Draft]:
    """The unfinished forms that are no text to a case."""
    return Draft.objects.filter(around__gt="")


def check_room(origin: Origin) -> None:
    """Raise Full when no other form can be kept, or no other text of those who follow this case."""
    if origin.around:
        full = of_strangers().count() >= limit("forms", "all").most
    else:
        of_case = Draft.objects.filter(network=origin.network).exclude(network="")
        full = of_case.count() >= limit("unsent", "case").most
    if full:
        raise Full


def has_room(size: int, draft: Draft) -> bool:
    """Whether a stranger's unfinished form may hold so many bytes more.

    It may while as much stays free as all forms from around it then hold. One network comes to a half, two to
    a third each, twenty to a twenty-first: somebody else always finds room for some.
    """
    bytes_held = held(Origin(draft.network, draft.around))
    free = limit("megabytes", "all").most * MEGABYTE - bytes_held.all
    return bytes_held.around + size <= free - size


def held(origin: Origin) -> DraftBytes:
    """Give the bytes that strangers' unfinished forms hold."""
    sums = Attachment.objects.filter(draft__around__gt="").aggregate(
        network=Sum("size", filter=Q(draft__network=origin.network), default=0),
        around=Sum("size", filter=Q(draft__around=origin.around), default=0),
        all=Sum("size", default=0),
    )
    return DraftBytes(**sums)


def unsent(case_id: int) -> int:
    """Give the bytes of files that lie with unsent texts to this case."""
    files = Attachment.objects.filter(draft__network=owner(case_id).network)
    return files.aggregate(held=Sum("size", default=0))["held"]
