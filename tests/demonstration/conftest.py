"""A small demonstration, loaded once for the tests that only look at it."""

from datetime import date

import pytest

from demonstration.loading import load
from demonstration.plan import Plan

PASSWORD = "demonstration-password"
SMALL = Plan(until=date(2026, 11, 21), households=420, cases=70)


@pytest.fixture
def loaded(prepared):
    """A demonstration at a twentieth of its size."""
    return load(SMALL, password=PASSWORD)


@pytest.fixture(autouse=True)
def _demonstration(settings):
    """A site that is one, as under script/server."""
    settings.DEMONSTRATION = True
