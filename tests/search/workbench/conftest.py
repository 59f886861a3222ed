"""An indexed city, and an inspector at work."""

import pytest

from organizations.enums import Role
from search.indexing.rebuilding import rebuild
from tests.organizations.factories import make_person, make_places, make_units
from tests.search.cases import make_cases


@pytest.fixture
def units(prepared):
    make_places()
    return make_units()


@pytest.fixture
def cases(units, embedded, settings):
    settings.SEARCH_URL, settings.SEARCH_INDEX_PATH = "", embedded.path
    made = make_cases(units)
    rebuild("cases")
    return made


@pytest.fixture
def inspector(units):
    return make_person("周检查", (units["inspection"], Role.INSPECTOR))


@pytest.fixture
def browser_client(client, inspector):
    client.force_login(inspector)
    return client
