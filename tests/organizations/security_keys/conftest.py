"""Two people of the site, and a key of the first."""

import pytest

from organizations.enums import Role
from tests.organizations.factories import make_person
from tests.organizations.security_keys.factories import SITE, add


@pytest.fixture(autouse=True)
def _site(settings):
    settings.WAGTAILADMIN_BASE_URL = f"{SITE}/"


@pytest.fixture
def person(units):
    return make_person("某", (units["city"], Role.HANDLER))


@pytest.fixture
def other(units):
    return make_person("别人", (units["city"], Role.HANDLER))


@pytest.fixture
def device(person):
    return add(person, count=7)
