"""The table of periodic work: each room's ``data/periodic.csv``, gathered.

Columns: a name of its own, a management command with its arguments, every how long, at what time of day
(Asia/Shanghai, for what is done by days), how long it may take at most, and why it is done.
"""

import csv
import re
import shlex
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.apps import apps

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


@cache
def table() -> tuple[Work, ...]:
    """All periodic work, in the order of the rooms. Raises ValueError for a row that cannot be read."""
    found: dict[str, Work] = {}
    for room in apps.get_app_configs():
        path = Path(room.path) / FILE
        if not path.exists():
            continue
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["name"] in found:
                    raise ValueError(f"{path}: {row['name']} comes a second time")
                found[row["name"]] = _work(row)
    return tuple(found.values())


def _work(row: dict[str, str]) -> Work:
    every = span(row["every"])
    at = time.fromisoformat(row["at"]) if row["at"] else None
    if at and every % UNITS["day"]:
        raise ValueError(f"{row['name']}: only what is done by days has a time of day")
    arguments = tuple(shlex.split(row["arguments"]))
    return Work(row["name"], row["command"], arguments, every, at, span(row["most"]), row["why"])


def span(words: str) -> timedelta:
    """A length of time: 1 minute, 10 minutes, 1 day. Raises ValueError."""
    found = SPAN.fullmatch(words)
    if not found:
        raise ValueError(f"not a length of time: {words!r}")
    return int(found[1]) * UNITS[found[2]]
