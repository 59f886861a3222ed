"""What turns an approved list into a public one: its rows closed and opened, and the moment at which it is.

Called by ``publishing`` (all in one transaction) and by ``opening`` (in pieces); both hold the programme.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, Max, Sum, Value
from django.utils import timezone

from disclosure.enums import BatchState
from disclosure.intake import household_key
from disclosure.models import Batch, Programme, Proposal, Recipient
from disclosure.publication import reviewing, totals
from disclosure.publication.comparing import PublicationPlan
from disclosure.publication.content import content_digest
from disclosure.publication.households import same_household, staged
from disclosure.publication.workflow import PUBLISH
from organizations import scope
from organizations.models import User
from protection import audit

#: So many rows in one statement.
ROWS_AT_ONCE = 500
COPIED = (
    *("public_id", "programme_id", "region_id", "holder_name", "id_number", "id_index", "own_index"),
    *("people", "amount", "category", "since", "adult_on"),
)


def locked(batch: Batch) -> Batch:
    """The batch and its programme as they are now, nobody else's until the transaction ends."""
    programme = Programme.objects.select_for_update().get(pk=batch.programme_id)
    batch = Batch.objects.select_for_update(of=("self",)).select_related("region").get(pk=batch.pk)
    batch.programme = programme
    return batch


def faults_of_rows(batch: Batch, plan: PublicationPlan, ended: int | None) -> list[str]:
    """Why the rows of an approved batch cannot become public as planned: codes of messages.REASONS."""
    if batch.state != BatchState.APPROVED or household_key.are_changing():
        return []
    reasons = []
    if content_digest(batch) != batch.content_digest:
        reasons.append("content_changed")
    if plan.is_elsewhere:
        reasons.append("household_elsewhere")
    return reasons + reviewing.ending_unseen(batch, plan, batch.ended_seen if ended is None else ended)


def close_rows(batch: Batch, rows: Sequence[int]) -> int:
    """End these rows with the batch, those of them that nothing ended yet; give how many."""
    ends = Recipient.objects.left_open()
    return sum(ends.filter(pk__in=some).update(valid_until=batch) for some in parts(rows, ROWS_AT_ONCE))


def open_rows(batch: Batch, rows: Sequence[int]) -> int:
    """Copy these staged rows, inside the database: the ciphertext as it is; give how many."""
    return sum(_open_some(batch, some) for some in parts(rows, ROWS_AT_ONCE))


@dataclass(frozen=True, slots=True)
class MovedRows:
    """What a batch opened and closed: rows, and the yuan a month in them."""

    opened_count: int
    closed_count: int
    opened_amount: Decimal
    closed_amount: Decimal

    @classmethod
    def of(cls, batch: Batch) -> "MovedRows":
        """As they stand now."""
        figures = {"rows": Count("pk"), "yuan": Sum("amount")}
        opened, closed = batch.opened_rows.aggregate(**figures), batch.closed_rows.aggregate(**figures)
        return cls(opened["rows"], closed["rows"], Decimal(opened["yuan"] or 0), Decimal(closed["yuan"] or 0))

    def require(self, plan: PublicationPlan) -> None:
        """Raise RuntimeError where they are not those that were planned."""
        if (self.closed_count, self.opened_count) != (len(plan.closing), len(plan.opening)):
            raise RuntimeError(f"not as compared: {self}")


def make_public(
    batch: Batch, figures: totals.RegionSums, user: User | None, moved: MovedRows, ended: int
) -> Batch:
    """Let everybody see the batch, whose rows stand as they shall: with its figures, and in the log.

    ``ended``: of how many rows that it closed the household has no other.
    """
    facts: dict[str, Any] = {
        "opened": moved.opened_count,
        "closed": moved.closed_count,
        "replaced": _replace_versions(batch),
    }
    kept = {**asdict(moved), "ended_count": ended}
    for name, value in kept.items():
        setattr(batch, name, value)
    batch.published_at = _after_all_others(batch)
    batch.state = BatchState.PUBLISHED
    batch.save(update_fields=["state", "published_at", *kept])
    totals.write(batch, figures)
    audit.record(PUBLISH.action, batch, user=user, month=batch.month, **facts)
    return batch


def parts(rows: Sequence[int], length: int) -> Iterator[Sequence[int]]:
    """Cut rows into parts of this length, the last one shorter."""
    return (rows[start : start + length] for start in range(0, len(rows), length))


def _replace_versions(batch: Batch) -> int:
    """Mark the lists of the same month that this one covers whole as corrected; give how many."""
    covered = Batch.objects.in_force().filter(scope.within(batch.region_id), programme_id=batch.programme_id)
    return covered.filter(month=batch.month).exclude(pk=batch.pk).update(state=BatchState.REPLACED)


def _after_all_others(batch: Batch) -> datetime:
    """Now, and later than any publication of the programme: the order of lists rests on it, also when the
    clock was put back.
    """
    last = Batch.objects.filter(programme_id=batch.programme_id).aggregate(at=Max("published_at"))["at"]
    now = timezone.now()
    return now if last is None or last < now else last + timedelta(microseconds=1)


def _open_some(batch: Batch, rows: Sequence[int]) -> int:
    hiding = Proposal.objects.hiding().filter(programme=batch.programme_id)
    new = (
        staged(batch)
        .filter(pk__in=rows)
        .annotate(programme_id=Value(batch.programme_id), opened_by=F("batch_id"))
        .annotate(hidden=Exists(same_household(hiding)))
        .order_by("row", "pk")
        .values_list(*COPIED, "opened_by", "hidden")
    )
    names = (*COPIED, "valid_from_id", "is_hidden")
    column_of = {field.attname: str(field.column) for field in Recipient._meta.concrete_fields}
    columns = ", ".join(connection.ops.quote_name(column_of[name]) for name in names)
    sql, params = new.query.sql_with_params()
    table = connection.ops.quote_name(Recipient._meta.db_table)
    with connection.cursor() as cursor:
        # Names come from the models, values are parameters.
        cursor.execute(f"INSERT INTO {table} ({columns}) {sql}", params)
        return cursor.rowcount
