"""What the tests of this room share."""

import pytest
from django.utils import translation

from organizations.enums import Role
from organizations.models import User
from tests.organizations.factories import fresh, make_person, make_places, make_units


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


@pytest.fixture
def admin(units):
    """An administrator of the county's bureau."""
    return make_person("县管理员", (units["county"], Role.ADMINISTRATOR))


@pytest.fixture
def second(units):
    """A second administrator there."""
    return make_person("县管理员乙", (units["county"], Role.ADMINISTRATOR))


@pytest.fixture
def colleague(units):
    """Somebody whose account the two keep."""
    return make_person("县接线", (units["county"], Role.OPERATOR))


@pytest.fixture
def mailed(colleague):
    """The colleague with an e-mail address that a second administrator confirmed."""
    User.objects.filter(pk=colleague.pk).update(email="her@example.org", confirmed_email="her@example.org")
    return fresh(colleague)


@pytest.fixture
def signed_in(client):
    """``signed_in(user)`` is the client, with this user logged in."""

    def sign_in(user):
        client.force_login(fresh(user))
        return client

    return sign_in
