"""What the tests of taking over cases share."""

import pytest

from complaints.imports import importing
from organizations.enums import Role
from organizations.models import Region
from tests.organizations.factories import make_person


@pytest.fixture
def admin(units):
    return make_person("管理乙", (units["city"], Role.ADMINISTRATOR))


@pytest.fixture
def take(admin, transactional_db):
    def taken(file, region="3207", user=admin):
        made = importing.receive(file, region=Region.objects.get(pk=region), user=user, name="留言.csv")
        return importing.read(made.pk)

    return taken
