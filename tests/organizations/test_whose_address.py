"""Nobody makes an account their own by what they typed into it, however innocent a colleague helps."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from organizations import doubts, links, posts, second_factor
from organizations.enums import Role
from organizations.models import AccountDoubt, User
from tests.organizations.factories import fresh, make_person, works
from tests.organizations.test_links import MINE, account_form, choose, confirm, edit_url, link_url

pytestmark = pytest.mark.django_db


class TestWhoTypedTheAddress:
    """An address that one administrator typed may be their own, whoever has the link sent there."""

    MINE = "me@example.org"

    def code(self) -> str:
        return re.search(r"#(\w{24})", mail.outbox[-1].body)[1]

    def typed(self, client, person):
        assert client.post(edit_url(person), account_form(fresh(person), email=self.MINE)).status_code == 302

    def test_a_link_that_a_colleague_has_sent_there_is_not_theirs_to_confirm(
        self, admin, second, mailed, units, signed_in, client
    ):
        """Type your own address, let a colleague have the link made, use it, and be the second yourself."""
        self.typed(signed_in(admin), mailed)
        signed_in(second).post(link_url(mailed))
        assert mail.outbox[-1].to == [self.MINE]
        choose(client, self.code(), MINE)
        for by in (admin, second):
            assert confirm(signed_in(by), mailed).status_code == 404
            assert not works(mailed)
        third = make_person("市管理员", (units["city"], Role.ADMINISTRATOR))
        assert confirm(signed_in(third), mailed).status_code == 302
        assert works(mailed)

    def test_so_it_is_for_a_new_account(self, admin, second, signed_in, client):
        form = {"username": "newcomer", "name": "新来的", "email": self.MINE}
        signed_in(admin).post(reverse("wagtailusers_users:add"), form)
        person = User.objects.get(username="newcomer")
        signed_in(second).post(link_url(person))
        choose(client, self.code(), MINE)
        assert confirm(signed_in(admin), person).status_code == 404

    def test_so_it_is_after_a_reset(self, admin, second, mailed, signed_in, client):
        second_factor.reset(mailed, user=second, reason="手机丢了")
        self.typed(signed_in(admin), mailed)
        signed_in(second).post(link_url(mailed))
        choose(client, self.code(), MINE)
        assert confirm(signed_in(admin), mailed).status_code == 404

    def test_who_typed_it_confirms_the_person_and_not_the_address(
        self, admin, second, mailed, signed_in, client
    ):
        """Somebody else renames her; type your own address, confirm her, and have a link sent to yourself."""
        doubts.raise_doubt(mailed, AccountDoubt.Kind.NAME, user=second)
        self.typed(signed_in(admin), mailed)
        assert confirm(signed_in(admin), mailed).status_code == 302
        assert works(mailed)
        signed_in(admin).post(link_url(mailed))
        choose(client, self.code(), MINE)
        assert not works(mailed)

    @pytest.mark.parametrize(
        ("maker", "address", "held"),
        [("admin", "theirs", True), ("second", "theirs", False), ("second", "", True)],
    )
    def test_an_address_confirmed_along_with_a_name_opens_nothing_to_who_typed_it(
        self, admin, second, mailed, signed_in, client, maker, address, held
    ):
        """Type your own address, rename her so that she is confirmed, have a link sent to yourself."""
        self.typed(signed_in(admin), mailed)
        signed_in(admin).post(edit_url(mailed), account_form(fresh(mailed), name="县接线甲"))
        page = signed_in(second).get(reverse("organizations_waiting")).content.decode()
        assert f"her@example.org 改为 {self.MINE}" in page
        assert 'name="address"' in page
        assert confirm(signed_in(second), mailed, address).status_code == 302
        assert works(mailed)
        signed_in({"admin": admin, "second": second}[maker]).post(link_url(mailed))
        choose(client, self.code(), MINE)
        assert works(mailed) is not held
        assert confirm(signed_in(admin), mailed).status_code == 404

    def test_a_confirmed_address_does_not_go_along_to_another_name(
        self, admin, second, mailed, signed_in, client
    ):
        """Hers until he has the account: a link there would still open it to her."""
        signed_in(admin).post(link_url(mailed))
        before = self.code()
        signed_in(admin).post(edit_url(mailed), account_form(fresh(mailed), name="李四"))
        assert links.find(before) is None
        confirm(signed_in(second), mailed, "")
        assert works(mailed)
        signed_in(second).post(link_url(mailed))
        choose(client, self.code(), MINE)
        assert not works(mailed)

    def test_an_address_that_another_confirmed_is_trusted_whoever_typed_it(
        self, admin, second, mailed, signed_in, client
    ):
        self.typed(signed_in(admin), mailed)
        signed_in(admin).post(link_url(mailed))
        choose(client, self.code())
        confirm(signed_in(second), mailed)
        signed_in(second).post(link_url(mailed))
        choose(client, self.code())
        assert works(mailed)


@pytest.mark.parametrize("was", ["reset", "appointed"])
def test_an_account_without_a_password_is_somebody_still(admin, colleague, signed_in, was):
    """Its posts would go to whoever it is called after; the second administrator is told of the new name."""
    if was == "reset":
        second_factor.reset(colleague, user=admin, reason="手机丢了")
    else:
        User.objects.filter(pk=colleague.pk).update(password="!")
    signed_in(admin).post(edit_url(colleague), account_form(fresh(colleague), name="李四"))
    assert not works(colleague)
    assert AccountDoubt.objects.filter(account=colleague, kind="name", by=admin).exists()


def test_a_link_made_elsewhere_opens_no_account_that_is_given_a_post_here(admin, units):
    """As a password that somebody of another place may know: whoever appoints has a new link made."""
    person = make_person("原纪检")
    link = links.make(person, user=admin)
    links.use(link.link, MINE)
    inspection = make_person("纪检管理员", (units["inspection"], Role.ADMINISTRATOR))
    posts.appoint(fresh(person), units["inspection"], Role.INSPECTOR, user=inspection)
    assert not fresh(person).has_usable_password()
