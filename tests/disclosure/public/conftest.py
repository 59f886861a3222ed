"""Lists of several months, published on days of their own."""

from datetime import date

import pytest

from tests.disclosure.lists import household
from tests.disclosure.public.earlier import at


@pytest.fixture
def on(release):
    """``on(month, day, rows)`` publishes the list of that month of 2026 as if at noon of that day there."""

    def on(month, day, rows, of=None):
        batch = release(rows, month=of or date(2026, month, 1))
        at(batch, published_at=(month, day))
        return batch

    return on


@pytest.fixture
def three_months(on):
    """刘庄村 has households 0, 3, 6 in September; 0 gets more in October, 3 ends; 12 comes in November."""
    on(9, 5, [household(n) for n in range(9)])
    october = [{**household(0), "合计（元）": 900}, *(household(n) for n in (1, 2, 4, 5, 6, 7, 8))]
    on(10, 6, october)
    on(11, 7, [*october, household(12)])
