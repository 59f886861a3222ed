"""What names of places end with: 和平村, 和平村委会, 和平社区居委会, 房山镇.

``data/place_endings.csv`` is the table that an official may extend. Ledgers, stories and the register of
divisions write another ending for the same place.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from protection.data_tables import DataTable


@dataclass(frozen=True)
class PlaceEnding:
    """A row of the table. ``said``: people end a place so in speech; the others are written only."""

    ending: str
    level: Literal["village", "township", "county", "city", "province"]
    said: bool


TABLE = DataTable(Path(__file__).parent / "data" / "place_endings.csv", PlaceEnding, key=("ending",))


def without_ending(name: str, level: str = "") -> str:
    """Return the name without its longest ending, of one level or of any; "" where nothing else is in it."""
    for ending in _longest_first(level):
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name


def has_ending(name: str) -> bool:
    """Whether it ends as names of places do."""
    return name.endswith(_longest_first(""))


def has_said_ending(name: str) -> bool:
    """Whether it ends as people say names of places."""
    return name.endswith(_said())


def of_level(level: str) -> tuple[str, ...]:
    """Return all endings of places of one level."""
    return _longest_first(level)


@cache
def _longest_first(level: str) -> tuple[str, ...]:
    found = [row.ending for row in TABLE.rows if level in ("", row.level)]
    return tuple(sorted(found, key=len, reverse=True))


@cache
def _said() -> tuple[str, ...]:
    return tuple(row.ending for row in TABLE.rows if row.said)
