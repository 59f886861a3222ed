"""Which lists a place had through time, and which of them was in force in a month or on a day.

A list that two people withdrew is withdrawn for its month and its days, also after a corrected one took its
place: nothing of it is shown again. Of a month that was corrected the last version counts. A list that is
just becoming public is in no timeline before it is (docs/decisions/0045).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from disclosure.enums import WAS_PUBLIC, BatchState
from disclosure.models import Batch
from disclosure.models.batch import BatchQuerySet
from organizations import codes
from organizations.scope import within

#: What ``_version`` is made of, in its order.
_FIELDS = ("pk", "region_id", "month", "published_at", "state", "withdrawn_at", "corrects_id")


@dataclass(frozen=True, slots=True)
class Version:
    """One list that became public: of which place and month, and since when it is withdrawn."""

    pk: int
    place: str
    month: date
    published_at: datetime
    withdrawn_on: date | None
    is_correction: bool

    @property
    def is_withheld(self) -> bool:
        return self.withdrawn_on is not None

    @property
    def published_on(self) -> date:
        """The day in Asia/Shanghai."""
        return timezone.localtime(self.published_at).date()


@dataclass(frozen=True, slots=True)
class CoveredPlace:
    """The place that one list covers, without the places in it that have another."""

    version: Version
    place: str
    without: tuple[str, ...]


@dataclass(frozen=True)
class ListsInForce:
    """Of each place that had a list of its own the one in force at some time."""

    versions: Mapping[str, Version]

    def governing(self, code: str) -> Version | None:
        """The list that covers a place whole; None where none does."""
        above = codes.ancestors_of(code, include_self=True)
        found = [self.versions[one] for one in above if one in self.versions]
        return max(found, key=lambda version: version.published_at, default=None)

    def inside(self, code: str) -> list[Version]:
        """The lists of places in it that came after the one that covers it."""
        return list(self._lying_in.get(code, ()))

    @cached_property
    def _lying_in(self) -> Mapping[str, list[Version]]:
        """By place these lists, found in one walk: where every village has its own there are many."""
        found: dict[str, list[Version]] = defaultdict(list)
        for place, version in self.versions.items():
            if self.governing(place) is version:
                for above in codes.ancestors_of(place):
                    found[above].append(version)
        return found

    def reaching(self, code: str) -> list[Version]:
        """Every list that says something of the place: the one that covers it, and those inside."""
        covers = self.governing(code)
        return [*([covers] if covers else []), *self.inside(code)]

    def pieces(self, code: str) -> list["CoveredPlace"]:
        """The parts of a place, each with the list that covers it: mostly the place itself with one list."""
        reaching = self.reaching(code)
        return [
            CoveredPlace(
                version,
                max(code, version.place, key=len),
                tuple(
                    one.place
                    for one in reaching
                    if one.place != version.place and one.place.startswith(version.place)
                ),
            )
            for version in reaching
        ]


@dataclass(frozen=True)
class Timeline:
    """All lists of one programme that ever covered a place or a part of it, in the order of publication."""

    versions: tuple[Version, ...]

    @cached_property
    def months(self) -> list[date]:
        """The months of which there is a list, the latest first."""
        return sorted({version.month for version in self.versions}, reverse=True)

    def in_month(self, month: date) -> ListsInForce:
        """The last lists of a month."""
        return _last(version for version in self.versions if version.month == month)

    def until(self, moment: datetime) -> ListsInForce:
        """The lists in force at a moment, of whatever months."""
        return _last(version for version in self.versions if version.published_at <= moment)

    def public_by(self, moment: datetime) -> list[int]:
        """The keys of the lists that had become public by a moment, this included."""
        return [version.pk for version in self.versions if version.published_at <= moment]

    def before(self, month: date, code: str) -> Version | None:
        """The list of the latest earlier month that covers a place and may be shown; None without one."""
        for earlier in self.months:
            if earlier < month:
                version = self.in_month(earlier).governing(code)
                if version and not version.is_withheld:
                    return version
        return None


def read(programme_id: str, code: str) -> Timeline:
    """The timeline of a programme in a place; one query, over the lists of places above and in it."""
    return _read(programme_id, _public_over(code))


def covering(programme_id: str, places: Iterable[str]) -> Timeline:
    """The lists that covered one of some places whole; one query."""
    above = {around for code in places for around in codes.ancestors_of(code, include_self=True)}
    return _read(programme_id, _were_public(Q(region_id__in=above)))


def _read(programme_id: str, batches: BatchQuerySet) -> Timeline:
    rows = batches.filter(programme_id=programme_id).values_list(*_FIELDS)
    return Timeline(tuple(_version(*row) for row in rows))


def of_programmes(code: str, months: Collection[date] | None = None) -> Mapping[str, Timeline]:
    """By programme the timeline of a place, of some months or of all; one query. A programme without lists
    there has one without versions.
    """
    batches = _public_over(code)
    if months is not None:
        batches = batches.filter(month__in=months)
    found: dict[str, list[Version]] = defaultdict(list)
    for programme, *row in batches.values_list("programme_id", *_FIELDS):
        found[programme].append(_version(*row))
    lists = {programme: Timeline(tuple(versions)) for programme, versions in found.items()}
    return defaultdict(lambda: Timeline(()), lists)


def months_of(code: str) -> list[date]:
    """The months of which any programme has a list over a place or a part of it, the latest first; one
    query.
    """
    return list(_public_over(code).order_by("-month").values_list("month", flat=True).distinct())


def _public_over(code: str) -> BatchQuerySet:
    return _were_public(Q(region_id__in=codes.ancestors_of(code, include_self=True)) | within(code))


def _were_public(here: Q) -> BatchQuerySet:
    batches = Batch.objects.filter(here, state__in=WAS_PUBLIC, published_at__isnull=False)
    return batches.order_by("published_at", "pk")


def _version(pk, place, month, published_at, state, withdrawn_at, corrects) -> Version:
    withdrawn_on = timezone.localtime(withdrawn_at).date() if withdrawn_at else None
    if state == BatchState.TAKEN_DOWN and withdrawn_on is None:
        # The day is not on file: the list is withheld all the same, from the first day of its month.
        withdrawn_on = month
    return Version(pk, place, month, published_at, withdrawn_on, corrects is not None)


def _last(versions: Iterable[Version]) -> ListsInForce:
    return ListsInForce({version.place: version for version in versions})
