"""What the tests of this room share."""

import pytest

from organizations.enums import Role
from tests.complaints.factories import make_staff
from tests.organizations.factories import make_person, make_places, make_units


@pytest.fixture
def units(prepared):
    """A city bureau, two counties, two townships, a village and the inspection group, by their keys."""
    make_places()
    return make_units()


@pytest.fixture
def staff(units):
    """People in their posts, by short names; see ``factories.make_staff``."""
    return make_staff(units)


@pytest.fixture
def officer(units, staff):
    """孙继财 of the township, who works on the case."""
    return make_person("孙继财", (units["township"], Role.HANDLER))


@pytest.fixture
def named(units):
    """The units, of which the city's bureau and its inspection group are called as such offices are."""
    for key, name in (("city", "乙市民政局"), ("inspection", "派驻乙市民政局纪检监察组")):
        units[key].name = name
        units[key].save()
    return units


@pytest.fixture
def desk(client, staff):
    """The operator, logged in."""
    client.force_login(staff["operator"])
    return client
