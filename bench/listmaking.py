"""Public lists in bulk: a county with lists of a year of months, written as rows past import and publication.

Of the households each twentieth has another amount in one of the months, some come and some end; the first
village has as many at every size, of all the others each as many as the size says. Besides, what was found in
the file of the last list, and notices of years, of which a handful stand. Nothing gathers statistics.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from bench import making
from organizations.enums import Role

LIST = "rural-dibao"
LAST = date(2026, 10, 1)
MONTHS = [date(2025 + (n + 10) // 12, (n + 10) % 12 + 1, 1) for n in range(12)]
HOUSEHOLDS = 40  # in the village that is asked for
ONE_IN = 20  # households that have another amount in a month
COMES_IN = 400  # of so many one comes in a month, and one ends
FINDINGS_IN, NOTICES_IN = 10, 5  # rows for each finding, and each notice
STANDING = 5  # notices of the village that are shown now
AT_ONCE = 20_000
#: From so many rows on indexes are made afterwards: their keys are random.
MANY = 50_000
VILLAGES = making.villages()


class County:
    """The lists of a county, to which households are added."""

    def __init__(self) -> None:
        from disclosure.models import ID_NUMBERS, Recipient
        from protection.encryption import encrypt

        self.editor = making.make_person("lists", Role.EDITOR)
        self.token = encrypt("320722196001010000", ID_NUMBERS)
        self.batches = [_batch(month, self.editor) for month in MONTHS]
        self.size = 0
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                table = connection.ops.quote_name(Recipient._meta.db_table)
                cursor.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = false)")

    def grow(self, size: int) -> None:
        """Add households until the last list has ``size``, and all that goes with them."""
        from disclosure.models import ListTotal, Recipient
        from disclosure.publication import totals

        serials = range(self.size, size)
        with _filled_first(Recipient, len(serials)):
            _insert(Recipient, (row for serial in serials for row in self._rows(serial)))
        _find_faults(self.batches[-1], range(self.size // FINDINGS_IN, size // FINDINGS_IN))
        _give_notice(self.editor, range(self.size // NOTICES_IN, size // NOTICES_IN))
        self.size = size
        ListTotal.objects.all().delete()
        sums = totals.figures(self.batches[-1])
        for batch in self.batches:
            with transaction.atomic():
                totals.write(batch, sums)
        for month, batch in enumerate(self.batches):
            batch.accepted_count, batch.refused_count = size, size // FINDINGS_IN
            self._keep_what_moved(batch, month)
            batch.save()

    def _keep_what_moved(self, batch: Any, month: int) -> None:
        """Write on a list what publication keeps of it."""
        from disclosure.publication.switching import MovedRows

        comes = month * ONE_IN
        batch.ended_count = len(range(comes, self.size, COMES_IN)) if month else 0
        for name, value in asdict(MovedRows.of(batch)).items():
            setattr(batch, name, value)

    def _rows(self, serial: int) -> Iterator[dict[str, Any]]:
        """The rows of a household through time: what it had, and what it has."""
        first, last = self.batches[0], len(self.batches) - 1
        month = serial % ONE_IN
        if 1 <= month <= last:
            yield self._row(serial, 0, first, self.batches[month])
            yield self._row(serial, 1, self.batches[month])
        elif (comes := serial % COMES_IN) % ONE_IN == 0 and 1 <= comes // ONE_IN <= last:
            yield self._row(serial, 0, self.batches[comes // ONE_IN])
            # Another one ended in its place.
            yield self._row(serial + 10**7, 0, first, self.batches[comes // ONE_IN], where=serial)
        else:
            yield self._row(serial, 0, first)

    def _row(self, serial: int, raised: int, since: Any, until: Any = None, where: int | None = None):
        where = serial if where is None else where
        return {
            "public_id": uuid.UUID(int=serial << 16 | raised << 8 | 1),
            "programme_id": LIST,
            "region_id": village_of(where),
            "holder_name": making.name(serial % 10**7),
            "id_number": self.token,
            "id_index": f"{serial * 2654435761 % 2**32:08x}{serial:056x}",
            "own_index": f"{serial * 2246822519 % 2**32:08x}{serial:056x}",
            "people": 1 + serial % 4,
            "amount": Decimal(500 + serial % 300 + raised),
            "category": "",
            "since": date(2020, 4, 1),
            "adult_on": None,
            "valid_from_id": since.pk,
            "valid_until_id": until.pk if until else None,
            "is_hidden": False,
        }


def village_of(serial: int) -> str:
    """Where a household lives: the first ones in the village that is asked for."""
    return VILLAGES[0 if serial < HOUSEHOLDS else 1 + serial % (len(VILLAGES) - 1)]


def _batch(month: date, editor: Any) -> Any:
    from disclosure.enums import BatchState
    from disclosure.models import Batch

    return Batch.objects.create(
        programme_id=LIST,
        region_id=making.COUNTY,
        month=month,
        uploaded_by=editor,
        source_name="list.csv",
        state=BatchState.PUBLISHED,
        checked_at=timezone.make_aware(datetime(month.year, month.month, 5)),
        published_at=timezone.make_aware(datetime(month.year, month.month, 10)),
    )


def _find_faults(batch: Any, serials: range) -> None:
    from disclosure.models import RefusedRow

    found = (
        {
            "batch_id": batch.pk,
            "sheet": "",
            "row": serial + 2,
            "column": "合计（元）",
            "code": "amount_unreadable",
            "params": '{"value": "四百"}',
            "is_warning": serial % 2 == 0,
        }
        for serial in serials
    )
    _insert(RefusedRow, found)


def _give_notice(editor: Any, serials: range) -> None:
    from disclosure.models import Notice
    from protection.encryption import encrypt

    today = timezone.localdate()
    token = encrypt("320722196001010000", Notice._meta.get_field("id_number").place)

    def row(serial: int) -> dict[str, Any]:
        stands = serial < STANDING
        ended = today + timedelta(days=3 if stands else -10 - serial % 700)
        return {
            "public_id": uuid.UUID(int=serial << 16 | 2),
            "programme_id": LIST,
            "region_id": VILLAGES[0] if stands else village_of(serial + HOUSEHOLDS),
            "kind": "proposed",
            "holder_name": making.name(serial),
            "id_number": token,
            "id_index": f"{serial:064x}",
            "people": 2,
            "amount": Decimal(500),
            "reason": "income",
            "adult_on": None,
            "state": "standing" if stands else "ended",
            "closed_at": None if stands else timezone.now(),
            "shown_from": ended - timedelta(days=7),
            "shown_until": ended,
            "is_provisional": False,
            "decide_by": None,
            "has_objection": False,
            "entered_by_id": editor.pk,
            "entered_at": timezone.now(),
        }

    _insert(Notice, map(row, serials))


def _insert(model: type[Model], rows: Iterator[dict[str, Any]]) -> None:
    """Write rows past the ORM, which takes ten times as long."""
    fields = {field.attname: field for field in model._meta.concrete_fields if not field.primary_key}
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(quote(str(f.column)) for f in fields.values())
    while some := list(islice(rows, AT_ONCE)):
        values = [[_stored(fields[name], row[name]) for name in fields] for row in some]
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for value in values:
                        copy.write_row(value)
            else:
                marks = ", ".join(["%s"] * len(fields))
                # Names come from the model, values are parameters.
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)


def _stored(field: Any, value: Any) -> Any:
    """A value as the column holds it; what is encrypted or JSON is given as it is stored."""
    if isinstance(value, str) or value is None:
        return value
    return field.get_db_prep_save(value, connection)


@contextmanager
def _filled_first(model: type[Model], count: int) -> Iterator[None]:
    """Take the indexes away while many rows are written, and make them afterwards."""
    if count < MANY:
        yield
        return
    indexes, constraints = model._meta.indexes, model._meta.constraints
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.remove_index(model, index)
        for constraint in constraints:
            editor.remove_constraint(model, constraint)
    yield
    with connection.schema_editor() as editor:
        for constraint in constraints:
            editor.add_constraint(model, constraint)
        for index in indexes:
            editor.add_index(model, index)
