"""The staff pages for places, units, posts and people: what each role gets, and that nothing leaks."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedUnsupportedProviderException
from wagtail.models import ModelLogEntry

from organizations import posts
from organizations.enums import Role
from organizations.models import Post, Region, Unit, User
from organizations.views.reauthentication import BY_SESSION
from tests.organizations.factories import fresh, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler(units):
    return make_person("县承办", (units["county"], Role.HANDLER))


def text_of(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_without_a_post_there_is_no_way_in(units, signed_in):
    response = signed_in(make_person()).get(reverse("region:index"))
    assert response.status_code in (302, 403)


@pytest.mark.parametrize("name", ["region:index", "unit:index", "post:index", "wagtailusers_users:index"])
def test_a_superuser_without_a_post_sees_no_rows(units, signed_in, name):
    response = signed_in(make_person("根", is_superuser=True)).get(reverse(name))
    assert response.status_code in (302, 403)


def test_regions_list_search_and_filter_stay_in_scope(handler, signed_in):
    client = signed_in(handler)
    page = text_of(client.get(reverse("region:index")))
    assert "和平镇" in page
    assert "新安镇" not in page
    assert "甲省" not in page
    found = text_of(client.get(reverse("region:index"), {"q": "张庄"}))
    assert "320723100201" not in found
    assert "320722101" in text_of(client.get(reverse("region:index"), {"level": 4}))


def test_export_stays_in_scope(handler, signed_in):
    response = signed_in(handler).get(reverse("region:index"), {"export": "csv"})
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert "新安镇" not in body.decode()


@pytest.mark.parametrize("view", ["inspect", "edit", "delete", "history", "usage"])
def test_a_row_outside_the_scope_does_not_exist(admin, units, signed_in, view):
    client = signed_in(admin)
    for name, inside, outside in [
        ("region", "320722100", "320723100"),
        ("unit", units["township"].pk, units["other_county"].pk),
    ]:
        url = f"{name}:{view}"
        assert client.get(reverse(url, args=[outside])).status_code in (404, 302), url
        answer = client.get(reverse(url, args=[inside]))
        if view == "delete":
            assert answer.status_code == 404, url
        elif view != "usage":
            assert answer.status_code == 200, url


def test_a_handler_reads_but_changes_nothing(handler, units, signed_in):
    client = signed_in(handler)
    text_of(client.get(reverse("unit:inspect", args=[units["township"].pk])))
    for url in [
        reverse("unit:add"),
        reverse("unit:edit", args=[units["township"].pk]),
        reverse("post:index"),
        reverse("wagtailusers_users:index"),
    ]:
        assert client.get(url).status_code == 302, url


def unit_form(**changes) -> dict:
    return {"name": "新民政办", "kind": "township", "region": "320722100", "is_public": "on", **changes}


def test_an_administrator_adds_a_unit_and_it_is_logged(admin, units, signed_in):
    form = unit_form(parent=units["county"].pk)
    assert signed_in(admin).post(reverse("unit:add"), form).status_code == 302
    unit = Unit.objects.get(name="新民政办")
    assert unit.parent == units["county"]
    entry = ModelLogEntry.objects.get(object_id=str(unit.pk), action="wagtail.create")
    assert entry.user == admin


@pytest.mark.parametrize("changes", [{"region": "320723100"}, {"region": "3207"}, {"region": "999"}])
def test_a_unit_outside_ones_region_is_refused_and_the_form_kept(admin, units, signed_in, changes):
    page = text_of(signed_in(admin).post(reverse("unit:add"), unit_form(**changes)))
    assert "新民政办" in page
    assert not Unit.objects.filter(name="新民政办").exists()


def test_a_unit_under_a_unit_outside_ones_region_is_refused(admin, units, signed_in):
    text_of(signed_in(admin).post(reverse("unit:add"), unit_form(parent=units["other_city"].pk)))
    assert not Unit.objects.filter(name="新民政办").exists()


class TestPosts:
    def form(self, person, unit, role=Role.HANDLER) -> dict:
        return {
            "user": person.pk,
            "unit": unit.pk,
            "role": role,
            "valid_from": "2026-01-01",
            "valid_until": "",
        }

    def test_an_administrator_appoints_someone_new(self, admin, units, signed_in):
        person = make_person("新人")
        answer = signed_in(admin).post(reverse("post:add"), self.form(person, units["township"], Role.EDITOR))
        assert answer.status_code == 302
        assert set(person.groups.values_list("name", flat=True)) == {"editor"}
        entries = ModelLogEntry.objects.filter(object_id=str(person.posts.get().pk))
        assert [(entry.action, entry.user) for entry in entries] == [("organizations.appoint", admin)]

    def test_nobody_appoints_themselves_or_outside_their_region(self, admin, units, signed_in):
        client, person = signed_in(admin), make_person("新人")
        before = Post.objects.count()
        text_of(client.post(reverse("post:add"), self.form(admin, units["township"], Role.INSPECTOR)))
        text_of(client.post(reverse("post:add"), self.form(person, units["city"])))
        assert Post.objects.count() == before

    def test_a_role_elsewhere_does_not_help(self, units, signed_in):
        """Who sees the city as a handler still appoints only in the township they administer."""
        mixed = make_person("混合", (units["township"], Role.ADMINISTRATOR), (units["city"], Role.HANDLER))
        person = make_person("新人")
        page = text_of(signed_in(mixed).post(reverse("post:add"), self.form(person, units["county"])))
        assert "outside your region" in page or "辖区" in page
        assert not person.posts.exists()

    def test_ending_a_post(self, admin, units, signed_in):
        person = make_person("某")
        post = posts.appoint(person, units["township"], Role.HANDLER, valid_from=date(2026, 1, 1))
        url = reverse("post:edit", args=[post.pk])
        day = (timezone.localdate() - timedelta(days=1)).isoformat()
        text_of(signed_in(admin).post(url, {"valid_until": day, "reason": ""}))
        answer = signed_in(admin).post(url, {"valid_until": day, "reason": "调离"})
        assert answer.status_code == 302
        post.refresh_from_db()
        assert str(post.valid_until) == day
        assert not person.groups.exists()
        entry = ModelLogEntry.objects.get(object_id=str(post.pk), user=admin)
        assert (entry.action, entry.data["reason"]) == ("organizations.release", "调离")

    def test_a_post_outside_the_region_does_not_exist(self, admin, units, signed_in):
        post = make_person("某", (units["city"], Role.HANDLER)).posts.get()
        assert signed_in(admin).get(reverse("post:edit", args=[post.pk])).status_code == 404


class TestPeople:
    def form(self, **changes) -> dict:
        password = "a-long-password-of-invention"
        return {
            "username": "newcomer",
            "name": "新来的",
            "password1": password,
            "password2": password,
            **changes,
        }

    def test_the_list_shows_those_in_scope(self, admin, units, signed_in):
        make_person("乡里人", (units["township"], Role.HANDLER))
        make_person("市里人", (units["city"], Role.HANDLER))
        page = text_of(signed_in(admin).get(reverse("wagtailusers_users:index")))
        assert "乡里人" in page
        assert "市里人" not in page
        assert "乡里人" in text_of(signed_in(admin).get(reverse("wagtailusers_users:index"), {"q": "乡里"}))

    def test_adding_someone_gives_no_rights(self, admin, signed_in):
        form = self.form(is_superuser="on", groups=["1", "2"])
        assert signed_in(admin).post(reverse("wagtailusers_users:add"), form).status_code == 302
        person = User.objects.get(username="newcomer")
        assert person.name == "新来的"
        assert not person.is_superuser
        assert not person.groups.exists()

    def test_changing_someone(self, admin, units, signed_in):
        person = make_person("乡里人", (units["township"], Role.HANDLER))
        url = reverse("wagtailusers_users:edit", args=[person.pk])
        text_of(signed_in(admin).get(url))
        form = {"username": person.username, "name": "改了名", "is_active": "on", "is_superuser": "on"}
        assert signed_in(admin).post(url, form).status_code == 302
        person.refresh_from_db()
        assert (person.name, person.is_superuser) == ("改了名", False)

    def test_who_also_works_elsewhere_is_out_of_reach(self, admin, units, signed_in):
        both = make_person("两处", (units["township"], Role.HANDLER), (units["city"], Role.INSPECTOR))
        root = make_person("根", is_superuser=True)
        for person in (both, root):
            url = reverse("wagtailusers_users:edit", args=[person.pk])
            assert signed_in(admin).get(url).status_code == 404
            assert signed_in(admin).post(url, self.form()).status_code == 404

    def test_nobody_is_deleted(self, admin, units, signed_in):
        person = make_person("乡里人", (units["township"], Role.HANDLER))
        answer = signed_in(admin).post(reverse("wagtailusers_users:delete", args=[person.pk]))
        assert answer.status_code in (302, 403, 404)
        assert User.objects.filter(pk=person.pk).exists()

    @pytest.mark.parametrize("action", ["delete", "assign_role", "set_active_state"])
    def test_wagtails_bulk_actions_are_closed(self, admin, units, signed_in, action):
        person = make_person("市里人", (units["city"], Role.HANDLER))
        url = reverse("wagtail_bulk_action", args=["organizations", "user", action])
        signed_in(admin).post(f"{url}?id={person.pk}", {"mark_as_active": "off", "role": "1"})
        person.refresh_from_db()
        assert person.is_active
        assert set(person.groups.values_list("name", flat=True)) == {"handler", "head-handler"}

    @pytest.mark.parametrize("address", ["chooser/", "chooser/upload/"])
    def test_the_server_asks_no_other_site_for_a_video(self, admin, units, signed_in, address):
        url = "https://www.youtube.com/watch?v=hz"
        form = {"embed-chooser-url": url, "url": url}
        answer = signed_in(admin).post(f"/staff/embeds/{address}", form)
        assert answer.status_code == 302
        assert "embed" not in answer["Location"]
        with pytest.raises(EmbedUnsupportedProviderException):
            get_embed(url)


class TestChoosers:
    def test_they_offer_and_accept_what_is_in_scope(self, handler, units, signed_in):
        client = signed_in(handler)
        offered = client.get(reverse("region_chooser:choose"), {"q": "镇"}).json()["html"]
        assert "320722100" in offered
        assert "320723100" not in offered
        results = client.get(reverse("region_chooser:choose_results"), {"q": "3207"}).content.decode()
        assert "320722101" in results
        assert "320723" not in results
        assert client.get(reverse("region_chooser:chosen", args=["320722100"])).status_code == 200
        assert client.get(reverse("region_chooser:chosen", args=["320723100"])).status_code == 404
        several = client.get(reverse("region_chooser:chosen_multiple"), {"id": ["320722100", "320723100"]})
        assert "320723100" not in several.content.decode()

    def test_units(self, handler, units, signed_in):
        client = signed_in(handler)
        offered = client.get(reverse("unit_chooser:choose")).json()["html"]
        assert units["township"].name in offered
        assert units["other_county"].name not in offered
        assert client.get(reverse("unit_chooser:chosen", args=[units["city"].pk])).status_code == 404


QUERIES = [("region:index", 15), ("unit:index", 15), ("post:index", 15), ("wagtailusers_users:index", 15)]


@pytest.mark.parametrize(("name", "most"), QUERIES)
def test_a_list_takes_as_many_queries_for_many_rows_as_for_few(
    admin, units, signed_in, name, most, django_assert_max_num_queries
):
    client = signed_in(admin)
    client.get(reverse(name))
    with django_assert_max_num_queries(most) as asked:
        client.get(reverse(name))
    few = len(asked)
    for number in range(12):
        make_person(f"人{number}", (units["township"], Role.HANDLER))
        Unit.objects.create(
            name=f"所{number}", kind="township", region_id="320722100", parent=units["county"]
        )
        Region.objects.create(
            code=f"3207221003{number:02}", name=f"村{number}", level=5, parent_id="320722100"
        )
    client.get(reverse(name))  # what is kept while nothing is written is read again
    with django_assert_max_num_queries(few):
        client.get(reverse(name))


def test_ones_own_account_can_be_saved(handler, signed_in):
    """Wagtail's form for first and last name would refuse everyone here."""
    client = signed_in(handler)
    assert "first_name" not in text_of(client.get("/staff/account/"))
    form = {"locale-preferred_language": "en", "locale-current_time_zone": "Asia/Shanghai"}
    form |= {"theme-theme": "dark", "theme-contrast": "system", "theme-density": "default"}
    form |= {"theme-keyboard_shortcuts": "on"}
    assert client.post("/staff/account/", form).status_code == 302
    handler.wagtail_userprofile.refresh_from_db()
    assert handler.wagtail_userprofile.theme == "dark"


def test_ones_own_account_is_for_staff(client):
    assert client.get("/staff/account/").status_code == 302


def test_ones_own_account_page_is_no_place_to_guess_the_password(handler, signed_in):
    """Who sits at an open session, or has its cookie, is slowed as where the password is asked again."""
    client, new = signed_in(handler), "vier-worte-ohne-zusammenhang"

    def change(old):
        sent = {"password-old_password": old, "password-new_password1": new, "password-new_password2": new}
        form = {"locale-preferred_language": "en", "locale-current_time_zone": "Asia/Shanghai"}
        form |= {"theme-theme": "dark", "theme-contrast": "system", "theme-density": "default"}
        return client.post("/staff/account/", form | {"theme-keyboard_shortcuts": "on"} | sent)

    for _guess in range(BY_SESSION.allowed + 1):
        assert change("wrong").status_code == 200
    change("x" * 12)
    assert not fresh(handler).check_password(new)
    assert ModelLogEntry.objects.filter(action="organizations.code_failed").exists()
    cache.clear()
    assert change("x" * 12).status_code == 302
    assert fresh(handler).check_password(new)
