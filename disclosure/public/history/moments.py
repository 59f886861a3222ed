"""Which list a visitor asks for: that of now, of a month, or the one that was shown on a day.

``?month=2026-09`` is the last version of that month's list, ``?on=2026-09-15`` the list that was public at
the end of that day in Asia/Shanghai, of whatever month it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from disclosure.history.timeline import ListsInForce, Timeline


class UnreadableMoment(ValueError):
    """What was asked for is no month and no day."""


@dataclass(frozen=True, slots=True)
class MonthOrDay:
    """A month (its first day) or a day, one of the two."""

    month: date | None = None
    day: date | None = None

    @property
    def parameter(self) -> str:
        """As a query of an address: month=2026-09 or on=2026-09-15."""
        return f"month={self.slug}" if self.month else f"on={self.slug}"

    @property
    def slug(self) -> str:
        """It in figures: 2026-09 or 2026-09-15."""
        return f"{self.month:%Y-%m}" if self.month else f"{self.day:%Y-%m-%d}"

    def snapshot(self, timeline: Timeline) -> ListsInForce:
        """The lists that count at it."""
        if self.month:
            return timeline.in_month(self.month)
        assert self.day
        following = datetime.combine(self.day + timedelta(days=1), time.min)
        return timeline.until(timezone.make_aware(following) - timedelta(microseconds=1))


def chosen(query: Mapping[str, str]) -> MonthOrDay | None:
    """What an address asks for; None for the list of now, also where the day is today or still to come.

    Raises UnreadableMoment.
    """
    month, day = query.get("month", "").strip(), query.get("on", "").strip()
    try:
        if day:
            asked = date.fromisoformat(day)
            return MonthOrDay(day=asked) if asked < timezone.localdate() else None
        return MonthOrDay(month=date.fromisoformat(f"{month}-01")) if month else None
    except (ValueError, OverflowError) as error:
        raise UnreadableMoment from error


def of_month(query: Mapping[str, str]) -> date | None:
    """The month that an address asks for, where days are not told apart; None for now.

    Raises UnreadableMoment, also for a day.
    """
    if query.get("on", "").strip():
        raise UnreadableMoment
    moment = chosen(query)
    return moment.month if moment else None
