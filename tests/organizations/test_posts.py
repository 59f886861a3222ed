"""Posts begin and end through the domain: groups, scope and audit follow."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from organizations import posts, scope, setup
from organizations.enums import Role
from organizations.models import Post, Unit, User
from organizations.roles import grant, sync_groups
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db


def groups(user) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def entries(action: str) -> list[ModelLogEntry]:
    return list(ModelLogEntry.objects.filter(action=action))


def test_appointing_gives_group_scope_and_one_audit_entry(units):
    admin = make_person("管理员")
    user = make_person()
    post = posts.appoint(user, units["county"], Role.EDITOR, user=admin)
    assert groups(user) == {"editor"}
    assert user.has_perm("organizations.view_unit")
    assert scope.region_codes(user) == ("320722",)
    (entry,) = entries("organizations.appoint")
    assert entry.user == admin
    assert entry.object_id == str(post.pk)
    assert entry.data == {"role": "editor", "unit": units["county"].pk}


def test_appointing_twice_gives_one_post(units):
    user = make_person()
    first = posts.appoint(user, units["county"], Role.HANDLER)
    assert posts.appoint(user, units["county"], Role.HANDLER) == first
    assert Post.objects.filter(user=user).count() == 1


def test_releasing_takes_the_group_at_once_and_keeps_the_history(units):
    user = make_person("某", (units["county"], Role.HANDLER), (units["township"], Role.EDITOR))
    user.groups.add(Group.objects.create(name="别的组"))
    post = user.posts.get(role=Role.HANDLER)
    posts.release(post, reason="调离，电话 13800001234")
    assert groups(User.objects.get(pk=user.pk)) == {"editor", "别的组"}
    assert scope.region_codes(User.objects.get(pk=user.pk)) == ("320722100",)
    assert Post.objects.filter(pk=post.pk).exists()
    (entry,) = entries("organizations.release")
    assert "13800001234" not in str(entry.data)
    assert "调离" in entry.data["reason"]


def test_a_group_is_kept_while_another_post_gives_it(units):
    user = make_person("某", (units["county"], Role.HANDLER), (units["township"], Role.HANDLER))
    posts.release(user.posts.get(unit=units["county"]))
    assert groups(user) == {"handler"}


def test_only_a_post_in_the_head_office_gives_what_holds_for_the_whole_site(units):
    city = make_person("市", (units["city"], Role.ADMINISTRATOR))
    assert groups(city) == {"administrator", "head-administrator"}
    for unit in ("county", "inspection"):
        assert groups(make_person("县", (units[unit], Role.ADMINISTRATOR))) == {"administrator"}
    posts.release(city.posts.get())
    assert groups(city) == set()


def test_a_post_that_ends_by_the_calendar_loses_its_group_at_the_next_login(units, client, monkeypatch):
    user = make_person("某", (units["county"], Role.HANDLER))
    posts.release(user.posts.get(), on=timezone.localdate())
    assert groups(user) == {"handler"}
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *a: tomorrow)
    client.force_login(user)
    assert groups(user) == set()


def test_the_last_day_cannot_lie_before_the_first(units):
    today = timezone.localdate()
    with pytest.raises(ValidationError, match="first"):
        posts.appoint(make_person(), units["county"], Role.HANDLER, valid_until=today - timedelta(days=1))


def test_preparing_twice_changes_nothing(prepared):
    def state():
        return {
            group.name: sorted(group.permissions.values_list("codename", flat=True))
            for group in Group.objects.filter(name__in=Role.values)
        }

    before = state()
    setup.prepare()
    assert state() == before
    assert set(before) == set(Role.values)
    assert all("access_admin" in permissions for permissions in before.values())


def test_granting_an_unknown_permission_is_an_error(prepared):
    with pytest.raises(LookupError, match=r"organizations.fly_unit"):
        grant({Role.EDITOR: ["organizations.fly_unit", "organizations.view_unit"]})


def test_sync_leaves_nothing_to_whoever_has_no_post(prepared):
    user = make_person()
    user.groups.add(Group.objects.get(name="inspector"))
    sync_groups(user)
    assert groups(user) == set()


def test_what_the_log_calls_people_and_posts(units):
    user = make_person("王某", (units["county"], Role.HANDLER))
    assert user.get_full_name() == user.get_short_name() == str(user) == "王某"
    assert "王某" in str(user.posts.get())
    assert str(User(username="abc")) == "abc"


def test_superiors_are_named_nearest_first(units):
    assert [unit.pk for unit in units["village"].superiors()] == [
        units[key].pk for key in ("township", "county", "city")
    ]


def test_superiors_take_one_query(units, django_assert_num_queries):
    village, city = Unit.objects.get(pk=units["village"].pk), Unit.objects.get(pk=units["city"].pk)
    with django_assert_num_queries(1):
        assert len(village.superiors()) == 3
        assert city.superiors() == []


def test_a_unit_cannot_be_above_itself(units):
    city = units["city"]
    city.parent = units["village"]
    with pytest.raises(ValidationError, match="above itself"):
        city.full_clean()
    inspection = units["inspection"]
    inspection.parent = units["county"]
    with pytest.raises(ValidationError, match="commission"):
        inspection.full_clean()


class TestWhatWasHeldStaysOnRecord:
    """Whoever held a post steps aside where its unit is accused: no administrator alone takes that away."""

    @pytest.fixture
    def moved(self, units):
        """Somebody of the township who works in the county now."""
        user = make_person("某", (units["township"], Role.HANDLER), (units["county"], Role.HANDLER))
        began = timezone.localdate() - timedelta(days=400)
        user.posts.update(valid_from=began)
        return user

    @pytest.mark.parametrize("days", [400, 401, 30, 2])
    def test_no_post_is_ended_backwards(self, moved, units, days):
        post, day = moved.posts.get(unit=units["township"]), timezone.localdate() - timedelta(days=days)
        with pytest.raises(ValidationError, match="on record"):
            posts.release(post, on=day)
        assert units["township"].pk in scope.concerned_with(User.objects.get(pk=moved.pk))

    def test_nor_is_one_that_has_ended(self, moved, units):
        began = timezone.localdate() - timedelta(days=400)
        moved.posts.filter(unit=units["township"]).update(valid_until=began + timedelta(days=300))
        with pytest.raises(ValidationError, match="on record"):
            posts.release(moved.posts.get(unit=units["township"]))

    @pytest.mark.parametrize("days", [400, 2])
    def test_nor_by_the_form(self, moved, units, admin, client, days):
        post, day = moved.posts.get(unit=units["township"]), timezone.localdate() - timedelta(days=days)
        client.force_login(admin)
        sent = {"valid_until": day.isoformat(), "reason": "调动"}
        assert client.post(reverse("post:edit", args=[post.pk]), sent).status_code == 200
        assert units["township"].pk in scope.concerned_with(User.objects.get(pk=moved.pk))

    def test_a_post_of_one_day_was_held(self, moved, units):
        yesterday = timezone.localdate() - timedelta(days=1)
        moved.posts.filter(unit=units["township"]).update(valid_from=yesterday)
        posts.release(moved.posts.get(unit=units["township"]))
        assert units["township"].pk in scope.concerned_with(User.objects.get(pk=moved.pk))

    def test_one_given_by_mistake_and_taken_back_at_once_was_not(self, units):
        user = make_person("某", (units["township"], Role.HANDLER), (units["county"], Role.HANDLER))
        posts.release(user.posts.get(unit=units["township"]))
        assert units["township"].pk not in scope.concerned_with(User.objects.get(pk=user.pk))

    def test_what_had_counted_before_it_was_kept_is_read_from_the_log(self, units):
        """The migration: a post that waits again counted once, one only proposed or taken back did not."""
        admin = make_person("管", (units["city"], Role.ADMINISTRATOR))
        waits_again = make_person("甲", (units["township"], Role.HANDLER))
        posts.ask_again(units["township"], user=admin)
        counts = make_person("乙", (units["county"], Role.HANDLER))
        proposed, taken_back = make_person("丙"), make_person("丁", (units["county"], Role.HANDLER))
        posts.appoint(proposed, units["township"], Role.HANDLER, user=admin)
        posts.release(taken_back.posts.get())
        people = [waits_again, counts, proposed, taken_back]
        stored = [person.posts.get().has_counted for person in people]
        Post.objects.update(has_counted=False)
        import_module("organizations.migrations.0012_post_has_counted").remember(apps, None)
        assert [person.posts.get().has_counted for person in people] == stored == [True, True, False, False]
