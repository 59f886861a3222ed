"""An administrator keeps their own unit and those below it, and never those who watch over it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from organizations import administering, moving, posts, proposals, scope
from organizations.enums import Role
from organizations.models import Post, Region, Unit, User
from organizations.permissions import PostPermissionPolicy, RegionPermissionPolicy, UserPermissionPolicy
from tests.organizations.factories import make_person, works

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-password-of-invention"


@pytest.fixture
def chief(units):
    return make_person("市管理员", (units["city"], Role.ADMINISTRATOR))


@pytest.fixture
def inspector(units):
    return make_person("纪检甲", (units["inspection"], Role.INSPECTOR))


@pytest.fixture
def watch_admin(units):
    return make_person("纪检管理员", (units["inspection"], Role.ADMINISTRATOR))


def post_form(person, unit, role=Role.INSPECTOR) -> dict:
    return {"user": person.pk, "unit": unit.pk, "role": role, "valid_from": "2026-01-01", "valid_until": ""}


def person_form(person, **changes) -> dict:
    fields = {"username": person.username, "name": person.name, "is_active": "on"}
    return {**fields, "password1": PASSWORD, "password2": PASSWORD, **changes}


def unit_form(unit, **changes) -> dict:
    fields = {"name": unit.name, "kind": unit.kind, "region": unit.region_id, "parent": unit.parent_id or ""}
    return {**fields, "phone": "", "address": "", "hours": "", "is_public": "on", **changes}


def test_the_condition_and_the_question_agree(units, chief, watch_admin):
    administrators = [chief, watch_admin, make_person("县", (units["county"], Role.ADMINISTRATOR))]
    for user in administrators:
        kept = set(Unit.objects.filter(administering.administered_q(user)))
        assert kept == {unit for unit in units.values() if administering.administers(user, unit)}
    assert not administering.administers(chief, units["inspection"])
    assert not Unit.objects.filter(administering.administered_q(make_person())).exists()


class TestThoseWhoInspect:
    def test_the_bureau_does_not_set_their_password(self, chief, inspector, signed_in):
        url = reverse("wagtailusers_users:edit", args=[inspector.pk])
        client = signed_in(chief)
        assert client.get(url).status_code == 404
        assert client.post(url, person_form(inspector)).status_code == 404
        inspector.refresh_from_db()
        assert not inspector.check_password(PASSWORD)

    def test_the_bureau_appoints_nobody_among_them(self, chief, units, signed_in):
        puppet = make_person("新人")
        page = signed_in(chief).post(reverse("post:add"), post_form(puppet, units["inspection"]))
        assert page.status_code == 200
        assert not puppet.posts.exists()

    def test_the_bureau_gives_them_no_post_of_its_own(self, chief, units, inspector, signed_in):
        """With it they would no longer see what accuses the bureau."""
        page = signed_in(chief).post(reverse("post:add"), post_form(inspector, units["city"], Role.HANDLER))
        assert page.status_code == 200
        assert inspector.posts.count() == 1

    def test_the_bureau_ends_no_post_of_theirs(self, chief, inspector, signed_in):
        post = inspector.posts.get()
        assert not PostPermissionPolicy(Post).user_has_permission_for_instance(chief, "change", post)
        assert signed_in(chief).get(reverse("post:edit", args=[post.pk])).status_code == 404

    def test_the_bureau_does_not_change_their_unit(self, chief, units, signed_in):
        url = reverse("unit:edit", args=[units["inspection"].pk])
        assert signed_in(chief).get(url).status_code == 404

    def test_their_own_administrator_does_all_of_it(self, watch_admin, units, inspector, signed_in):
        client, person = signed_in(watch_admin), make_person("新人")
        url = reverse("wagtailusers_users:edit", args=[inspector.pk])
        assert client.post(url, person_form(inspector)).status_code == 302
        assert client.post(reverse("post:add"), post_form(person, units["inspection"])).status_code == 302
        assert person.posts.get().unit == units["inspection"]
        # but nothing at the bureau, though it lies in the same city
        other = make_person("又一新人")
        assert client.post(reverse("post:add"), post_form(other, units["city"])).status_code == 200
        assert not other.posts.exists()


class TestPasswords:
    def made_by(self, client, **changes) -> User:
        form = person_form(User(username="newcomer", name="新来的"), **changes)
        assert client.post(reverse("wagtailusers_users:add"), form).status_code == 302
        person = User.objects.get(username="newcomer")
        person.set_password(PASSWORD)  # as its holder did, behind a link
        person.save()
        return person

    def test_one_chosen_behind_the_bureaus_link_does_not_open_the_inspectors_account(
        self, chief, watch_admin, units, signed_in
    ):
        person = self.made_by(signed_in(chief))
        form = post_form(person, units["inspection"])
        assert signed_in(watch_admin).post(reverse("post:add"), form).status_code == 302
        assert not User.objects.get(pk=person.pk).has_usable_password()

    def test_one_chosen_behind_ones_own_administrators_link_stays(self, watch_admin, units, signed_in):
        client = signed_in(watch_admin)
        person = self.made_by(client)
        assert client.post(reverse("post:add"), post_form(person, units["inspection"])).status_code == 302
        assert User.objects.get(pk=person.pk).check_password(PASSWORD)


class TestPostsThatBeginLater:
    def test_they_keep_other_administrators_out(self, units):
        admin = make_person("县管理员", (units["county"], Role.ADMINISTRATOR))
        person = make_person("某", (units["city"], Role.INSPECTOR), (units["county"], Role.HANDLER))
        person.posts.filter(unit=units["city"]).update(valid_from=date(2099, 1, 1))
        policy = UserPermissionPolicy(User)
        assert policy.user_has_permission_for_instance(admin, "view", person)
        assert not policy.user_has_permission_for_instance(admin, "change", person)

    def test_a_post_is_not_made_longer(self, chief, units, signed_in):
        post = make_person("某", (units["city"], Role.HANDLER)).posts.get()
        Post.objects.filter(pk=post.pk).update(valid_from=date(2020, 1, 1), valid_until=date(2021, 1, 1))
        form = {"valid_until": "2099-01-01", "reason": "延长"}
        assert signed_in(chief).post(reverse("post:edit", args=[post.pk]), form).status_code == 200
        post.refresh_from_db()
        assert post.valid_until == date(2021, 1, 1)


class TestPlaces:
    def renamed(self, client, code) -> bool:
        client.post(reverse("region:edit", args=[code]), {"name": "改名"})
        return Region.objects.get(pk=code).name == "改名"

    def test_nobody_renames_their_own_nor_what_lies_above(self, units, chief, signed_in):
        township = make_person("镇管理员", (units["township"], Role.ADMINISTRATOR))
        assert not self.renamed(signed_in(township), "320722100")
        county = make_person(
            "县管理员", (units["county"], Role.ADMINISTRATOR), (units["township"], Role.OPERATOR)
        )
        for code in ("320722", "320722100"):
            assert not self.renamed(signed_in(county), code)
        assert self.renamed(signed_in(county), "320722100201")
        assert self.renamed(signed_in(chief), "320722100")

    def test_who_may_is_said_alike_of_people_and_of_places(self, units, chief):
        policy = RegionPermissionPolicy(Region)
        people = [chief, make_person("镇管理员", (units["township"], Role.ADMINISTRATOR))]
        for place in Region.objects.filter(pk__in=["3207", "320722", "320722100", "320722100201"]):
            asked = {one for one in people if policy.user_has_permission_for_instance(one, "change", place)}
            found = policy.users_with_any_permission_for_instance(["change"], place)
            assert {one for one in people if one in found} == asked
            rows = [policy.instances_user_has_permission_for(one, "change") for one in people]
            assert {one for one, those in zip(people, rows, strict=True) if place in those} == asked


class TestPlaceAmongUnits:
    @pytest.mark.parametrize(
        "changes", [{"parent": ""}, {"kind": "inspection", "parent": ""}, {"kind": "hotline"}]
    )
    def test_nobody_changes_that_of_their_own(self, units, signed_in, changes):
        unit = units["county"]
        admin = make_person("县管理员", (unit, Role.ADMINISTRATOR))
        url = reverse("unit:edit", args=[unit.pk])
        form = unit_form(unit, phone="0518-1234567", **changes)
        assert signed_in(admin).post(url, form).status_code == 302
        stored = Unit.objects.get(pk=unit.pk)
        assert (stored.parent, stored.kind, stored.region_id) == (units["city"], "bureau", "320722")
        assert stored.phone == "0518-1234567"

    def test_nobody_widens_what_a_post_of_their_own_opens(self, units, signed_in):
        """As operator of a township, move it to the county, and see who complained in all of the county."""
        unit = units["township"]
        admin = make_person("县管理员", (units["county"], Role.ADMINISTRATOR), (unit, Role.OPERATOR))
        url = reverse("unit:edit", args=[unit.pk])
        assert signed_in(admin).post(url, unit_form(unit, region="320722")).status_code == 302
        assert Unit.objects.get(pk=unit.pk).region_id == "320722100"

    def test_a_unit_below_stays_below(self, units, signed_in):
        admin = make_person("县管理员", (units["county"], Role.ADMINISTRATOR))
        unit = units["township"]
        url = reverse("unit:edit", args=[unit.pk])
        client = signed_in(admin)
        for changes in ({"parent": ""}, {"kind": "inspection", "parent": ""}):
            assert client.post(url, unit_form(unit, **changes)).status_code == 200
        assert Unit.objects.get(pk=unit.pk).parent == units["county"]
        beside = Unit.objects.create(
            name="低保中心", kind="bureau", region_id="320722", parent=units["county"]
        )
        below = unit_form(unit, name="改名民政办", parent=beside.pk)
        assert client.post(url, below).status_code == 302
        stored = Unit.objects.get(pk=unit.pk)
        assert (stored.parent, stored.next_parent) == (units["county"], beside)

    def test_no_unit_stands_under_one_that_may_not_see_its_place(self, units, chief, signed_in):
        unit = units["township"]
        form = unit_form(unit, parent=units["other_township"].pk)
        answer = signed_in(chief).post(reverse("unit:edit", args=[unit.pk]), form)
        assert units["other_township"].name in answer.context["form"].errors["parent"][0]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": "村里合作社"}, "name"),
            ({"name": "八月起没有收到"}, "name"),
            ({"kind": "hotline"}, "kind"),
            ({"kind": "village_committee", "name": "刘庄村委会"}, "kind"),
        ],
    )
    def test_one_alone_makes_no_office_be_meant_by_other_words(self, units, chief, signed_in, changes, field):
        unit = units["county"]
        make_person("县承办", (unit, Role.HANDLER))
        answer = signed_in(chief).post(reverse("unit:edit", args=[unit.pk]), unit_form(unit, **changes))
        assert field in answer.context["form"].errors
        stored = Unit.objects.get(pk=unit.pk)
        assert (stored.name, stored.kind) == (unit.name, "bureau")

    def test_a_new_unit_has_one_above_it(self, units, chief, signed_in):
        """A unit beside one's own would see what accuses one's own."""
        client = signed_in(chief)
        for kind in ("bureau", "inspection"):
            form = unit_form(Unit(name="旁边的局和纪检组", kind=kind, region_id="3207"))
            assert client.post(reverse("unit:add"), form).status_code == 200
        assert not Unit.objects.filter(name="旁边的局和纪检组").exists()

    def test_nobody_deletes_their_own(self, units, chief, signed_in):
        assert signed_in(chief).get(reverse("unit:delete", args=[units["city"].pk])).status_code in (302, 404)
        assert Unit.objects.filter(pk=units["city"].pk).exists()


class TestAWiderPlace:
    """What two gave was for the place that the unit had: one alone does not make it a wider one."""

    def moved(self, client, unit, **changes):
        return client.post(reverse("unit:edit", args=[unit.pk]), unit_form(unit, **changes))

    def widened(self, client, unit, **changes):
        """Moved by one, and confirmed by a second who is asked about the posts no more."""
        assert self.moved(client, unit, **changes).status_code == 302
        other = make_person("丁", (Unit.objects.get(kind="bureau", region="3207"), Role.ADMINISTRATOR))
        now = Unit.objects.get(pk=unit.pk)
        moving.confirm(now, user=other, seen=moving.shown(now))

    def test_waits_for_a_second_administrator(self, units, chief, signed_in):
        supervisor = make_person("镇审核", (units["township"], Role.SUPERVISOR))
        handler = make_person("镇承办", (units["township"], Role.EDITOR))
        self.widened(signed_in(chief), units["township"], region="320722")
        assert not works(supervisor)
        assert works(handler)
        post = supervisor.posts.get()
        with pytest.raises(ValidationError):
            proposals.confirm(post, user=chief)
        proposals.confirm(post, user=make_person("乙", (units["city"], Role.ADMINISTRATOR)))
        assert scope.region_codes(User.objects.get(pk=supervisor.pk)) == ("320722",)

    @pytest.mark.parametrize(
        "then", ["waits", "narrowed again", "refused", "released", "given up for another"]
    )
    def test_whoever_works_there_is_of_it_still(self, units, chief, signed_in, then):
        """One alone does not make somebody see what accuses their office, or who stands over it."""
        person = make_person(
            "镇承办", (units["township"], Role.HANDLER), (units["other_county"], Role.HANDLER)
        )
        person.posts.update(valid_from=date(2020, 1, 1))
        post, offices = person.posts.get(unit=units["township"]), {units["township"].pk}
        before = scope.concerned_with(User.objects.get(pk=person.pk))
        self.widened(signed_in(chief), units["township"], region="320722")
        post.refresh_from_db()
        if then == "waits":
            offices = before
        elif then == "narrowed again":
            self.widened(signed_in(chief), units["township"], region="320722100")
        elif then == "refused":
            second = make_person("乙", (units["city"], Role.ADMINISTRATOR))
            proposals.refuse(post, user=second, reason="没有必要")
        else:
            posts.release(post, user=chief)
        if then == "given up for another":
            new = posts.appoint(person, units["county"], Role.HANDLER, user=chief)
            proposals.confirm(new, user=make_person("乙", (units["city"], Role.ADMINISTRATOR)))
        assert offices <= scope.concerned_with(User.objects.get(pk=person.pk))

    def test_nor_does_it_let_one_alone_blind_who_waits_again(self, units, chief, signed_in):
        """A post of any kind in a further unit takes two, for who works elsewhere by a post that waits."""
        person = make_person("镇承办", (units["township"], Role.HANDLER))
        self.widened(signed_in(chief), units["township"], region="320722")
        assert not posts.appoint(person, units["other_township"], Role.EDITOR, user=chief).counts

    @pytest.mark.parametrize("changes", [{"phone": "1"}, {"region": "320722100201"}])
    def test_the_same_or_a_smaller_one_does_not(self, units, chief, signed_in, changes):
        supervisor = make_person("镇审核", (units["township"], Role.SUPERVISOR))
        assert self.moved(signed_in(chief), units["township"], **changes).status_code == 302
        now = Unit.objects.get(pk=units["township"].pk)
        if moving.waits(now):
            second = make_person("乙", (units["city"], Role.ADMINISTRATOR))
            moving.confirm(now, user=second, seen=moving.shown(now))
            assert Unit.objects.get(pk=now.pk).region_id == changes["region"]
        assert works(supervisor)

    def test_a_unit_is_not_moved_below_one_where_the_other_hand_is(self, units, chief, signed_in):
        person = make_person("某", (units["township"], Role.EDITOR), (units["other_township"], Role.REVIEWER))
        below = {"parent": units["township"].pk, "region": "320722100"}
        moved = self.moved(signed_in(chief), units["other_township"], **below)
        assert moved.status_code == 200
        assert "某" in moved.content.decode()
        assert Unit.objects.get(pk=units["other_township"].pk).parent == units["county"]
        posts.release(person.posts.get(role=Role.EDITOR))
        moved = self.moved(signed_in(chief), units["other_township"], **below)
        assert moved.status_code == 302
