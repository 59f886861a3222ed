"""Finding the household of one set of rows in another, in time that grows with the rows and not with their
square, whatever the database knows of its tables.

A condition on the batch or on the place of the inner rows may hold for all of them. A planner without
statistics, right after a publication, takes the index of such a condition all the same and walks the whole
list for every row. So inner rows are found by their household, and these conditions are written so that no
index serves them (SQLite); and PostgreSQL, which then believes that they leave one row, is told to hash.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import DateField, DecimalField, IntegerField, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce, Substr

from disclosure.models import Batch, Recipient, StagedRow

#: What a reader would call a change; ``adult_on`` follows from the ID number and the day, so it is none.
COMPARED = ("region_id", "holder_name", "people", "amount", "category", "since")

#: What a list may leave unsaid, and a value that no row has.
_UNTOLD = {
    "people": Value(-1, output_field=IntegerField()),
    "amount": Value(Decimal(-1), output_field=DecimalField(max_digits=10, decimal_places=2)),
    "since": Value(date.min, output_field=DateField()),
}

#: A merge of two lists in the order of their villages is as long as a walk for each row. And where guesses
# are as wrong as these, a statement of a tenth of a second is compiled for most of one.
_WAYS_NOT_TO_GO = ("enable_nestloop", "enable_mergejoin", "jit")


@contextmanager
def compared() -> Iterator[None]:
    """Within this, PostgreSQL compares two sets of rows by hashing one, not by walking it for each row of the
    other.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        for way in _WAYS_NOT_TO_GO:
            cursor.execute(f"SET LOCAL {way} = off")
        yield
        for way in _WAYS_NOT_TO_GO:
            cursor.execute(f"SET LOCAL {way} TO DEFAULT")


def staged(batch: Batch) -> QuerySet[StagedRow]:
    """The rows of a batch that wait for publication, as a whole or to be looked into by household."""
    return StagedRow.objects.filter(batch=batch)


def current(batch: Batch) -> QuerySet[Recipient]:
    """The rows of the latest list where this batch would take over, as a whole."""
    return Recipient.objects.current_of(batch.programme).within(batch.region_id)


def looked_into(batch: Batch) -> QuerySet[Recipient]:
    """The same rows as ``current``, to be looked into by household."""
    rows = Recipient.objects.current_of(batch.programme)
    return rows.alias(place=_place(batch)).filter(place=batch.region_id)


def elsewhere(batch: Batch) -> QuerySet[Recipient]:
    """The current rows of the programme in other places, to be looked into by household."""
    rows = Recipient.objects.current_of(batch.programme)
    return rows.alias(place=_place(batch)).exclude(place=batch.region_id)


def same_household(rows: QuerySet) -> QuerySet:
    """Narrow rows to the household of the outer row, for Exists."""
    return rows.filter(id_index=OuterRef("id_index"))


def same_content(rows: QuerySet) -> QuerySet:
    """Narrow rows to the household of the outer row with nothing changed, for Exists; what neither list says
    is no change.
    """
    rows = same_household(rows).filter(**{name: OuterRef(name) for name in COMPARED if name not in _UNTOLD})
    for name, untold in _UNTOLD.items():
        rows = rows.alias(**{f"{name}_told": Coalesce(name, untold)})
        rows = rows.filter(**{f"{name}_told": Coalesce(OuterRef(name), untold)})
    return rows


def _place(batch: Batch) -> Substr:
    return Substr("region_id", 1, len(batch.region_id))
