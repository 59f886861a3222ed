"""What the tests of this room share."""

import pytest
from django.utils import translation

from tests.organizations.making import make_places, make_units


@pytest.fixture
def places(prepared):
    """A few places in three provinces' worth of codes."""
    make_places()


@pytest.fixture
def units(places):
    """The units by their keys, see making.make_units."""
    return make_units()


@pytest.fixture(autouse=True)
def _english():
    """Messages in their source language; the staff pages still answer in Chinese."""
    with translation.override("en"):
        yield
