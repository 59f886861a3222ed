"""What a public list changed, walked through in the order of its places until a page is full.

The rows that a list opened or closed are read some at a time, and the households of these looked up on the
other side. Asked as one statement, PostgreSQL without statistics begins with the other side, and joins all of
the list to it for fifty rows.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from disclosure.models import Batch, Recipient
from disclosure.models.recipient import RecipientQuerySet

#: Rows in one statement.
AT_ONCE = 200


def added(batch: Batch, most: int) -> list[int]:
    """The keys of the first rows that a public list opened for households that had none."""
    return _some(batch, Recipient.objects.opened_in([batch.pk]), "valid_until_id", most, has_other=False)


def changed(batch: Batch, most: int) -> list[int]:
    """Of those that it opened for households whose row it closed."""
    return _some(batch, Recipient.objects.opened_in([batch.pk]), "valid_until_id", most, has_other=True)


def removed(batch: Batch, most: int) -> list[int]:
    """Of those that it closed without opening another."""
    return _some(batch, Recipient.objects.closed_in([batch.pk]), "valid_from_id", most, has_other=False)


def closed_of(batch: Batch, rows: Iterable[Recipient]) -> list[int]:
    """The keys of the rows that a list closed of these rows' households."""
    with _by_household():
        found = _of_households(batch, [row.id_index for row in rows], "valid_until_id", "pk")
        return [pk for of_list, pk in found if of_list == batch.pk]


def _some(batch: Batch, rows: RecipientQuerySet, other_side: str, most: int, *, has_other: bool) -> list[int]:
    found: list[int] = []
    with _by_household():
        for some in _in_pieces(rows):
            lists = _of_households(batch, [one for *_place, one in some], other_side, "id_index")
            others = {household for of_list, household in lists if of_list == batch.pk}
            found += [pk for _place, pk, household in some if (household in others) == has_other]
            if len(found) >= most:
                break
    return found[:most]


def _of_households(batch: Batch, households: list[str], *columns: str) -> Iterable[tuple[Any, ...]]:
    """These columns of all rows of some households: which list opened or closed them is asked of none, so
    that nothing but a household's own index finds them.
    """
    rows = Recipient.objects.filter(id_index__in=households, programme_id=batch.programme_id)
    return rows.values_list(*columns)


def _in_pieces(rows: RecipientQuerySet) -> Iterator[list[tuple[str, int, str]]]:
    """The place, key and household of each row, in the order of their places."""
    columns = rows.order_by("region_id", "pk").values_list("region_id", "pk", "id_index")
    some = list(columns[:AT_ONCE])
    while some:
        yield some
        place, pk, _household = some[-1]
        behind = columns.filter(Q(region_id__gt=place) | Q(pk__gt=pk), region_id__gte=place)
        some = list(behind[:AT_ONCE]) if len(some) == AT_ONCE else []


@contextmanager
def _by_household() -> Iterator[None]:
    """Within this PostgreSQL reads no whole table for two hundred households."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")
