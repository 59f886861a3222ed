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

from disclosure import household_key
from disclosure.households import compared, current, looked_into, same_content, staged
from disclosure.models import Batch, StagedRow

Stamp = tuple[Any, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plan:
    """Which rows end and which staged rows open, by primary key, the latter in the order of the file."""

    stamp: Stamp
    closing: list[int]
    opening: list[int]


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


def planned(batch: Batch) -> Plan:
    """Compare the staged rows with what is public: a household with nothing changed keeps its row."""
    found = stamp(batch)
    gather_statistics(StagedRow)
    with compared():
        closing = current(batch).filter(~Exists(same_content(staged(batch))))
        opening = staged(batch).filter(~Exists(same_content(looked_into(batch))))
        return Plan(
            found,
            list(closing.order_by("pk").values_list("pk", flat=True)),
            list(opening.order_by("row", "pk").values_list("pk", flat=True)),
        )


def gather_statistics(model: type[Model]) -> None:
    """Let PostgreSQL look at a table of rows, a sample of it: right after many were stored it knows nothing
    of them yet, or that there were none. Nobody waits for it.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
