"""Nothing goes from the public by one person alone."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.models import PageLogEntry, PageViewRestriction

from organizations import kept_forms
from organizations.enums import Role
from organizations.views.kept_forms import FIELD
from portal import withdrawing
from portal.models import PolicyPage, Withdrawal
from tests.organizations.factories import make_person


@pytest.fixture
def other(people):
    """A second reviewer of the city."""
    return make_person("审核乙", (people.units["city"], Role.REVIEWER))


@pytest.fixture
def root(people, django_user_model):
    return django_user_model.objects.create_superuser("root", password="x")


def is_live(page) -> bool:
    return PolicyPage.objects.get(pk=page.pk).live


def post(client, user, page, **data):
    client.force_login(user)
    return client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), data)


def who(name, request, people):
    return request.getfixturevalue(name) if name in {"other", "root"} else getattr(people, name)


@pytest.mark.parametrize(
    ("asks", "decides", "goes"),
    [
        ("editor", "reviewer", True),
        ("reviewer", "other", True),
        ("both", "reviewer", True),
        ("root", "reviewer", True),
        ("editor", "root", True),
        ("reviewer", "reviewer", False),
        ("both", "both", False),
        ("root", "root", False),
        ("reviewer", "editor", False),
        ("editor", "editor", False),
        ("editor", "handler", False),
    ],
)
def test_one_asks_and_another_who_publishes_decides(client, people, rules, request, asks, decides, goes):
    post(client, who(asks, request, people), rules, act="ask", reason="文号有误")
    assert is_live(rules)
    response = post(client, who(decides, request, people), rules, act="withdraw")
    assert is_live(rules) is not goes
    assert goes or response.status_code in {302, 403}
    assert client.get(rules.url).status_code == (404 if goes else 200)


def test_wagtails_own_request_takes_nothing_down(client, people, rules, root):
    for user in (people.reviewer, people.both, root):
        post(client, user, rules)
        assert is_live(rules)
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize("action", ["unpublish", "delete", "move"])
def test_many_at_once_are_refused(client, site, rules, root, action):
    client.force_login(root)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    client.post(f"{address}?id={rules.pk}", {"chooser": site.guides.pk})
    assert is_live(rules)
    assert rules.get_parent().pk == site.library.pk


@pytest.mark.parametrize("name", ["delete", "set_privacy"])
@pytest.mark.parametrize("what", ["page", "section"])
def test_nor_is_it_deleted_or_closed_by_one(client, site, people, rules, root, name, what):
    page = rules if what == "page" else site.library
    for user in (people.reviewer, people.both, root):
        client.force_login(user)
        client.post(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]), {"restriction_type": "login"})
    assert is_live(rules)
    assert not PageViewRestriction.objects.exists()


def test_a_live_page_is_not_moved_out_of_sight(client, site, rules, root):
    client.force_login(root)
    address = reverse("wagtailadmin_pages:move_confirm", args=[site.library.pk, site.home.get_parent().pk])
    client.post(address)
    site.library.refresh_from_db()
    assert site.library.get_parent().pk == site.home.pk


def test_a_drafts_privacy_is_set_before_it_is_approved(client, add_policy, root):
    draft = add_policy("内部", live=False)
    client.force_login(root)
    address = reverse("wagtailadmin_pages:set_privacy", args=[draft.pk])
    client.post(address, {"restriction_type": "login"})
    assert PageViewRestriction.objects.get().page_id == draft.pk


def test_a_request_needs_a_reason_and_there_is_one_at_a_time(people, rules):
    with pytest.raises(ValidationError):
        withdrawing.ask(rules, user=people.editor, reason="  ")
    withdrawing.ask(rules, user=people.editor, reason="有误")
    with pytest.raises(ValidationError):
        withdrawing.ask(rules, user=people.reviewer, reason="有误")


def test_a_request_is_refused_or_taken_back_and_the_page_stays(people, rules, other):
    request = withdrawing.ask(rules, user=people.editor, reason="有误")
    withdrawing.decide(request, user=people.reviewer, withdraw=False)
    with pytest.raises(ValidationError):
        withdrawing.decide(request, user=other, withdraw=True)
    request = withdrawing.ask(rules, user=people.editor, reason="仍有误")
    with pytest.raises(PermissionDenied):
        withdrawing.take_back(request, user=other)
    withdrawing.take_back(request, user=people.editor)
    assert is_live(rules)
    outcomes = set(Withdrawal.objects.values_list("outcome", flat=True))
    assert outcomes == {"refused", "taken_back"}


def test_both_acts_and_the_reason_are_in_the_log(people, rules):
    request = withdrawing.ask(rules, user=people.editor, reason="文号有误")
    withdrawing.decide(request, user=people.reviewer, withdraw=True)
    entries = PageLogEntry.objects.filter(page_id=rules.pk).exclude(action__startswith="wagtail.publish")
    acts = {entry.action: (entry.user_id, entry.data.get("reason")) for entry in entries}
    assert acts["portal.ask_withdrawal"] == (people.editor.pk, "文号有误")
    assert acts["portal.withdraw"] == (people.reviewer.pk, "文号有误")
    assert acts["wagtail.unpublish"][0] == people.reviewer.pk


def test_who_may_decide_finds_it_on_their_home(client, people, rules):
    withdrawing.ask(rules, user=people.editor, reason="文号有误")
    for user, sees in ((people.reviewer, True), (people.editor, False), (people.handler, False)):
        client.force_login(user)
        html = client.get(reverse("wagtailadmin_home")).content.decode()
        assert ("文号有误" in html) is sees


def test_an_editor_finds_the_way_to_ask(client, people, rules):
    client.force_login(people.editor)
    address = reverse("wagtailadmin_pages:unpublish", args=[rules.pk])
    assert address in client.get(reverse("wagtailadmin_pages:edit", args=[rules.pk])).content.decode()
    assert client.get(address).status_code == 200
    client.force_login(people.handler)
    assert client.get(address).status_code in {302, 403}


def test_a_reason_typed_when_the_login_had_ended_stands_in_the_form_again(client, people, rules):
    address = reverse("wagtailadmin_pages:unpublish", args=[rules.pk])
    client.force_login(people.editor)
    assert f'name="{FIELD}"' in client.get(address).content.decode()
    kept_forms.keep(kept_forms.Ticket(people.editor.pk, address), {"reason": ["文号有误，重新印发"]})
    assert "文号有误，重新印发" in client.get(address).content.decode()
