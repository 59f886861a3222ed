"""Programmes of which no national text asks for a public list: ``data/local_rules.csv``.

Their lists become public only where a local rule asks for it, since names are published by law or not at all
(个人信息保护法 13, 政府信息公开条例 15). The rule is a row of the disclosure catalogue with its basis, which
the head office keeps and everybody reads.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils import timezone

from disclosure.enums import Proof
from disclosure.publication import duties
from protection.data_tables import DataTable


@dataclass(frozen=True)
class NeedsLocalRule:
    """One row: a programme, and why its lists wait for a rule of the place."""

    programme: str
    why: str


TABLE = DataTable(Path(__file__).parents[1] / "data" / "local_rules.csv", NeedsLocalRule, key=("programme",))


@cache
def _waiting() -> frozenset[str]:
    return frozenset(row.programme for row in TABLE.rows)


def may_be_public(programme: str, place: str) -> bool:
    """Whether lists of a programme may become public in a place (a division code).

    One query for those in the table, none for others.
    """
    if programme not in _waiting():
        return True
    today = timezone.localdate()
    return any(
        duty.item.proof == Proof.LISTS
        and programme in duty.programmes
        and duty.item.basis.strip()
        and duty.holds_in(place, today, programme)
        for duty in duties.catalogue()
    )
