"""The people and units that the tests write at once are those that appointing and saving would leave."""

import pytest
from django.forms import model_to_dict

from organizations.enums import Role
from organizations.models import Post, Unit, User
from tests.organizations.factories import fresh, make_people, make_person

pytestmark = pytest.mark.django_db
#: What tells two people or posts apart, and nothing else.
OWN = {"id", "username", "password", "user", "groups", "date_joined", "proposed_at"}
POSTS = [("city", Role.ADMINISTRATOR), ("county", Role.REVIEWER), ("inspection", Role.INSPECTOR)]


def rows(user):
    """The person's row, posts and groups as they are kept."""
    kept = [User.objects.get(pk=user.pk), *Post.objects.filter(user=user)]
    plain = [{name: value for name, value in vars(row).items() if name[0] != "_"} for row in kept]
    seen = [
        {name: value for name, value in row.items() if name.removesuffix("_id") not in OWN} for row in plain
    ]
    return seen, set(user.groups.values_list("name", flat=True))


@pytest.mark.parametrize(("unit", "role"), POSTS)
def test_people_written_at_once_are_like_those_appointed(units, unit, role):
    (at_once,) = make_people([("某某", units[unit], role)])
    appointed = make_person("某某", (units[unit], role))
    assert rows(at_once) == rows(appointed)
    assert at_once.username != appointed.username
    assert fresh(at_once).check_password("x" * 12)


def test_units_written_at_once_are_like_those_saved(units):
    for unit in units.values():
        again = Unit(name=f"{unit.name}二", kind=unit.kind, region_id=unit.region_id, parent=unit.parent)
        again.full_clean()
        again.save()
        kept, saved = (
            model_to_dict(Unit.objects.get(pk=one.pk), exclude=["id", "name"]) for one in (unit, again)
        )
        assert kept == saved
