"""Publishing the list of the next month over an earlier one: a twentieth of its households changed, or all.

Floor: in one transaction the database itself finds, closes and opens what changed (one UPDATE, one INSERT …
SELECT), adds the villages up and deletes the staged rows, which would stand there twice otherwise. Nothing
is asked: not whether the rows are those that were approved, how many households end, or who is on another
place's list. The tables are fresh and nobody analysed them. At the end it is printed how long a transaction
held the write lock, how long somebody else who writes had to wait meanwhile, and what closing and opening
alone take where it is known beforehand what changed.
"""

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from bench import making
from bench.harness import Bench, Pair
from bench.locks import lock_timed
from organizations.enums import Role

BEFORE, MONTH = date(2026, 9, 1), date(2026, 10, 1)
ONE_IN = 20  # households whose amount changed
ROWS_AT_ONCE = 10_000


class Lists:
    """Two lists of one county: one public, the next approved; both can be put back as they were."""

    def __init__(self, size: int, one_in: int = ONE_IN) -> None:
        from disclosure.models import Batch, Programme, Recipient, StagedRow
        from disclosure.publication import publishing

        self.size, self.one_in = size, one_in
        self.staged, self.rows = _table(StagedRow), _table(Recipient)
        self.villages = making.villages()
        self.programme = Programme.objects.get(pk="rural-dibao")
        self.county_id, self.publish, self.batches = making.COUNTY, publishing.publish, Batch.objects
        self.editor = making.make_person(f"editor{size}", Role.EDITOR)

    def village(self, serial: int) -> str:
        """Say where a household lives: each village has as many."""
        return self.villages[serial % len(self.villages)]

    def again(self) -> None:
        """Two lists in tables that hold nothing else, the first public."""
        from disclosure.models import Batch, ListTotal, Recipient

        for table in (self.staged, self.rows):
            _empty(table)
        ListTotal.objects.all().delete()
        Batch.objects.all().update(corrects=None)
        Batch.objects.all().delete()
        first = self._batch(BEFORE)
        self._stage(first, changed=False)
        self._approve(first)
        self.publish(first)
        assert Recipient.objects.filter(valid_until=None).count() == self.size
        self.batch = self._batch(MONTH)
        self._stage(self.batch, changed=True)
        self._approve(self.batch)

    def _batch(self, month: date) -> Any:
        from disclosure.enums import BatchState

        return self.batches.create(
            programme=self.programme,
            region_id=self.county_id,
            month=month,
            uploaded_by=self.editor,
            source_name="list.csv",
            state=BatchState.APPROVED,
            checked_at=timezone.make_aware(datetime(2026, 10, 1)),
        )

    def _approve(self, batch: Any) -> None:
        from disclosure.publication.content import content_digest

        batch.content_digest = content_digest(batch)
        batch.ended_seen = 0
        batch.accepted_count = self.size
        batch.save()

    def _stage(self, batch: Any, *, changed: bool) -> None:
        from disclosure.intake.staging import Staged, insert
        from disclosure.models import ID_NUMBERS
        from protection.encryption import encrypt

        token, ops = encrypt("320722196001010000", ID_NUMBERS), connection.ops
        native = connection.features.has_native_uuid_field
        for start in range(0, self.size, ROWS_AT_ONCE):
            rows = [
                Staged(
                    "",
                    serial + 2,
                    (
                        self.village(serial),
                        making.name(serial),
                        token,
                        f"{serial * 2654435761 % 2**32:064x}",
                        f"{serial * 2246822519 % 2**32:064x}",
                        1 + serial % 4,
                        ops.adapt_decimalfield_value(
                            Decimal(500 + serial % 300 + (changed and serial % self.one_in == 0)), 10, 2
                        ),
                        "",
                        ops.adapt_datefield_value(date(2020, 4, 1)),
                        None,
                        _uuid(batch.pk, serial, native),
                    ),
                )
                for serial in range(start, min(start + ROWS_AT_ONCE, self.size))
            ]
            insert(batch, rows)

    def publish_next(self) -> None:
        """Press the button."""
        self.publish(self.batch)

    def floor(self) -> None:
        """Find out what changed, close and open it, add up, and leave no row twice."""
        from disclosure.models import ListTotal
        from disclosure.publication.households import COMPARED, compared

        same = " AND ".join(f"s.{name} = r.{name}" for name in ("id_index", *COMPARED))
        yes, no, totals = *(("1", "0") if _is_sqlite() else ("true", "false")), _table(ListTotal)
        own = f"FROM {self.staged} AS s WHERE s.batch_id = {self.batch.pk}"
        with transaction.atomic(), compared():
            _say(
                f"UPDATE {self.rows} AS r SET valid_until_id = {self.batch.pk} WHERE valid_until_id IS NULL "
                f"AND programme_id = 'rural-dibao' AND NOT EXISTS (SELECT 1 {own} AND {same})"
            )
            self._open(
                f"{own} AND NOT EXISTS (SELECT 1 FROM {self.rows} AS r WHERE r.id_index = s.id_index "
                "AND r.programme_id = 'rural-dibao' AND r.valid_until_id IS NULL)"
            )
            _say(f"UPDATE {totals} SET is_current = {no} WHERE is_current")
            _say(
                f"INSERT INTO {totals} (batch_id, programme_id, region_id, month, is_current, is_withdrawn, "
                f"is_partial, is_compared, hidden, households, people, amount, added, removed, changed) "
                f"SELECT {self.batch.pk}, 'rural-dibao', region_id, '{MONTH}', {yes}, {no}, {no}, {yes}, 0, "
                f"count(*), sum(people), sum(amount), 0, 0, 0 FROM {self.rows} WHERE valid_until_id IS NULL "
                "AND programme_id = 'rural-dibao' GROUP BY region_id"
            )
            _say(f"DELETE FROM {self.staged} WHERE batch_id = {self.batch.pk}")

    def switch(self) -> None:
        """Close and open what changed, known beforehand."""
        own = f"FROM {self.staged} AS s WHERE batch_id = {self.batch.pk}"
        changed = f'{own} AND ("row" - 2) % {self.one_in} = 0'
        with transaction.atomic():
            _say(
                f"UPDATE {self.rows} SET valid_until_id = {self.batch.pk} WHERE valid_until_id IS NULL "
                f"AND id_index IN (SELECT id_index {changed})"
            )
            self._open(changed)

    def _open(self, staged: str) -> None:
        from disclosure.publication.switching import COPIED

        columns = [name for name in COPIED if name != "programme_id"]
        _say(
            f"INSERT INTO {self.rows} (programme_id, valid_from_id, is_hidden, {', '.join(columns)}) "
            f"SELECT 'rural-dibao', {self.batch.pk}, {'0' if _is_sqlite() else 'false'}, "
            f"{', '.join(f's.{name}' for name in columns)} {staged}"
        )


