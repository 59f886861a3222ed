"""What the tests of this room share."""

import pytest

from tests.complaints.making import make_staff
from tests.organizations.making import make_places, make_units


@pytest.fixture
def units(prepared):
    """A city bureau, two counties, two townships, a village and the inspection group, by their keys."""
    make_places()
    return make_units()


@pytest.fixture
def staff(units):
    """People in their posts, by short names; see ``making.make_staff``."""
    return make_staff(units)
