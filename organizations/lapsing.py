"""What waits for a second administrator and is forgotten: after a time it is as before, never as proposed.

A proposed post ends (``proposals``); the name of a unit or place, and the kind of a unit and the unit above
it, are again what two had seen. An account held back and a new unit do not lapse: what they wait for is that
somebody looks, and to give an account its rights back by waiting would let whoever took it wait. They are
shown as old instead, to every administrator who may confirm them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from wagtail.models import ModelLogEntry

from organizations import in_office, moving, proposals, renaming_places
from organizations.models import Region, Unit, User
from protection import audit

#: As long as a proposed post.
WAITS = proposals.WAITS


def is_old(since: datetime | None) -> bool:
    """Say whether something that waits since then waits too long."""
    return since is not None and since <= timezone.now() - WAITS


def lapse() -> int:
    """Let all lapse that waited too long, each in a transaction of its own; return how many did."""
    before = timezone.now() - WAITS
    number = proposals.lapse()
    for sort in _SORTS:
        overdue = sort.overdue(before)
        number += sum(_lapse(sort, overdue, pk) for pk in list(overdue.values_list("pk", flat=True)))
    return number


def lapsed(user: User) -> list[ModelLogEntry]:
    """Return the log entries of what this user proposed, but posts, that lapsed lately, the latest first."""
    lately = ModelLogEntry.objects.filter(
        action__in=[sort.action for sort in _SORTS], timestamp__gt=timezone.now() - WAITS
    )
    return [entry for entry in lately.order_by("-timestamp", "-pk") if entry.data.get("by") == user.pk]


@dataclass(frozen=True)
class _Sort:
    """Something that lapses: its rows that wait since before a time, who proposed it, and how it ends."""

    action: str
    overdue: Callable[[datetime], QuerySet]
    proposed_by: str
    end: Callable[[Any], bool]


@transaction.atomic
def _lapse(sort: _Sort, overdue: QuerySet, pk: Any) -> bool:
    in_office.changes()
    # The row alone is locked: PostgreSQL locks no outer join.
    row: Model = overdue.model._default_manager.select_for_update().get(pk=pk)
    by = getattr(row, sort.proposed_by)
    if not overdue.filter(pk=pk).exists() or not sort.end(row):
        return False  # decided on meanwhile
    row.save()
    audit.record(sort.action, row, by=by)
    return True


def _end_unit_name(unit: Unit) -> bool:
    """The name before comes back, unless another office there has taken it; then it goes on waiting."""
    if Unit.objects.filter(region=unit.region_id, name=unit.known_as).exclude(pk=unit.pk).exists():
        return False
    unit.name, unit.known_as, unit.renamed_by = unit.known_as, "", None
    return True


def _end_move(unit: Unit) -> bool:
    moving.forget(unit)
    return True


def _end_place_name(place: Region) -> bool:
    renaming_places.give_back(place)
    return True


_SORTS = (
    _Sort(
        "organizations.lapse_unit_name",
        lambda before: Unit.objects.exclude(known_as="").filter(renamed_at__lte=before).order_by("pk"),
        "renamed_by_id",
        _end_unit_name,
    ),
    _Sort(
        "organizations.lapse_move",
        lambda before: Unit.objects.filter(moving.WAITING, moved_at__lte=before).order_by("pk"),
        "moved_by_id",
        _end_move,
    ),
    _Sort(
        "organizations.lapse_place_name",
        lambda before: Region.objects.filter(Q(renamed_by__isnull=False), renamed_at__lte=before).order_by(
            "pk"
        ),
        "renamed_by_id",
        _end_place_name,
    ),
)
