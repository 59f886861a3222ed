"""What is to be invented: how much, until which day, from which seed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

SEED = 20260410


@dataclass(frozen=True)
class Plan:
    """The size of a demonstration. The same plan gives the same people, lists and cases.

    ``until`` is its last day (Asia/Shanghai): cases reach back twelve months from there, lists three.
    """

    until: date
    seed: int = SEED
    households: int = 8000
    cases: int = 800

    def random(self, topic: str) -> Random:
        """Return the dice of one topic, so that a change in one leaves the others as they were."""
        return Random(f"{self.seed}:{topic}")

    def months(self) -> list[date]:
        """Return the first days of the three months whose lists are public, oldest first."""
        first = self.until.replace(day=1)
        found: list[date] = []
        for _month in range(3):
            first = (first - timedelta(days=1)).replace(day=1)
            found.insert(0, first)
        return found

    def share(self, full: int) -> int:
        """Return how many of something that a full demonstration has ``full`` of; at least one."""
        return max(1, round(full * self.cases / 800))


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """Return an aware time of a day in Asia/Shanghai."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
