"""Rights are read at once, and are the same as Django's and Wagtail's own."""

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from wagtail.images.permissions import permission_policy as of_images
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from organizations import posts
from organizations.backends import StaffBackend
from organizations.enums import Role
from organizations.models import User

PAGES = PagePermissionPolicy()


@pytest.fixture
def person(units):
    """Somebody with a right of their own, and those of a post."""
    user = User.objects.create_user("someone", password=None, name="某人")
    posts.appoint(user, units["county"], Role.HANDLER)
    user.user_permissions.add(Permission.objects.get(codename="manage_staff"))
    return user


@pytest.fixture
def fresh(person):
    return lambda: StaffBackend().get_user(person.pk)


def test_they_are_those_of_django(fresh):
    ours, own = fresh(), fresh()
    assert StaffBackend().get_all_permissions(ours) == ModelBackend().get_all_permissions(own)
    assert StaffBackend().get_user_permissions(ours) == ModelBackend().get_user_permissions(own)
    assert len(StaffBackend().get_all_permissions(ours)) > 1


def test_they_take_two_statements(person, fresh, django_assert_num_queries):
    with django_assert_num_queries(2):
        user = fresh()
        assert user.has_perm("complaints.view_case")
        assert not hasattr(user, "wagtail_userprofile")
        assert not PAGES.user_has_permission(user, "change")
        assert not of_images.user_has_permission(user, "change")


def test_a_group_of_pages_and_collections_counts(person, fresh):
    group = Group.objects.create(name="pages")
    person.groups.add(group)
    permission = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=permission)
    user = fresh()
    user.has_perm("x.y")
    assert PAGES.user_has_permission(user, "change")
    assert not of_images.user_has_permission(user, "change")
    of_pictures = Permission.objects.get(codename="change_image", content_type__app_label="wagtailimages")
    GroupCollectionPermission.objects.create(
        group=group, collection=Collection.get_first_root_node(), permission=of_pictures
    )
    user = fresh()
    user.has_perm("x.y")
    assert GroupCollectionPermission.objects.get(group=group) in list(
        of_images.get_cached_permissions_for_user(user)
    )


def test_what_changes_with_the_posts_is_read_anew(person, fresh, units):
    user = fresh()
    user.has_perm("x.y")
    group = Group.objects.create(name="pages")
    GroupPagePermission.objects.create(
        group=group,
        page=Page.get_first_root_node(),
        permission=Permission.objects.get(codename="change_page"),
    )
    user.groups.add(group)
    posts.sync_account(user)
    assert PAGES.user_has_permission(user, "change")


def test_nobody_inactive_comes_in_or_may_anything(person, fresh):
    person.is_active = False
    person.save()
    assert fresh() is None
    assert StaffBackend().get_all_permissions(person) == set()
