"""What belongs elsewhere: another authority (告知), or a procedure of its own (导入).

No refusal (信访工作条例 23, 31): the complainant is told to whom to turn. To whom stands in a directory that
an administrator keeps; what is shipped with the project is ``data/other_authorities.csv``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from complaints.enums import EventKind, WayElsewhere
from complaints.handling.attempted import AttemptedAct
from complaints.models import CaseEvent, OtherAuthority
from organizations import codes
from protection.data_tables import DataTable


@dataclass(frozen=True, kw_only=True)
class ShippedAuthority:
    """An entry that comes with the project; telephones are the national ones, an address has none of them."""

    code: str
    way: WayElsewhere
    name: str
    takes: str
    telephone: str = ""
    legal_basis: str = ""


TABLE = DataTable(
    Path(__file__).parents[1] / "data" / "other_authorities.csv", ShippedAuthority, key=("code",)
)

#: Under which fact an act keeps the entry, and of which way this one is.
FACTS = {
    EventKind.TELL_WHERE: ("authority", WayElsewhere.TELL),
    EventKind.LEAD_IN: ("procedure", WayElsewhere.LEAD_IN),
}


def offered(way: WayElsewhere, place: str) -> QuerySet[OtherAuthority]:
    """Return the entries in use for a case of this place (a division code), by name."""
    here = Q(region__isnull=True) | Q(region__in=codes.ancestors_of(place, include_self=True))
    return OtherAuthority.objects.filter(here, way=way, in_use=True)


def directory() -> QuerySet[OtherAuthority]:
    """Return all entries in use that hold for every place: what anybody may read."""
    return OtherAuthority.objects.filter(in_use=True, region__isnull=True)


def named_in(events: Iterable[CaseEvent]) -> dict[int, OtherAuthority]:
    """Return the entries that the events name, by their keys, in one query or none."""
    keys = {event.data[fact] for event in events for fact, _way in FACTS.values() if fact in event.data}
    return OtherAuthority.objects.in_bulk(keys) if keys else {}


def of_event(event: CaseEvent, entries: dict[int, OtherAuthority]) -> OtherAuthority | None:
    """Return the entry that the event names, or None."""
    return next(
        (entries.get(event.data.get(fact)) for fact, _way in FACTS.values() if fact in event.data), None
    )


def elsewhere(act: AttemptedAct) -> Iterator[str]:
    """To an entry of the directory that is in use for the place of the case (信访工作条例 23, 31)."""
    if act.facts is None:
        return
    fact, way = FACTS[act.kind]
    if not offered(way, act.case.region_id).filter(pk=act.facts.get(fact) or 0).exists():
        yield _("Choose an entry of the directory.")


def fill() -> int:
    """Add the shipped entries that the directory does not have; return how many were added.

    What an administrator changed, or took out of use, stays.
    """
    known = set(OtherAuthority.objects.values_list("code", flat=True))
    new = [OtherAuthority(**vars(row)) for row in TABLE.rows if row.code not in known]
    for entry in new:
        entry.full_clean()
    return len(OtherAuthority.objects.bulk_create(new))
