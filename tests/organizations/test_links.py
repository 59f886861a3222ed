"""One-time links: nobody but the holder of an account ever knows what opens it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from organizations import doubts, links
from organizations.enums import Role
from organizations.models import AccountDoubt, AccountLink, User
from organizations.viewsets.staff import UserViewSet
from tests.organizations.factories import fresh, make_person, works

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-password-of-invention"
MINE = "the-administrators-own-idea"


def account_form(person, **changes) -> dict:
    fields = {"username": person.username, "name": person.name, "email": person.email, "is_active": "on"}
    return fields | changes


def edit_url(person) -> str:
    return reverse("wagtailusers_users:edit", args=[person.pk])


def link_url(person) -> str:
    return reverse("organizations_account_link", args=[person.pk])


def choose(client, code, password=PASSWORD):
    client.logout()
    client.post(reverse("organizations_enter_code"), {"code": code})
    form = {"new_password1": password, "new_password2": password}
    return client.post(reverse("organizations_choose_password"), form)


def confirm(client, person, address="theirs"):
    form = {"seen": doubts.shown(fresh(person)), "address": address}
    return client.post(reverse("organizations_confirm_account", args=[person.pk]), form)


class TestNoChosenPasswords:
    def test_no_form_has_a_field_for_one(self, admin, colleague, signed_in):
        client = signed_in(admin)
        for url in (reverse("wagtailusers_users:add"), edit_url(colleague)):
            assert not re.search(r'name="\w*password|type="password', client.get(url).content.decode())
        for for_update in (False, True):
            form = UserViewSet().get_form_class(for_update)()
            assert not [name for name in form.fields if "password" in name]

    def test_one_that_is_sent_all_the_same_is_not_stored(self, admin, colleague, signed_in):
        form = account_form(colleague, password1=MINE, password2=MINE)
        assert signed_in(admin).post(edit_url(colleague), form).status_code == 302
        assert not fresh(colleague).check_password(MINE)

    def test_a_new_account_has_none_and_leads_to_its_link(self, admin, signed_in):
        form = {"username": "newcomer", "name": "新来的", "password1": MINE, "password2": MINE}
        answer = signed_in(admin).post(reverse("wagtailusers_users:add"), form)
        person = User.objects.get(username="newcomer")
        assert answer.url == link_url(person)
        assert not person.has_usable_password()

    def test_a_superuser_has_no_other_way(self, units, colleague, signed_in):
        root = make_person("根", (units["city"], Role.ADMINISTRATOR), is_superuser=True)
        form = account_form(colleague, password1=MINE, password2=MINE)
        signed_in(root).post(edit_url(colleague), form)
        assert not fresh(colleague).check_password(MINE)


class TestByMail:
    def test_the_administrator_never_sees_it(self, admin, mailed, signed_in):
        page = signed_in(admin).post(link_url(mailed), follow=True).content.decode()
        (sent,) = mail.outbox
        code = re.search(r"#(\w{24})", sent.body)[1]
        assert sent.to == ["her@example.org"]
        assert code not in page
        assert "-".join(re.findall("....", code)) not in page
        assert not ModelLogEntry.objects.filter(data__icontains=code).exists()
        assert code not in str(list(AccountLink.objects.values()))

    def test_behind_a_confirmed_address_the_account_works_at_once(self, admin, mailed, signed_in, client):
        signed_in(admin).post(link_url(mailed))
        code = re.search(r"#(\w{24})", mail.outbox[0].body)[1]
        assert choose(client, code).status_code == 302
        assert fresh(mailed).check_password(PASSWORD)
        assert works(mailed)

    def test_an_address_that_somebody_else_typed_proves_nothing(self, admin, mailed, signed_in, client):
        """Put your own address in, have the link sent there, and be her: the account is powerless."""
        signed_in(admin).post(edit_url(mailed), account_form(mailed, email="me@example.org"))
        client.post(link_url(mailed))
        assert mail.outbox[0].to == ["me@example.org"]
        choose(client, re.search(r"#(\w{24})", mail.outbox[0].body)[1], MINE)
        assert fresh(mailed).check_password(MINE)
        assert not works(mailed)
        assert confirm(signed_in(admin), mailed).status_code == 404
        assert not works(mailed)

    @pytest.mark.parametrize("backend", ["console", "dummy", "filebased"])
    def test_where_mail_goes_nowhere_it_is_paper(self, mailed, settings, backend):
        settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
        assert not links.goes_by_mail(mailed)


class TestOnPaper:
    def code(self, client, person) -> str:
        page = client.post(link_url(person)).content.decode()
        return re.search(r"account-link__code\">([\w-]+)<", page)[1]

    def test_the_administrator_who_uses_it_gets_a_powerless_account(
        self, admin, colleague, signed_in, client
    ):
        code = self.code(signed_in(admin), colleague)
        assert works(colleague)
        choose(client, code, MINE)
        assert not works(colleague)
        # nor does any way of confirming it alone
        assert confirm(signed_in(admin), colleague).status_code == 404
        with pytest.raises(ValidationError):
            doubts.confirm(colleague, user=admin, seen=doubts.shown(colleague))
        assert confirm(signed_in(colleague), colleague).status_code in (302, 403, 404)
        assert not works(colleague)

    def test_a_second_administrator_who_met_the_holder_gives_it_its_rights(
        self, admin, second, colleague, signed_in, client
    ):
        choose(client, self.code(signed_in(admin), colleague))
        assert colleague.username in signed_in(second).get(reverse("organizations_waiting")).content.decode()
        assert confirm(client, colleague).status_code == 302
        assert works(colleague)
        actions = ModelLogEntry.objects.filter(object_id=str(colleague.pk)).values_list("action", "user")
        assert ("organizations.make_link", admin.pk) in actions
        assert ("organizations.use_link", colleague.pk) in actions
        assert ("organizations.confirm_account", second.pk) in actions

    def test_a_second_administrator_whose_account_was_taken_confirms_nothing(
        self, admin, second, colleague, signed_in, client
    ):
        """Take the other administrator's account first, then confirm with it."""
        choose(client, self.code(signed_in(admin), second), MINE)
        choose(client, self.code(signed_in(admin), colleague), MINE)
        confirm(signed_in(second), colleague)
        assert not works(colleague)

    def test_taking_a_reset_back_to_front_does_not_help(self, admin, second, colleague, signed_in, client):
        """Confirmed once, a new link raises a new doubt."""
        choose(client, self.code(signed_in(admin), colleague))
        confirm(signed_in(second), colleague)
        choose(client, self.code(signed_in(admin), colleague), MINE)
        assert not works(colleague)

    def test_what_was_changed_after_the_look_is_not_confirmed(self, admin, second, colleague):
        made = links.make(colleague, user=admin)
        links.use(made.link, PASSWORD)
        seen = doubts.shown(fresh(colleague))
        User.objects.filter(pk=colleague.pk).update(email="me@example.org")
        with pytest.raises(ValidationError, match="meanwhile"):
            doubts.confirm(colleague, user=second, seen=seen)
        assert not works(colleague)


