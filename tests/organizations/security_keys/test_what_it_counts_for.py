"""A security key alone is a second factor, with backup codes; the last one stays where a role needs it."""

import pytest
from django.core.management import call_command

from organizations import second_factor, security_keys
from organizations.enums import Role
from organizations.models import BackupCode, SecurityKey
from organizations.security_keys import ADD, AGAIN, LOGIN
from tests.organizations.authenticator import Authenticator
from tests.organizations.factories import make_person
from tests.organizations.security_keys.factories import HERE, SESSION, SITE, add, entries

pytestmark = pytest.mark.django_db


def test_a_key_alone_is_a_second_factor(person, device, settings):
    settings.SECOND_FACTOR_ROLES = ["all"]
    assert second_factor.is_on(person)
    assert not second_factor.app_is_on(person)
    assert second_factor.due(person) == second_factor.CODE


def test_backup_codes_stand_in_for_a_key(person):
    device = Authenticator(SITE)
    codes = security_keys.add(person, device.make(security_keys.adding(person, SESSION)), "一", SESSION)
    assert second_factor.verify(person, codes[0], HERE)
    assert not second_factor.verify(person, codes[0], HERE)


def test_the_last_factor_stays_where_a_role_needs_one(person, device, settings):
    settings.SECOND_FACTOR_ROLES = ["handler"]
    first = person.security_keys.get()
    assert not security_keys.remove(first)
    add(person)
    assert security_keys.remove(first)
    assert person.security_keys.count() == 1
    settings.SECOND_FACTOR_ROLES = []
    assert security_keys.remove(person.security_keys.get())
    assert not second_factor.is_on(person)
    assert not BackupCode.objects.filter(user=person).exists()
    assert entries("security_key_off").count() == 2


def test_a_reset_takes_the_keys_too(person, units, device):
    other = make_person("管", (units["city"], Role.ADMINISTRATOR))
    call_command("reset_second_factor", person.username, by=other.username, reason="钥匙丢了")
    assert not SecurityKey.objects.filter(user=person).exists()
    assert second_factor.due(person) == second_factor.ENROL


def test_the_purposes_differ():
    assert len({ADD, LOGIN, AGAIN}) == 3
