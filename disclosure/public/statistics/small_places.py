"""Of which places the statistics say nothing, because so few households stand behind a figure. Pure.

A figure that is kept back must not come out by subtraction: wherever one is, another is kept back beside it
(the smallest), and in a place that is itself kept back at least one below it. Nor by comparing months, of
which one is mostly like the next: a place with few in one of them has no figures in any, and neither has the
one beside it. Nothing tells which of them are few. A place with nobody on the list is shown: 0 is nobody's
figure.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from protection.data_tables import DataTable

#: By code of a place the households of the places directly below it, and under "" that of the top.
Tree = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class SmallPlaceLimit:
    """``months``: over how many months, up to the latest list, it is decided for all of them at once which
    places have no figures. Below how many households a place has none is a setting of the programme.
    """

    name: str
    number: int
    basis: str


TABLE = DataTable(
    Path(__file__).parents[2] / "data" / "statistics_limits.csv", SmallPlaceLimit, key=("name",)
)


def months_compared() -> int:
    """How many months, up to the latest, are decided about together."""
    return _number("months")


@cache
def _number(name: str) -> int:
    return next(limit.number for limit in TABLE.rows if limit.name == name)


def kept_back(
    path: Sequence[str], months: Iterable[Tree], limit: int, known: Collection[str] = ()
) -> frozenset[str]:
    """The codes of places without figures in all of these months, among those on a path and directly below
    each of them.

    ``path``: from the top down; ``known``: those of which it is decided already.
    """
    trees = list(months)
    kept = set(known)
    for above in ("", *path):
        below = [tree[above] for tree in trees if tree.get(above)]
        kept.update(code for month in below for code, number in month.items() if 0 < number < limit)
        _keep_others(kept, below, limit, is_above_known=above not in kept)
    return frozenset(kept)


def _keep_others(
    kept: set[str], months: Sequence[Mapping[str, int]], limit: int, *, is_above_known: bool
) -> None:
    """Add places beside those that are kept back, the smallest first, until no month tells of them."""
    most: dict[str, int] = {}
    for below in months:
        for code, number in below.items():
            most[code] = max(number, most.get(code, 0))
    by_size = sorted(most, key=lambda code: (most[code], code))
    size = None
    while size != len(kept):  # who is added for one month may stand alone in another
        size = len(kept)
        for below in months:
            others = iter([code for code in by_size if below.get(code) and code not in kept])
            found = [number for code, number in below.items() if number and code in kept]
            while _tells(found, limit, is_above_known=is_above_known):
                another = next(others, None)
                if another is None:
                    break
                kept.add(another)
                found.append(below[another])


def _tells(found: list[int], limit: int, *, is_above_known: bool) -> bool:
    """Whether what is kept back so far could be had from the sum above it and the others beside it."""
    if is_above_known:
        return bool(found) and (len(found) == 1 or sum(found) < limit)
    return sum(found) < limit
