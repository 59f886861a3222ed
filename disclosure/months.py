"""How months are reckoned, and which of them a list may be about, counted in Asia/Shanghai.

Lists are renewed monthly (村民委员会组织法 30), so the next month's is prepared near the end of this one. A
later month is a slip of the pen, and a costly one: once public, it shuts out every list of the months before.
"""

import calendar
from datetime import date, timedelta

from django.utils import timezone


def is_ahead(month: date) -> bool:
    """Whether a month, given by any of its days, has not begun yet."""
    return _number(month) > _number(timezone.localdate())


def is_too_far_ahead(month: date) -> bool:
    """Whether a month is later than the next one, so that no list can be about it yet."""
    return _number(month) > _number(timezone.localdate()) + 1


def following(month: date) -> date:
    """The first day of the next month."""
    return later(month.replace(day=1), 1)


def last_day(month: date) -> date:
    """The day on which a month's list is made at the latest."""
    return following(month) - timedelta(days=1)


def later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _number(day: date) -> int:
    return day.year * 12 + day.month