class TestOneLink:
    def test_works_once(self, admin, colleague, client):
        made = links.make(colleague, user=admin)
        choose(client, made.code)
        assert links.find(made.code) is None
        with pytest.raises(ValidationError):
            links.use(made.link, MINE)
        assert fresh(colleague).check_password(PASSWORD)

    def test_a_newer_one_voids_it(self, admin, colleague):
        made = links.make(colleague, user=admin)
        links.make(colleague, user=admin)
        assert links.find(made.code) is None

    def test_a_password_changed_meanwhile_voids_it(self, admin, colleague):
        made = links.make(colleague, user=admin)
        colleague.set_password("something-else-altogether")
        colleague.save()
        assert links.find(made.code) is None

    def test_deactivation_voids_it_for_good(self, admin, colleague, signed_in):
        made = links.make(colleague, user=admin)
        form = account_form(colleague)
        del form["is_active"]
        signed_in(admin).post(edit_url(colleague), form)
        assert not fresh(colleague).is_active
        signed_in(admin).post(edit_url(colleague), account_form(colleague))
        assert fresh(colleague).is_active
        assert links.find(made.code) is None

    def test_an_account_that_one_opens_again_waits(self, admin, second, colleague, signed_in):
        """Two gave its posts to who worked here then; one alone does not give them back."""
        form = account_form(colleague)
        del form["is_active"]
        signed_in(admin).post(edit_url(colleague), form)
        signed_in(admin).post(edit_url(colleague), account_form(colleague))
        assert fresh(colleague).is_active
        assert not works(colleague)
        assert colleague not in doubts.waiting_for(fresh(admin))
        waiting = fresh(colleague)
        doubts.confirm(waiting, user=second, seen=doubts.shown(waiting))
        assert works(colleague)

    @pytest.mark.parametrize(("setting", "hours"), [(1, 24), (48, 48), (1000, 72)])
    def test_holds_for_one_to_three_days(self, admin, colleague, settings, setting, hours, monkeypatch):
        settings.ACCOUNT_LINK_HOURS = setting
        made = links.make(colleague, user=admin)
        later = timezone.now() + timedelta(hours=hours, minutes=-1)
        monkeypatch.setattr(timezone, "now", lambda: later)
        assert links.find(made.code)
        monkeypatch.setattr(timezone, "now", lambda: later + timedelta(minutes=2))
        assert links.find(made.code) is None

    def test_a_weak_password_is_refused_and_the_link_stays(self, admin, colleague, client):
        made = links.make(colleague, user=admin)
        assert choose(client, made.code, "12345678901234").status_code == 200
        assert links.find(made.code)

    def test_ends_the_sessions_of_the_account(self, admin, colleague, client):
        client.force_login(colleague)
        assert client.get(reverse("wagtailadmin_home")).status_code == 200
        links.use(links.make(colleague, user=admin).link, PASSWORD)
        answer = client.get(reverse("wagtailadmin_home"))
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("wagtailadmin_login"))

    def test_wrong_codes_keep_no_colleague_behind_the_same_address_from_her_link(
        self, admin, colleague, client
    ):
        made, enter = links.make(colleague, user=admin), reverse("organizations_enter_code")
        for _guess in range(30):
            assert Client().post(enter, {"code": "WRONG"}).status_code == 200
        assert client.post(enter, {"code": made.code}).url == reverse("organizations_choose_password")

    def test_its_pages_pass_no_address_on(self, client):
        answer = client.get(reverse("organizations_enter_code"))
        assert answer["Referrer-Policy"] == "same-origin"
        assert "no-store" in answer["Cache-Control"]

    def test_its_holder_is_told_at_the_next_login(self, admin, colleague, client):
        links.make(colleague, user=admin)
        login = {"username": colleague.username, "password": "x" * 12}
        page = client.post(reverse("wagtailadmin_login"), login, follow=True).content.decode()
        assert "县管理员" in page
        client.logout()
        page = client.post(reverse("wagtailadmin_login"), login, follow=True).content.decode()
        assert "县管理员" not in page


