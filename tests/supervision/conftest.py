"""Places, units, an inspector of the city and one of a county, and who else works there."""

import pytest

from organizations.enums import Role, UnitKind
from organizations.models import Unit
from tests.organizations.factories import make_person, make_places, make_units


@pytest.fixture
def units(prepared):
    """The units by their keys: those of the organizations' tests, a commission, a county's group."""
    make_places()
    made = make_units()
    for key, region in (("commission", "3207"), ("county_inspection", "320722")):
        made[key] = Unit.objects.create(name=f"纪检{key}", kind=UnitKind.INSPECTION, region_id=region)
    return made


@pytest.fixture
def inspector(units):
    """Inspects the whole city."""
    return make_person("周检", (units["inspection"], Role.INSPECTOR))


@pytest.fixture
def county_inspector(units):
    """Inspects one county."""
    return make_person("吴检", (units["county_inspection"], Role.INSPECTOR))


@pytest.fixture
def handler(units):
    """Handles cases in the county and has no business with leads."""
    return make_person("郑办", (units["county"], Role.HANDLER))


@pytest.fixture
def at_work(client, inspector):
    """The inspector's browser."""
    client.force_login(inspector)
    return client
