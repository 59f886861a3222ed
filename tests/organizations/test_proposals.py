"""Sensitive posts need a second administrator; nobody makes their own second one."""

from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from organizations import administering, doubts, posts, proposals, scope, sensitive
from organizations.enums import Role
from organizations.models import AccountDoubt, Post, Region, Unit, User
from tests.organizations.factories import fresh, make_person, works

pytestmark = pytest.mark.django_db

TABLE = [
    (Role.OPERATOR, True),
    (Role.SUPERVISOR, True),
    (Role.REVIEWER, True),
    (Role.INSPECTOR, True),
    (Role.ADMINISTRATOR, True),
    (Role.HANDLER, True),
    (Role.EDITOR, False),
]


def form(person, unit, role) -> dict:
    return {"user": person.pk, "unit": unit.pk, "role": role, "valid_from": "2026-01-01", "valid_until": ""}


def decide(client, post, decision="confirm", reason=""):
    url = reverse("organizations_decide_on_post", args=[post.pk])
    return client.post(url, {"decision": decision, "reason": reason})


def test_the_table_names_every_role_with_a_reason():
    assert sorted(row.role for row in sensitive.TABLE.rows) == sorted(Role)
    assert all(row.reason for row in sensitive.TABLE.rows)


@pytest.mark.parametrize(("role", "waits"), TABLE)
def test_what_waits(admin, units, signed_in, role, waits):
    person = make_person("新人")
    assert signed_in(admin).post(reverse("post:add"), form(person, units["county"], role)).status_code == 302
    assert person.posts.get().counts is not waits
    assert works(person) is not waits


@pytest.mark.parametrize(
    ("held", "given", "waits"),
    [
        ("county", "township", True),  # accusations of the township would be hidden from them
        ("township", "other_township", True),
        ("township", "township", False),
        ("township", "county", False),  # what accuses their superiors is hidden anyhow
    ],
)
@pytest.mark.parametrize("days", [{}, {"valid_from": date(2020, 1, 1), "valid_until": date(2020, 1, 31)}])
def test_nobody_alone_hides_the_accusations_of_an_office_from_who_works_elsewhere(
    units, held, given, waits, days
):
    city = make_person("市管", (units["city"], Role.ADMINISTRATOR))
    person = make_person("承办", (units[held], Role.HANDLER))
    before = scope.concerned_with(fresh(person))
    post = posts.appoint(person, units[given], Role.EDITOR, user=city, **days)
    assert post.counts is not waits
    assert (scope.concerned_with(fresh(person)) == before) or not waits


