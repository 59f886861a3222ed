"""Which months a list may be about, counted in Asia/Shanghai.

Lists are renewed monthly (村民委员会组织法 30), so the next month's is prepared near the end of this one. A
later month is a slip of the pen, and a costly one: once public, it shuts out every list of the months before.
"""

from datetime import date

from django.utils import timezone


def is_ahead(month: date) -> bool:
    """Whether a month, given by any of its days, has not begun yet."""
    return _number(month) > _number(timezone.localdate())


def is_too_far_ahead(month: date) -> bool:
    """Whether a month is later than the next one, so that no list can be about it yet."""
    return _number(month) > _number(timezone.localdate()) + 1


def _number(day: date) -> int:
    return day.year * 12 + day.month
