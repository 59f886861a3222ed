"""Programmes that nobody is on at once, so that whoever stands on two lists is looked at.

``data/exclusive.csv`` is the table that an expert checks; the first founding document names 低保 with 特困.
"""

from dataclasses import dataclass
from pathlib import Path

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from disclosure.models import Batch, Recipient, StagedRow
from protection.data_tables import DataTable


@dataclass(frozen=True)
class Exclusive:
    """One row: two programmes, in either order, and why not both."""

    programme: str
    other: str
    basis: str


TABLE = DataTable(Path(__file__).parent / "data" / "exclusive.csv", Exclusive, key=("programme", "other"))


def others_of(programme: str) -> list[str]:
    """Return the codes of the programmes that this one excludes."""
    pairs = [(row.programme, row.other) for row in TABLE.rows]
    both_ways = [*pairs, *((other, one) for one, other in pairs)]
    return [other for one, other in both_ways if one == programme]


def on_another_list(batch: Batch) -> QuerySet[StagedRow]:
    """Return the rows of a list whose household is on the current list of an excluded programme, with its
    name as ``other``. Asked by the index by household, once a row.
    """
    current = Recipient.objects.left_open().filter(
        programme__in=others_of(batch.programme_id), id_index=OuterRef("id_index")
    )
    return StagedRow.objects.filter(Exists(current), batch=batch).annotate(
        other=Subquery(current.values("programme__name")[:1])
    )
