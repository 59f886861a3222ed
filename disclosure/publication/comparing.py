"""What a publication is going to do, found out before it holds any lock: a list of a city takes seconds to be
compared with the one before, in which somebody else has to be able to file.

A plan holds for the state of things that its stamp names. Whoever carries it out compares that first, while
nobody else can publish, and plans again where another list, decision or key came between.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Exists, Max, Model

from disclosure.intake import household_key
from disclosure.models import Batch, StagedRow
from disclosure.publication.households import (
    compared,
    current,
    elsewhere,
    looked_into,
    same_content,
    same_household,
    staged,
)

Stamp = tuple[Any, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PublicationPlan:
    """Which rows end and which staged rows open, by primary key, the latter in the order of the file.

    And what was seen on the way: how many households there are now, how many of them end without another
    row, and whether one that opens stands on the list of another place.
    """

    stamp: Stamp
    closing: list[int]
    opening: list[int]
    households_before: int
    ended: int
    is_elsewhere: bool


def stamp(batch: Batch) -> Stamp:
    """Everything that a comparison of the batch with what is public rests on, in a few values.

    What is public changes with a publication only, the staged rows with the state of their batch, and the
    digest by which either knows a household with the key.
    """
    acts = ("state", "checked_at", "submitted_at", "approved_at", "content_digest", "ended_seen")
    own = Batch.objects.filter(pk=batch.pk).values_list(*acts, "programme__opening").get()
    last = Batch.objects.filter(programme_id=batch.programme_id).aggregate(at=Max("published_at"))["at"]
    return (*own, last, household_key.in_force(), household_key.are_changing())


class Found(Generic[T]):
    """What ``look`` found out about a batch before it is locked."""

    def __init__(self, batch: Batch, look: Callable[[Batch], T]) -> None:
        self._stamp, self._look = stamp(batch), look
        self._value = look(batch)

    def now(self, locked: Batch) -> T:
        """The same under the lock, found out again only where something came between."""
        return self._value if stamp(locked) == self._stamp else self._look(locked)


def planned(batch: Batch) -> PublicationPlan:
    """Compare the staged rows with what is public: a household with nothing changed keeps its row.

    Each list is gone through once. Who has the same row on both can be nowhere else, since a household stands
    on one list of a programme; and who changed is among both, those that close and those that open.
    """
    found = stamp(batch)
    gather_statistics(StagedRow, "batch_id", "id_index")
    with compared():
        closing = current(batch).filter(~Exists(same_content(staged(batch)))).order_by("pk")
        opening = staged(batch).filter(~Exists(same_content(looked_into(batch)))).order_by("row", "pk")
        closes = list(closing.values_list("pk", "id_index"))
        opens = list(
            opening.annotate(is_elsewhere=Exists(same_household(elsewhere(batch)))).values_list(
                "pk", "id_index", "is_elsewhere"
            )
        )
        before = current(batch).count()
    stay = {household for _pk, household, _elsewhere in opens}
    return PublicationPlan(
        found,
        closing=[pk for pk, _household in closes],
        opening=[pk for pk, _household, _elsewhere in opens],
        households_before=before,
        ended=sum(household not in stay for _pk, household in closes),
        is_elsewhere=any(is_elsewhere for _pk, _household, is_elsewhere in opens),
    )


def gather_statistics(model: type[Model], *columns: str) -> None:
    """Let PostgreSQL look at a table of rows, a sample of it, or at some of its columns: right after many
    were stored it knows nothing of them yet, or that there were none. Nobody waits for it.
    """
    if connection.vendor == "postgresql":
        quote = connection.ops.quote_name
        only = f" ({', '.join(map(quote, columns))})" if columns else ""
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {quote(model._meta.db_table)}{only}")
