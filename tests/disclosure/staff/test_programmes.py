"""The settings of a programme: changed by the head office alone, by two where they show more, and written
down.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from disclosure import programmes
from disclosure.models import Programme, ProgrammeChange
from disclosure.problems import ListActNotAllowed
from organizations.enums import Role
from tests.disclosure import lists
from tests.disclosure.lists import household
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db
CODE = "rural-dibao"
EDIT, INSPECT = "programme:edit", "programme:inspect"
LIST = ["320722100201", CODE]


@pytest.fixture
def head(county):
    """An administrator of the city's bureau."""
    return make_person("市管理员", (county.units["city"], Role.ADMINISTRATOR))


@pytest.fixture
def second(county):
    """Another one."""
    return make_person("市管理员二", (county.units["city"], Role.ADMINISTRATOR))


@pytest.fixture
def decide(client):
    """``decide(user, "confirm")`` presses that button beside what waits."""

    def decide(user, decision, **typed):
        client.force_login(user)
        change = ProgrammeChange.objects.last()
        return client.post(
            reverse(INSPECT, args=[CODE]), {"decision": decision, "change": change.pk, "reason": "", **typed}
        )

    return decide


@pytest.fixture
def save(client):
    """``save(user, name=value…)`` sends the form as it is shown, with these changes."""

    def save(user, **changes):
        client.force_login(user)
        kept = Programme.objects.values(*programmes.SETTINGS).get(pk=CODE)
        return client.post(reverse(EDIT, args=[CODE]), {**kept, "reason": "", **changes})

    return save


def entries():
    return ModelLogEntry.objects.filter(object_id=CODE)


def test_the_head_office_changes_what_is_a_setting(head, save):
    changes = {"notice_days": 10, "legal_basis": "某办法", "standard_text": "每月 610 元", "sort_order": 5}
    assert save(head, **changes, code="other", name="别名", pays_monthly="").status_code == 302
    kept = Programme.objects.values().get(pk=CODE)
    assert {name: kept[name] for name in changes} == changes
    assert (kept["name"], kept["pays_monthly"], kept["name_masking"]) == ("农村低保", True, "masked")
    assert Programme.objects.count() == 6


def test_a_change_is_one_entry_that_says_what_and_why(head, save):
    save(head, legal_basis="某办法", notice_days=10, reason="按张某 320722195505051234 的意见")
    entry = entries().get()
    assert (entry.action, entry.user) == ("disclosure.change_programme", head)
    assert entry.data["changed"] == ["notice_days", "legal_basis"]
    assert entry.data["notice_days"] == 10
    assert "按张某" in entry.data["reason"]
    assert "320722195505051234" not in str(entry.data)
    assert "某办法" not in str(entry.data)
    save(head)
    assert entries().count() == 1


def test_full_names_need_a_reason_and_masking_them_again_needs_none(head, save):
    page = save(head, name_masking="full", legal_basis="某办法")
    assert "请说明为什么比以前公开得更多" in page.content.decode()
    assert "某办法" in page.content.decode()
    assert not entries().exists()
    with pytest.raises(ListActNotAllowed, match="reason_for_showing_more"):
        programmes.change(Programme.objects.get(pk=CODE), {"name_masking": "full"}, user=head, reason=" ")
    assert Programme.objects.get(pk=CODE).name_masking == "masked"
    programmes.change(Programme.objects.get(pk=CODE), {"name_masking": "masked"}, user=head)
    Programme.objects.filter(pk=CODE).update(name_masking="full")
    assert save(head, name_masking="masked").status_code == 302
    assert Programme.objects.get(pk=CODE).name_masking == "masked"
    assert [entry.action for entry in entries()] == ["disclosure.change_programme"]


#: (as it is, what one administrator sends, whether a second one has to agree)
BOTH_WAYS = [
    ("name_masking", "masked", "full", True),
    ("name_masking", "full", "masked", False),
    ("notice_days", 7, 6, True),
    ("notice_days", 7, 8, False),
    ("ending_share", 10, 100, True),
    ("ending_share", 10, 0, False),
]


