"""Whether the hotline is answered now, and when it is answered next.

Pure: the hours and the calendar are passed in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

#: Days. The longest run of holidays is shorter than this.
LOOK_AHEAD = 15


@dataclass(frozen=True)
class Hours:
    """Opening hours of a working day, with or without a break."""

    opens: time
    closes: time
    break_from: time | None = None
    break_until: time | None = None

    def spans(self) -> list[tuple[time, time]]:
        if self.break_from and self.break_until:
            return [(self.opens, self.break_from), (self.break_until, self.closes)]
        return [(self.opens, self.closes)]


@dataclass(frozen=True)
class OpeningState:
    """Open until a time of this day, or closed until a later moment (None: not within the days looked at)."""

    is_open: bool
    until: time | None = None
    opens_on: date | None = None
    opens_at: time | None = None


def state(now: datetime, hours: Hours, is_working_day: Callable[[date], bool]) -> OpeningState:
    """The hotline's state at a moment in local time."""
    today = now.date()
    if is_working_day(today):
        for opens, closes in hours.spans():
            if opens <= now.time() < closes:
                return OpeningState(True, until=closes)
            if now.time() < opens:
                return OpeningState(False, opens_on=today, opens_at=opens)
    for days in range(1, LOOK_AHEAD):
        day = today + timedelta(days=days)
        if is_working_day(day):
            return OpeningState(False, opens_on=day, opens_at=hours.opens)
    return OpeningState(False)