class TestConfirming:
    @pytest.fixture
    def person(self):
        return make_person("新人")

    @pytest.fixture
    def post(self, admin, units, person):
        return posts.appoint(person, units["county"], Role.OPERATOR, user=admin)

    def test_by_another_administrator(self, second, person, post, signed_in):
        page = signed_in(second).get(reverse("organizations_waiting")).content.decode()
        assert person.name in page
        assert "单位county (乙市丙县)" in page
        assert decide(signed_in(second), post).status_code == 302
        assert works(person)
        entry = ModelLogEntry.objects.get(action="organizations.confirm_post")
        assert (entry.user, entry.object_id) == (second, str(post.pk))

    def test_not_by_the_one_who_proposed_it(self, admin, person, post, signed_in):
        assert decide(signed_in(admin), post).status_code == 404
        with pytest.raises(ValidationError):
            proposals.confirm(post, user=admin)
        assert not works(person)

    def test_nor_by_proposing_it_again(self, admin, person, post, units):
        assert posts.appoint(person, units["county"], Role.OPERATOR, user=admin) == post
        day = timezone.localdate()
        assert not posts.appoint(person, units["county"], Role.OPERATOR, user=admin, valid_until=day).counts
        assert not works(person)

    def test_nor_by_changing_its_days(self, admin, person, post, signed_in):
        url = reverse("post:edit", args=[post.pk])
        signed_in(admin).post(url, {"valid_until": "2099-01-01", "reason": "x", "counts": "on"})
        assert not works(person)

    def test_not_by_an_administrator_elsewhere_or_one_who_is_none(self, units, person, post, signed_in):
        for who in (
            make_person("另县", (units["other_county"], Role.ADMINISTRATOR)),
            make_person("乡", (units["township"], Role.ADMINISTRATOR)),
            make_person("纪检", (units["inspection"], Role.ADMINISTRATOR)),
            make_person("审核", (units["county"], Role.SUPERVISOR)),
            make_person("根", is_superuser=True),
        ):
            assert decide(signed_in(who), post).status_code in (302, 403, 404)
            with pytest.raises(ValidationError):
                proposals.confirm(post, user=fresh(who))
        assert not works(person)

    def test_by_one_of_the_unit_above(self, units, person, post):
        proposals.confirm(post, user=make_person("市", (units["city"], Role.ADMINISTRATOR)))
        assert works(person)

    def test_never_for_oneself(self, admin, second, units):
        with pytest.raises(ValidationError):
            posts.appoint(admin, units["county"], Role.OPERATOR, user=admin)
        post = posts.appoint(second, units["county"], Role.OPERATOR, user=admin)
        with pytest.raises(ValidationError):
            proposals.confirm(post, user=second)

    def test_a_puppet_does_not_confirm(self, admin, units, person, post, signed_in):
        """Make an account, propose it as administrator, and confirm by it: itself and another."""
        puppet = make_person("傀儡")
        own = posts.appoint(puppet, units["county"], Role.ADMINISTRATOR, user=admin)
        for waiting in (own, post):
            assert decide(signed_in(puppet), waiting).status_code in (302, 403, 404)
            with pytest.raises(ValidationError):
                proposals.confirm(waiting, user=fresh(puppet))
        assert not works(puppet)
        assert not works(person)

    def test_two_who_are_only_proposed_do_not_confirm_each_other(self, admin, units):
        one, other = make_person("一"), make_person("二")
        first, last = (
            posts.appoint(who, units["county"], Role.ADMINISTRATOR, user=admin) for who in (one, other)
        )
        for post, by in ((first, other), (last, one)):
            with pytest.raises(ValidationError):
                proposals.confirm(post, user=by)

    def test_an_administrator_held_back_does_not_confirm(self, second, person, post):
        User.objects.filter(pk=second.pk).update(held_back=True)
        with pytest.raises(ValidationError):
            proposals.confirm(post, user=fresh(second))

    def test_refusing_ends_it_and_takes_a_reason(self, second, person, post, signed_in):
        decide(signed_in(second), post, "refuse")
        assert Post.objects.waiting().filter(pk=post.pk).exists()
        decide(signed_in(second), post, "refuse", "没有必要")
        assert not Post.objects.waiting().exists()
        assert not works(person)
        assert ModelLogEntry.objects.get(action="organizations.refuse_post").data["reason"] == "没有必要"
        with pytest.raises(ValidationError):
            proposals.confirm(post, user=second)

    def test_editor_and_reviewer_are_looked_for_again(self, admin, second, units, person):
        post = posts.appoint(person, units["county"], Role.REVIEWER, user=admin)
        Post.objects.create(user=person, unit=units["township"], role=Role.EDITOR, counts=True)
        with pytest.raises(ValidationError, match="one hand"):
            proposals.confirm(post, user=second)


def test_a_post_written_past_the_domain_does_not_count(units):
    person = make_person()
    Post.objects.create(user=person, unit=units["county"], role=Role.HANDLER)
    posts.sync_account(person)
    assert not works(person)


def test_a_proposed_administrator_administers_nothing(admin, units):
    puppet = make_person("傀儡")
    posts.appoint(puppet, units["county"], Role.ADMINISTRATOR, user=admin)
    assert not administering.own_units(fresh(puppet))
    assert puppet not in User.objects.filter(administering.administrators_q(units["county"]))


def test_the_page_says_who_can_confirm(admin, units, signed_in):
    client, url = signed_in(admin), reverse("organizations_waiting")
    posts.appoint(make_person("新人"), units["county"], Role.OPERATOR, user=admin)
    assert "上级单位" in client.get(url).content.decode()
    make_person("市里管事的", (units["city"], Role.ADMINISTRATOR))
    assert "市里管事的" in client.get(url).content.decode()


def test_the_home_tells_the_second_administrator(admin, second, units, signed_in):
    home = reverse("wagtailadmin_home")
    assert "waiting-title" not in signed_in(second).get(home).content.decode()
    posts.appoint(make_person("新人"), units["county"], Role.OPERATOR, user=admin)
    assert "waiting-title" in signed_in(second).get(home).content.decode()
    assert "waiting-title" not in signed_in(admin).get(home).content.decode()


@pytest.mark.parametrize("who", ["admin", "second"])
def test_the_page_takes_as_many_queries_for_many_as_for_few(admin, second, units, signed_in, who):
    client, url = signed_in({"admin": admin, "second": second}[who]), reverse("organizations_waiting")
    posts.appoint(make_person("某"), units["township"], Role.OPERATOR, user=admin)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _turn in range(5):
        posts.appoint(make_person("某"), units["village"], Role.OPERATOR, user=admin)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


