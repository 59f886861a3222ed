"""Programmes that nobody is on at once, so that whoever stands on two lists is looked at.

``data/exclusive.csv`` is the table that an expert checks; the first founding document names 低保 with 特困.
"""

from dataclasses import dataclass
from pathlib import Path

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from disclosure.models import Batch, Recipient, StagedRow
from organizations import codes, scope
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
    """Return the rows of a list whose household is on the current list of an excluded programme in the same
    city, with that one's name as ``other``. Asked by the index by household, once a row.

    ``other`` is None where it is on none in the list's own place: an editor learns of no other what somebody
    receives there, and of another city's lists not even that there is one.
    """
    current = Recipient.objects.left_open().filter(
        scope.within(codes.city_of(batch.region_id)),
        programme__in=others_of(batch.programme_id),
        id_index=OuterRef("id_index"),
    )
    here = current.filter(scope.within(batch.region_id))
    return StagedRow.objects.filter(Exists(current), batch=batch).annotate(
        other=Subquery(here.values("programme__name")[:1])
    )
