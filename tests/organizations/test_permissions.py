"""The region-scoped permission policy: model permission and scope, both, for everyone."""

from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser, Permission

from organizations.enums import Role
from organizations.models import Post, Region, Unit, User
from organizations.permissions import (
    PostPermissionPolicy,
    RegionPermissionPolicy,
    RegionScopedPermissionPolicy,
    UnitPermissionPolicy,
    UserPermissionPolicy,
)
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db

ADMINISTRATION = {"add", "change"}
PLACES_OF_UNITS = {
    "city": "3207",
    "county": "320722",
    "other_county": "320723",
    "township": "320722100",
    "other_township": "320722101",
    "village": "320722100201",
    "inspection": "3207",
    "other_city": "3208",
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("post_at", ["city", "county", "township"])
def test_role_by_place_matrix_for_units(units, role, post_at):
    """Every cell: what a role may do to a unit, by where the post and the unit are."""
    policy = UnitPermissionPolicy(Unit)
    user = make_person("某", (units[post_at], role))
    for key, action in product(units, ["view", "add", "change", "delete", "publish"]):
        inside = PLACES_OF_UNITS[key].startswith(PLACES_OF_UNITS[post_at])
        by_role = action == "view" or (role == Role.ADMINISTRATOR and action in ADMINISTRATION)
        # The inspection group lies in the city but below no bureau; nobody deletes a unit.
        kept = action == "view" or key != "inspection"
        allowed = policy.user_has_permission_for_instance(user, action, units[key])
        assert allowed is (inside and by_role and kept), (key, action)
        listed = units[key] in policy.instances_user_has_permission_for(user, action)
        assert listed is allowed, (key, action)
        named = user in policy.users_with_permission_for_instance(action, units[key])
        assert named is allowed, (key, action)


def test_a_superuser_needs_a_post_too(units):
    policy = UnitPermissionPolicy(Unit)
    superuser = make_person("根", is_superuser=True)
    for action in ("view", "add", "change", "delete"):
        assert not policy.user_has_permission(superuser, action)
        assert not policy.user_has_permission_for_instance(superuser, action, units["city"])
        assert not policy.instances_user_has_permission_for(superuser, action).exists()
        assert superuser not in policy.users_with_permission(action)


def test_a_post_without_the_model_permission_is_not_enough(units):
    policy = UnitPermissionPolicy(Unit)
    user = make_person("某", (units["city"], Role.ADMINISTRATOR))
    user.groups.get(name="administrator").permissions.remove(Permission.objects.get(codename="change_unit"))
    user = User.objects.get(pk=user.pk)
    assert policy.user_has_permission(user, "view")
    assert not policy.user_has_permission(user, "change")
    assert not policy.instances_user_has_permission_for(user, "change").exists()


def test_the_model_permission_without_a_post_is_not_enough(units):
    user = make_person()
    user.user_permissions.set(Permission.objects.all())
    assert not UnitPermissionPolicy(Unit).user_has_permission(user, "view")
    assert not UserPermissionPolicy(User).user_has_permission(user, "view")


def test_an_action_nobody_named_is_nobodys(units):
    policy = RegionScopedPermissionPolicy(Unit)
    user = make_person("某", (units["city"], Role.ADMINISTRATOR), is_superuser=True)
    assert not any(policy.user_has_permission(user, action) for action in ("view", "add", "whatever"))
    assert not policy.instances_user_has_any_permission_for(user, ["view", "change"]).exists()


def test_the_anonymous_and_the_inactive_may_do_nothing(units):
    policy = UnitPermissionPolicy(Unit)
    user = make_person("某", (units["city"], Role.ADMINISTRATOR))
    user.is_active = False
    for person in (AnonymousUser(), user):
        assert not policy.user_has_permission(person, "view")
        assert not policy.instances_user_has_any_permission_for(person, ["view"]).exists()


def test_a_row_without_a_region_is_nobodys(units):
    policy = PostPermissionPolicy(Post)
    user = make_person("某", (units["city"], Role.ADMINISTRATOR))
    assert policy.region_code(user.posts.get()) == "3207"
    assert RegionPermissionPolicy(Region).region_code(Region()) is None
    assert not RegionPermissionPolicy(Region).user_has_permission_for_instance(user, "view", Region())


def test_roles_count_only_where_their_own_post_is(units):
    """An administrator of a township who is a handler in the city does not administer the city."""
    user = make_person("某", (units["township"], Role.ADMINISTRATOR), (units["city"], Role.HANDLER))
    policy = UnitPermissionPolicy(Unit)
    assert policy.user_has_permission_for_instance(user, "view", units["county"])
    assert not policy.user_has_permission_for_instance(user, "change", units["county"])
    assert policy.user_has_permission_for_instance(user, "change", units["village"])


class TestPeople:
    """Administrators and the people in their region."""

    @pytest.fixture
    def people(self, units):
        return {
            "admin": make_person("管理员", (units["county"], Role.ADMINISTRATOR)),
            "inside": make_person("县里", (units["township"], Role.HANDLER)),
            "both": make_person("两处", (units["township"], Role.HANDLER), (units["city"], Role.INSPECTOR)),
            "outside": make_person("市里", (units["city"], Role.HANDLER)),
            "new": make_person("新人"),
            "root": make_person("根", is_superuser=True),
        }

    @pytest.mark.parametrize(
        ("whom", "view", "change"),
        [
            ("admin", True, True),
            ("inside", True, True),
            ("both", True, False),
            ("outside", False, False),
            ("new", True, True),
            ("root", False, False),
        ],
    )
    def test_whom_an_administrator_sees_and_changes(self, people, whom, view, change):
        policy = UserPermissionPolicy(User)
        person = people[whom]
        assert policy.user_has_permission_for_instance(people["admin"], "view", person) is view
        assert policy.user_has_permission_for_instance(people["admin"], "change", person) is change
        assert not policy.user_has_permission_for_instance(people["admin"], "delete", person)

    def test_somebody_with_two_posts_is_one_person(self, people):
        seen = list(UserPermissionPolicy(User).instances_user_has_permission_for(people["admin"], "view"))
        assert len(seen) == len(set(seen)) == 4

    @pytest.mark.parametrize("who", ["inside", "both", "outside", "new", "root"])
    def test_nobody_else_sees_anyone(self, people, who):
        policy = UserPermissionPolicy(User)
        assert not policy.user_has_any_permission(people[who], ["view", "add", "change", "delete"])
        assert not policy.instances_user_has_any_permission_for(people[who], ["view", "change"]).exists()
