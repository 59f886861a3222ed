"""What the tests of this room share."""

import pytest

from tests.organizations.making import make_places, make_units


@pytest.fixture
def places(prepared):
    """A few places in three provinces' worth of codes."""
    make_places()


@pytest.fixture
def units(places):
    """The units by their keys, see making.make_units."""
    return make_units()
