"""Of which places the statistics say nothing, because so few households stand behind a figure. Pure.

A figure that is kept back must not come out by subtraction: wherever one is, another is kept back beside it
(the smallest), and in a place that is itself kept back at least one below it. Nothing tells which of them are
few. A place with nobody on the list is shown: 0 is nobody's figure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from protection.data_tables import DataTable


@dataclass(frozen=True)
class SmallPlaceLimit:
    """Below how many households of one programme a place has no figures, and why so many."""

    name: str
    households: int
    basis: str


TABLE = DataTable(
    Path(__file__).parents[2] / "data" / "statistics_limits.csv", SmallPlaceLimit, key=("name",)
)


@cache
def fewest() -> int:
    """The number from which on a place's figures are shown."""
    return next(limit.households for limit in TABLE.rows if limit.name == "fewest")


def kept_back(path: Sequence[str], households: Mapping[str, Mapping[str, int]], limit: int) -> frozenset[str]:
    """The codes of places without figures, among those on a path and directly below each of them.

    ``path``: from the top down; ``households``: by code of a place those of the places directly below it, and
    under "" that of the top.
    """
    kept: set[str] = set()
    for above in ("", *path):
        below = households.get(above, {})
        by_size = sorted((number, code) for code, number in below.items() if number)
        found = [one for one in by_size if one[0] < limit]
        others = by_size[len(found) :]
        while others and _tells(found, limit, is_above_known=above not in kept):
            found.append(others.pop(0))
        kept.update(code for _number, code in found)
    return frozenset(kept)


def _tells(found: list[tuple[int, str]], limit: int, *, is_above_known: bool) -> bool:
    """Whether what is kept back so far could be had from the sum above it and the others beside it."""
    together = sum(number for number, _code in found)
    if is_above_known:
        return bool(found) and (len(found) == 1 or together < limit)
    return together < limit
