"""The table of periodic work: each room's ``data/periodic.csv``, gathered.

Columns: a name of its own, a management command with its arguments, every how long, at what time of day
(Asia/Shanghai, for what is done by days), how long it may take at most, and why it is done.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.apps import apps

from protection.data_tables import TableRefused, read

SHANGHAI = ZoneInfo("Asia/Shanghai")
FILE = Path("data") / "periodic.csv"
SPAN = re.compile(r"(\d+) (minute|hour|day)s?")
UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}


@dataclass(frozen=True)
class Work:
    """One row."""

    name: str
    command: str
    arguments: tuple[str, ...]
    every: timedelta
    at: time | None
    most: timedelta
    why: str

    def next_due(self, after: datetime) -> datetime:
        """When it is due for the first time after a moment; both are aware."""
        if self.at is None:
            return after + self.every
        local = after.astimezone(SHANGHAI)
        day = datetime.combine(local.date(), self.at, SHANGHAI)
        return day if day > local else day + self.every


@dataclass(frozen=True, kw_only=True)
class PeriodicRow:
    """A row of a room's table, as it is written."""

    name: str
    command: str
    arguments: tuple[str, ...] = ()
    every: str
    at: str = ""
    most: str
    why: str


@cache
def table() -> tuple[Work, ...]:
    """All periodic work, in the order of the rooms. Raises TableRefused for what cannot be read."""
    found: dict[str, Work] = {}
    for room in apps.get_app_configs():
        path = Path(room.path) / FILE
        for row in read(path, PeriodicRow, key=("name",)) if path.exists() else ():
            if row.name in found:
                raise TableRefused(f"{path}: {row.name} is the name of another room's work.")
            try:
                found[row.name] = _work(row)
            except ValueError as error:
                raise TableRefused(f"{path}, {row.name}: {error}.") from error
    return tuple(found.values())


def _work(row: PeriodicRow) -> Work:
    every = span(row.every)
    at = time.fromisoformat(row.at) if row.at else None
    if at and every % UNITS["day"]:
        raise ValueError("only what is done by days has a time of day")
    return Work(row.name, row.command, row.arguments, every, at, span(row.most), row.why)


def span(words: str) -> timedelta:
    """A length of time: 1 minute, 10 minutes, 1 day. Raises ValueError."""
    found = SPAN.fullmatch(words)
    if not found:
        raise ValueError(f"not a length of time: {words!r}")
    return int(found[1]) * UNITS[found[2]]