class TestWhoMayHaveOneMade:
    def test_not_for_oneself_nor_elsewhere_nor_for_the_closed(self, admin, units, signed_in, colleague):
        inspector = make_person("纪检甲", (units["inspection"], Role.INSPECTOR))
        root = make_person("根", is_superuser=True)
        User.objects.filter(pk=colleague.pk).update(is_active=False)
        client = signed_in(admin)
        for person in (admin, inspector, root, colleague):
            assert client.post(link_url(person)).status_code == 404
            with pytest.raises(ValidationError):
                links.make(fresh(person), user=admin)

    def test_nobody_but_administrators_sees_what_waits(self, colleague, signed_in):
        assert signed_in(colleague).get(reverse("organizations_waiting")).status_code == 302


class TestNames:
    @pytest.mark.parametrize("changes", [{"name": "李四"}, {"username": "lisi"}])
    def test_an_account_called_otherwise_waits(self, admin, second, colleague, signed_in, changes):
        signed_in(admin).post(edit_url(colleague), account_form(colleague, **changes))
        assert not works(colleague)
        assert confirm(signed_in(admin), colleague).status_code == 404
        assert confirm(signed_in(second), colleague).status_code == 302
        assert works(colleague)

    def test_who_did_one_thing_does_not_confirm_for_who_did_another(self, admin, second, colleague, units):
        """Two doubts by two administrators need a third."""
        doubts.raise_doubt(colleague, AccountDoubt.Kind.NAME, user=admin)
        doubts.raise_doubt(colleague, AccountDoubt.Kind.LINK, user=second)
        for by in (admin, second):
            with pytest.raises(ValidationError):
                doubts.confirm(colleague, user=by, seen=doubts.shown(colleague))
        third = make_person("市管理员", (units["city"], Role.ADMINISTRATOR))
        doubts.confirm(colleague, user=third, seen=doubts.shown(colleague))
        assert works(colleague)


def test_the_page_of_what_waits_takes_as_many_queries_for_many_as_for_few(admin, second, units, signed_in):
    client, url = signed_in(second), reverse("organizations_waiting")

    def hold():
        doubts.raise_doubt(make_person("某", (units["township"], Role.HANDLER)), "link", user=admin)

    hold()
    assert "单位township (丙县和平镇)" in client.get(url).content.decode()
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _turn in range(5):
        hold()
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)