def publication(sizes: list[int], one_in: int = ONE_IN) -> Iterator[Pair]:
    """One publication, from the button to the last switch."""
    for size in sizes:
        lists = Lists(size, one_in)
        yield Pair(size, lists.publish_next, lists.floor, before=lists.again)
        lists.again()
        held: list[float] = []
        with waiting_writer() as waited, lock_timed(held, all_of_them=True):
            lists.publish_next()
        print(
            f"  write lock held {max(held):.2f} s at most; another writer waited {max(waited):.2f} s at most"
        )
        lists.again()
        begun = time.perf_counter()
        lists.switch()
        print(f"  closing and opening alone, known beforehand: {time.perf_counter() - begun:.3f} s")


def publication_anew(sizes: list[int]) -> Iterator[Pair]:
    """The same with another amount for every household, as after a new standard."""
    return publication(sizes, one_in=1)


def comparison(sizes: list[int]) -> Iterator[Pair]:
    """What the approver's page asks: the sums, and the first page of what changed."""
    from disclosure.publication import differences

    for size in sizes:
        lists = Lists(size)
        lists.again()

        def compare(lists: Lists = lists) -> None:
            found = differences.compare(lists.batch)
            assert len(found.changed[:50]) == 50, found.sums
            assert found.sums.changed == lists.size // ONE_IN

        def floor(lists: Lists = lists) -> None:
            with transaction.atomic():
                lists.floor()
                transaction.set_rollback(True)

        yield Pair(size, compare, floor)


@contextmanager
def waiting_writer() -> Iterator[list[float]]:
    """Beside what happens within, somebody else writes a little every few hundredths of a second; gives how
    long each of these writes took.
    """
    from organizations.models import Unit

    waited, stop = [0.0], threading.Event()

    def write() -> None:
        while not stop.is_set():
            begun = time.perf_counter()
            Unit.objects.filter(region_id=making.COUNTY).update(name="丙县民政局")
            waited.append(time.perf_counter() - begun)
            stop.wait(0.03)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield waited
    finally:
        stop.set()
        thread.join()


def _empty(table: str) -> None:
    _say(f"DELETE FROM {table}")
    if not _is_sqlite():
        _say(f"ALTER TABLE {table} SET (autovacuum_enabled = false)")


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def _table(model: Any) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _uuid(batch: int, serial: int, native: bool) -> Any:
    made = uuid.UUID(int=batch << 64 | serial << 8 | 1)
    return made if native else made.hex


def _say(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


COUNTED = "rows of either list"
FLOOR = "changes found, closed and opened, sums and staged rows, by five statements"
BENCH = Bench("publish", "publishing the next month's list, 5 % changed", FLOOR, COUNTED, publication)
ANEW = Bench(
    "publish-anew", "publishing the next month's list, all of it changed", FLOOR, COUNTED, publication_anew
)
DIFFERENCES = Bench(
    "publish-compare", "the approver's comparison of the two lists", FLOOR, COUNTED, comparison
)
