"""Who sees which places: the matrix role × place, deny by default."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from organizations import posts, scope
from organizations.enums import Role
from organizations.models import Post, Region, Unit, User
from tests.organizations.factories import PLACES, make_person

pytestmark = pytest.mark.django_db


def seen(user) -> set[str]:
    return set(Region.objects.visible_to(user).values_list("code", flat=True))


MATRIX = [
    # unit where the post is → what its holder sees, for every role alike
    ("city", "3207"),
    ("county", "320722"),
    ("township", "320722100"),
    ("village", "320722100201"),
    ("inspection", "3207"),
    ("other_city", "3208"),
]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("unit", "code"), MATRIX)
def test_a_post_opens_its_units_region_and_nothing_else(units, unit, code, role):
    user = make_person("某", (units[unit], role))
    assert seen(user) == {other for other in PLACES if other.startswith(code)}
    assert scope.region_codes(user) == (code,)
    assert scope.region_codes(user, set(Role) - {role}) == ()
    assert scope.has_role(user, role)
    assert not scope.has_role(user, *(set(Role) - {role}))


def test_without_a_post_nothing_is_seen(units):
    for user in (make_person(), make_person(is_superuser=True), AnonymousUser(), User(name="未存"), None):
        assert seen(user) == set()
        assert scope.region_codes(user) == ()
        assert scope.unit_ids(user) == frozenset()
        assert scope.own_and_superior_unit_ids(user) == frozenset()
        assert not scope.in_scope(user, "3207")
        assert not scope.has_role(user, *Role)


def test_an_inactive_person_sees_nothing(units):
    user = make_person("某", (units["city"], Role.INSPECTOR))
    user.is_active = False
    assert seen(user) == set()


def test_two_posts_open_both_regions_once(units):
    user = make_person("某", (units["county"], Role.HANDLER), (units["township"], Role.EDITOR))
    assert scope.region_codes(user) == ("320722",)
    assert scope.region_codes(user, {Role.EDITOR}) == ("320722100",)
    posts.appoint(user, units["other_city"], Role.HANDLER)
    assert seen(user) == {code for code in PLACES if code.startswith(("320722", "3208"))}


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [(0, None, True), (0, 0, True), (-9, 3, True), (-9, -1, False), (1, None, False), (1, 9, False)],
)
def test_a_post_holds_from_its_first_to_its_last_day(units, first, last, holds):
    today = timezone.localdate()
    user = make_person()
    Post.objects.create(
        user=user,
        unit=units["county"],
        role=Role.HANDLER,
        counts=True,
        valid_from=today + timedelta(days=first),
        valid_until=None if last is None else today + timedelta(days=last),
    )
    assert bool(seen(user)) is holds
    assert Post.objects.active().filter(user=user).exists() is holds


@pytest.mark.parametrize(
    ("first", "last", "counts", "concerned"),
    [
        (-400, -30, True, True),  # left it
        (30, None, True, True),  # will take it up
        (0, None, True, True),
        (-1, -1, True, True),  # held it for a day
        (-1, -1, False, False),  # given and taken back at once: never held
        (-400, -30, False, False),  # nobody confirmed it
    ],
)
def test_an_accusation_concerns_whoever_works_worked_or_will_work_there(
    units, first, last, counts, concerned
):
    today = timezone.localdate()
    user = make_person("某", (units["county"], Role.HANDLER))
    Post.objects.create(
        user=user,
        unit=units["other_township"],
        role=Role.HANDLER,
        counts=counts,
        valid_from=today + timedelta(days=first),
        valid_until=None if last is None else today + timedelta(days=last),
    )
    expected = {units[key].pk for key in ("county", "city", *(["other_township"] if concerned else []))}
    assert scope.concerned_with(User.objects.get(pk=user.pk)) == expected


def test_the_scope_is_read_once_for_a_user_object(units, django_assert_num_queries):
    user = make_person("某", (units["village"], Role.HANDLER))
    with django_assert_num_queries(1):
        for _again in range(3):
            scope.region_codes(user)
            scope.unit_ids(user)
            scope.own_and_superior_unit_ids(user)
            scope.concerned_with(user)
            scope.in_scope(user, "320722")


def test_tomorrow_is_read_anew(units, monkeypatch):
    user = make_person("某", (units["county"], Role.HANDLER))
    post = user.posts.get()
    posts.release(post, on=timezone.localdate())
    assert seen(user)
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *a: tomorrow)
    assert seen(user) == set()


SUBORDINATE = [
    ("village", {"village", "township", "county", "city"}),
    ("township", {"township", "county", "city"}),
    ("county", {"county", "city"}),
    ("city", {"city"}),
    ("inspection", {"inspection"}),
]


@pytest.mark.parametrize(("unit", "expected"), SUBORDINATE)
def test_own_and_superior_are_ones_units_and_all_above(units, unit, expected):
    user = make_person("某", (units[unit], Role.HANDLER))
    assert scope.own_and_superior_unit_ids(user) == {units[key].pk for key in expected}


def test_own_and_superior_climb_any_height_and_survives_a_circle(units):
    lowest = units["village"]
    for number in range(9):
        lowest = Unit.objects.create(name=f"层{number}", kind="township", region_id="3207", parent=lowest)
    user = make_person("某", (lowest, Role.HANDLER))
    assert scope.own_and_superior_unit_ids(user) >= {units["city"].pk, units["village"].pk}
    assert len(scope.own_and_superior_unit_ids(user)) == 13
    Unit.objects.filter(pk=units["city"].pk).update(parent=lowest)
    assert len(scope.own_and_superior_unit_ids(User.objects.get(pk=user.pk))) == 13


def test_posts_units_and_people_are_seen_by_the_same_scope(units):
    county = make_person("县里", (units["county"], Role.ADMINISTRATOR))
    city = make_person("市里", (units["city"], Role.ADMINISTRATOR))
    nobody = make_person("没有岗位")
    assert set(Unit.objects.visible_to(county)) == {
        units[k] for k in ("county", "township", "other_township", "village")
    }
    assert set(Post.objects.visible_to(county)) == set(county.posts.all())
    assert set(User.objects.visible_to(county)) == {county}
    assert set(User.objects.visible_to(city)) == {county, city}
    assert not User.objects.visible_to(nobody).exists()