def test_whoever_may_learn_who_complained_was_given_it_by_two(units):
    """By the permissions, not by the table: a role that comes to see identities needs two at once."""
    for role in Role:
        user = fresh(make_person(str(role), (units["county"], role)))
        if any(user.has_perm(f"complaints.{name}") for name in ("view_identity", "view_open_identity")):
            assert role in sensitive.needs_second(), role


def test_a_proposal_that_nobody_decides_on_lapses_and_its_proposer_is_told(admin, second, units, signed_in):
    old, young = (
        posts.appoint(make_person(name), units["county"], Role.OPERATOR, user=admin) for name in "旧新"
    )
    again = posts.appoint(make_person("再"), units["township"], Role.OPERATOR)
    posts.ask_again(units["township"], user=admin)
    long_ago = timezone.now() - proposals.WAITS
    Post.objects.filter(pk__in=[old.pk, again.pk]).update(proposed_at=long_ago)
    call_command("lapse_proposals", stdout=StringIO())
    assert set(proposals.waiting_for(fresh(second))) == {young, again}, "what had counted does not lapse"
    with pytest.raises(ValidationError):
        proposals.confirm(old, user=fresh(second))
    (entry,) = ModelLogEntry.objects.filter(action="organizations.lapse_post")
    assert (entry.object_id, entry.user) == (str(old.pk), None)
    url = reverse("organizations_waiting")
    assert "无人决定，已失效" in signed_in(admin).get(url).content.decode()
    assert "无人决定，已失效" not in signed_in(second).get(url).content.decode()
    assert not posts.appoint(old.user, units["county"], Role.OPERATOR, user=admin).counts
    call_command("lapse_proposals", stdout=StringIO())
    assert ModelLogEntry.objects.filter(action="organizations.lapse_post").count() == 1


class TestForgotten:
    """What nobody decides on is as before after a time, never as one administrator wanted it."""

    def wait(self) -> None:
        long_ago = timezone.now() - proposals.WAITS
        Unit.objects.update(renamed_at=long_ago, moved_at=long_ago)
        Region.objects.update(renamed_at=long_ago)
        AccountDoubt.objects.update(at=long_ago)

    def test_names_and_moves_lapse_to_what_two_had_seen(self, units, signed_in):
        chief = make_person("市管理员", (units["city"], Role.ADMINISTRATOR))
        unit, client = units["township"], signed_in(chief)
        form = {"name": "和平镇改名民政办", "kind": unit.kind, "region": unit.region_id, "is_public": "on"}
        form["parent"] = units["city"].pk
        assert client.post(reverse("unit:edit", args=[unit.pk]), form).status_code == 302
        client.post(reverse("region:edit", args=["320722100"]), {"name": "新和平镇"})
        call_command("lapse_proposals", stdout=StringIO())
        assert Unit.objects.get(pk=unit.pk).name == form["name"], "not at once"
        self.wait()
        out = StringIO()
        call_command("lapse_proposals", stdout=out)
        assert "3" in out.getvalue()
        stored = Unit.objects.get(pk=unit.pk)
        assert (stored.name, stored.called, stored.parent) == (unit.name, unit.name, units["county"])
        assert (stored.next_parent, stored.renamed_by, stored.moved_by) == (None, None, None)
        assert Region.objects.get(pk="320722100").name == "和平镇"
        page = client.get(reverse("organizations_waiting")).content.decode()
        assert page.count("无人决定，新名称失效") == 2

    def test_a_name_that_another_office_has_taken_goes_on_waiting(self, units, admin):
        unit = units["township"]
        Unit.objects.filter(pk=unit.pk).update(name="别的镇民政办", known_as=unit.name, renamed_by=admin)
        Unit.objects.create(name=unit.name, kind="township", region_id=unit.region_id)
        self.wait()
        call_command("lapse_proposals", stdout=StringIO())
        stored = Unit.objects.get(pk=unit.pk)
        assert (stored.called, stored.renamed_by) == (unit.name, admin)

    def test_an_account_and_a_new_unit_wait_on_and_are_shown_as_old(
        self, admin, second, colleague, units, signed_in
    ):
        doubts.raise_doubt(colleague, AccountDoubt.Kind.NAME, user=admin)
        Unit.objects.filter(pk=units["township"].pk).update(is_new=True, renamed_by=admin)
        client, address = signed_in(second), reverse("organizations_waiting")
        assert "已超过30天" not in client.get(address).content.decode()
        self.wait()
        call_command("lapse_proposals", stdout=StringIO())
        assert fresh(colleague).held_back
        assert Unit.objects.get(pk=units["township"].pk).is_new
        assert client.get(address).content.decode().count("已超过30天") == 2
        assert "1 个已超过30天" in client.get(reverse("wagtailadmin_home")).content.decode()
