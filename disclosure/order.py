"""In which order the lists of a place become public: rules of months, versions and what is in force.

- A list becomes public when its month has begun, never before: next month's is prepared and approved now, and
  waits, so that it bars no list of this month.
- A month may be left out, but a list never takes the place of one of a later month.
- A second list of a month is a correction: it says which list it corrects, and why, when it is submitted.
- A list that was withdrawn bars nothing: any month from its own or before may take its place.

Of all lists over a place the one published last is in force, and says what the page of the place shows.
"""

from collections.abc import Collection
from functools import cached_property

from django.db.models import Q, QuerySet

from disclosure.enums import IN_FORCE, BatchState
from disclosure.models import Batch, ListTotal
from disclosure.months import is_ahead
from organizations import codes
from organizations.scope import within


def has_begun(batch: Batch) -> bool:
    """Whether the month of a batch has begun, so that it may become public."""
    return not is_ahead(batch.month)


def is_overtaken(batch: Batch) -> bool:
    """Whether a list of a later month is public in a place of this one."""
    public = Batch.objects.published().sharing_places_with(batch)
    return public.filter(month__gt=batch.month).exists()


def corrected_by(batch: Batch) -> Batch | None:
    """The list of the same month that ``batch`` would correct: the one that became public last."""
    versions = Batch.objects.in_force().sharing_places_with(batch).filter(month=batch.month)
    return versions.order_by("-published_at", "-pk").first()


def drafts_beside(batch: Batch) -> QuerySet[Batch]:
    """The other lists of its programme, place and month that nobody has submitted: they pile up unseen."""
    drafts = Batch.objects.filter(state__in=[BatchState.DRAFT, BatchState.RETURNED], month=batch.month)
    return drafts.sharing_places_with(batch).order_by("-uploaded_at", "-pk")


def says_what_it_corrects(batch: Batch, now: Batch | None) -> bool:
    """Whether the list that ``batch`` would correct ``now`` is the one its editor knew of when submitting
    it.
    """
    return batch.corrects_id == (now.pk if now else None)


class ListsBeside:
    """Of several lists what ``is_overtaken`` and ``corrected_by`` say of one; one query for all."""

    def __init__(self, batches: Collection[Batch]) -> None:
        self._batches = batches

    @cached_property
    def _public(self) -> list[Batch]:
        wanted = Q(pk__in=[])
        for batch in self._batches:
            around = Q(region_id__in=codes.ancestors_of(batch.region_id)) | within(batch.region_id)
            wanted |= around & Q(programme_id=batch.programme_id, month__gte=batch.month)
        fields = ("programme_id", "region_id", "month", "state", "published_at")
        return list(Batch.objects.in_force().filter(wanted).only(*fields))

    def _sharing_places_with(self, batch: Batch) -> list[Batch]:
        return [
            one
            for one in self._public
            if one.programme_id == batch.programme_id
            and one.pk != batch.pk
            and (
                codes.contains(one.region_id, batch.region_id)
                or codes.contains(batch.region_id, one.region_id)
            )
        ]

    def is_overtaken(self, batch: Batch) -> bool:
        """As the function of that name."""
        beside = self._sharing_places_with(batch)
        return any(one.state == BatchState.PUBLISHED and one.month > batch.month for one in beside)

    def corrected_by(self, batch: Batch) -> Batch | None:
        """As the function of that name; of the list only what orders it is read."""
        versions = [one for one in self._sharing_places_with(batch) if one.month == batch.month]
        return max(versions, key=lambda one: (one.published_at, one.pk), default=None)


def in_force(region_code: str, programme_id: str) -> Batch | None:
    """The batch that says what a place's page shows, withdrawn or not; None where no list was published."""
    lists = Batch.objects.in_force().covering(region_code).filter(programme_id=programme_id)
    return lists.order_by("-published_at", "-pk").first()


def totals_of(batch: Batch) -> QuerySet[ListTotal]:
    """The totals of the places where this very batch is in force: none once others took its place.

    Those of the regions above are left out: they are sums of several lists.
    """
    current = ListTotal.objects.current().filter(batch=batch, programme_id=batch.programme_id)
    return current.filter(within(batch.region_id))


def is_in_force(batch: Batch) -> bool:
    """Whether the page of some place shows this batch, or says that it was withdrawn."""
    return batch.state in IN_FORCE and totals_of(batch).exists()