@pytest.mark.parametrize(("name", "before", "after", "by_two"), BOTH_WAYS)
def test_what_shows_more_is_for_two_and_what_shows_less_holds_at_once(
    head, second, save, decide, name, before, after, by_two
):
    Programme.objects.filter(pk=CODE).update(**{name: before})
    assert save(head, **{name: after}, legal_basis="某办法", reason="县里要求").status_code == 302
    kept = Programme.objects.get(pk=CODE)
    assert (getattr(kept, name), kept.legal_basis) == (before if by_two else after, "某办法")
    assert ProgrammeChange.objects.count() == by_two
    if not by_two:
        return
    decide(head, "confirm")
    assert getattr(Programme.objects.get(pk=CODE), name) == before, "nobody confirms their own"
    decide(second, "confirm")
    assert getattr(Programme.objects.get(pk=CODE), name) == after
    assert list(entries().order_by("pk").values_list("action", "user")) == [
        ("disclosure.propose_programme", head.pk),
        ("disclosure.change_programme", head.pk),
        ("disclosure.confirm_programme", second.pk),
    ]
    assert decide(second, "confirm").status_code == 302
    assert entries().count() == 3, "a second click decides nothing"


def test_a_refused_change_has_no_effect_and_one_waits_at_a_time(client, head, second, county, save, decide):
    save(head, name_masking="full", reason="村务公开要求")
    page = save(head, ending_share=100, reason="又一次")
    assert "已有一项改动在等第二位管理员" in page.content.decode()
    client.force_login(second)
    assert reverse(INSPECT, args=[CODE]) in client.get(reverse("wagtailadmin_home")).content.decode()
    shown = client.get(reverse(INSPECT, args=[CODE])).content.decode()
    assert "村务公开要求" in shown
    assert 'value="confirm"' in shown
    decide(second, "refuse")
    assert ProgrammeChange.objects.waiting().exists(), "a refusal says why"
    counties = make_person("县管理员", (county.units["county"], Role.ADMINISTRATOR))
    decide(counties, "confirm")
    assert ProgrammeChange.objects.waiting().exists(), "a county decides nothing for all"
    assert "村务公开要求" not in client.get(reverse(INSPECT, args=[CODE])).content.decode()
    decide(second, "refuse", reason="不妥")
    assert ProgrammeChange.objects.get().outcome == "refused"
    assert Programme.objects.get(pk=CODE).name_masking == "masked"


def test_another_masking_holds_at_once_on_page_and_file(client, head, second, save, decide, release):
    release([household(0)])
    whole, masked = household(0)["户主姓名"], f"{lists.name(0)[0]}*{lists.name(0)[2]}"

    def shown():
        page = client.get(reverse("disclosure:list", args=LIST)).content.decode()
        file = client.get(reverse("disclosure:csv", args=LIST)).content.decode()
        return [(whole in text, masked in text) for text in (page, file)]

    assert shown() == [(False, True)] * 2
    save(head, name_masking="full", reason="村务公开要求")
    assert shown() == [(False, True)] * 2
    decide(second, "confirm")
    assert shown() == [(True, False)] * 2
    save(head, name_masking="masked")
    assert shown() == [(False, True)] * 2


@pytest.mark.parametrize(
    "wrong", [{"name_masking": "none"}, {"notice_days": 0}, {"notice_days": 91}, {"sort_order": "x"}]
)
def test_a_setting_that_cannot_be_is_refused_beside_its_field(head, save, wrong):
    page = save(head, **wrong)
    assert list(page.context["form"].errors) == list(wrong)
    assert not entries().exists()


def test_only_the_head_office_changes_and_nobody_adds_or_deletes(client, county, head, save):
    counties = make_person("县管理员", (county.units["county"], Role.ADMINISTRATOR))
    heads = make_person("市编辑", (county.units["city"], Role.EDITOR))
    for user in (counties, heads, county.editor, county.reviewer, county.inspector):
        assert save(user, notice_days=30).status_code == 302
        html = client.get(reverse("programme:index")).content.decode()
        assert "农村低保" in html
        assert reverse(EDIT, args=[CODE]) not in html
        assert client.get(reverse("programme:inspect", args=[CODE])).status_code == 200
    assert Programme.objects.get(pk=CODE).notice_days == 7
    client.force_login(county.handler)
    assert client.get(reverse("programme:index")).status_code == 302
    client.force_login(head)
    for url in (reverse("programme:add"), reverse("programme:delete", args=[CODE])):
        assert client.get(url).status_code == 302
        client.post(url, {"code": "new", "name": "新"})
    assert Programme.objects.count() == 6


@pytest.mark.parametrize(("name", "args", "asked"), [("index", [], 2), ("edit", [CODE], 1)])
def test_a_screen_asks_for_the_programmes_once(client, head, name, args, asked):
    """The index counts and reads, whatever the number of programmes."""
    client.force_login(head)
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse(f"programme:{name}", args=args))
    assert sum('FROM "disclosure_' in query["sql"] for query in captured) == asked
