"""Where an office has nobody who can move a case, whoever answers for it is told, and nothing of any case."""

import pytest
from django.urls import reverse

from complaints import staffing
from organizations.enums import Role, UnitKind
from organizations.models import Post, Unit, User
from tests.complaints.factories import make_case
from tests.organizations.factories import fresh, make_person

HOME = reverse("wagtailadmin_home")


def names(user):
    return set(staffing.unmanned_for(fresh(user)).names)


def release(unit, **posts):
    Post.objects.filter(unit=unit, **posts).update(valid_until="2026-01-01", valid_from="2025-01-01")


def test_who_is_told_of_which_office(staff, units):
    make_person("管理员", (units["county"], Role.ADMINISTRATOR))
    here, there = units["township"], units["other_township"]
    above = User.objects.get(name="管理员")
    assert here.name not in names(above)
    release(here)
    assert here.name in names(above)
    assert there.name not in names(above), "another county's"
    for who, told in {
        "county_supervisor": True,
        "administrator": True,
        "county_handler": False,
        "operator": False,
        "inspector": False,
        "other_county_supervisor": False,
    }.items():
        assert (here.name in names(staff[who])) is told, who


@pytest.mark.parametrize("state", ["inactive", "held back", "waits", "closed"])
def test_who_counts_as_somebody(staff, units, state):
    here, supervisor = units["township"], staff["county_supervisor"]
    people = User.objects.filter(posts__unit=here)
    if state == "inactive":
        people.update(is_active=False)
    elif state == "held back":
        people.update(held_back=True)
    elif state == "waits":
        Post.objects.filter(unit=here).update(counts=False)
    else:
        release(here)
        Unit.objects.filter(pk=here.pk).update(open_until="2026-01-01")
    assert (here.name in names(supervisor)) is (state != "closed")


def test_of_an_inspection_group_only_who_enters_one_is_told_and_no_name(client, staff, units):
    root = User.objects.create(username="root", is_superuser=True, is_staff=True)
    before = staffing.unmanned_for(root).groups
    release(units["inspection"])
    assert staffing.unmanned_for(fresh(root)) == staffing.Unmanned([], 0, before + 1)
    assert staffing.unmanned_for(fresh(staff["administrator"])).groups == 0
    client.force_login(root)
    assert f"有 {before + 1} 个纪检监察机构" in client.get(HOME).content.decode()


def test_the_home_page_says_of_how_many_and_nothing_of_cases(client, staff, units):
    release(units["township"])
    client.force_login(staff["county_supervisor"])
    before = client.get(HOME).content.decode()
    panel = before[before.index("unmanned-panel-title") :]
    assert units["township"].name in panel
    of = staffing.unmanned_for(fresh(staff["county_supervisor"])).of
    assert f"{of} 个单位" in panel
    make_case()
    after = client.get(HOME).content.decode()
    cut = "</section>"
    assert panel.split(cut)[0] == after[after.index("unmanned-panel-title") :].split(cut)[0]
    client.force_login(staff["handler"])
    assert "unmanned-panel-title" not in client.get(HOME).content.decode()


def test_what_it_costs_does_not_grow(staff, units, django_assert_num_queries):
    supervisor = staff["county_supervisor"]
    for number in range(30):
        Unit.objects.create(
            name=f"办事处{number}",
            kind=UnitKind.TOWNSHIP,
            region=units["township"].region,
            parent=units["county"],
        )
    user = fresh(supervisor)
    user.posts.count()
    with django_assert_num_queries(2):  # one's own posts, the offices
        assert len(staffing.unmanned_for(user).names) >= 30
