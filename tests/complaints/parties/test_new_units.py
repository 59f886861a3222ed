"""A unit that one administrator enters takes no case from anybody; names that somebody had still count."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from complaints import routing
from organizations import doubts, posts, proposals, renaming
from organizations.enums import Role
from organizations.models import Unit
from tests.complaints.factories import make_case, sees
from tests.complaints.texts.test_given_names import make_account
from tests.organizations.factories import fresh, make_person

STORY = "我跟刘庄合作社办的人打架，态度恶劣，后来低保就停了。"


@pytest.fixture
def administrators(units):
    return [make_person(name, (units["city"], Role.ADMINISTRATOR)) for name in ("管一", "管二")]


def enter(client, administrator, above, **more) -> Unit:
    """Enter a unit above the county's office, as the form of the staff site does."""
    client.force_login(fresh(administrator))
    form = {"name": "刘庄合作社办事处", "kind": "bureau", "region": "320722", "parent": above.pk, **more}
    answer = client.post(reverse("unit:add"), form)
    assert answer.status_code == 302, answer.context["form"].errors
    return Unit.objects.get(name=form["name"])


def confirm(client, administrator, unit) -> int:
    client.force_login(fresh(administrator))
    address = reverse("organizations_confirm_unit_name", args=[unit.pk])
    return client.post(address, {"seen": renaming.shown(unit)}).status_code


def test_a_new_unit_counts_once_a_second_has_seen_it(client, units, staff, administrators) -> None:
    first, second = administrators
    story = STORY.replace("合作社办的", "合作社办事处的")
    below = [(units["village"].pk, "")]
    old = make_case(kind="complaint", narrative=story, respondents=below)
    was = routing.first_hands("complaint", "conduct", old.region, someone_meant=True).unit
    unit = enter(client, first, units["city"])
    Unit.objects.filter(pk=units["county"].pk).update(parent=unit)
    after = make_case(kind="complaint", narrative=story, respondents=below)
    for case in (old, after):
        assert not case.respondents.filter(unit=unit).exists()
        assert sees(staff["county_supervisor"], case)
    by_kind = make_case(kind="complaint", narrative="县民政局的人骂我，态度恶劣。")
    assert by_kind.respondents.filter(unit=units["county"]).exists()
    assert not by_kind.respondents.filter(unit=unit).exists()
    assert routing.first_hands("complaint", "conduct", old.region, someone_meant=True).unit == was

    assert confirm(client, first, unit) == 404, "nobody confirms what they did"
    client.force_login(fresh(second))
    assert "由 管一 新建" in client.get(reverse("organizations_waiting")).content.decode()
    assert confirm(client, second, unit) == 302
    for case in (old, make_case(kind="complaint", narrative=story)):
        assert case.respondents.filter(unit=unit).exists()
        assert not sees(staff["county_supervisor"], case)


def test_posts_in_it_wait_for_it(client, units, administrators) -> None:
    first, second = administrators
    unit = enter(client, first, units["city"])
    post = posts.appoint(make_account("韩新来"), unit, Role.EDITOR, user=first)
    assert not post.counts
    with pytest.raises(ValidationError):
        proposals.confirm(post, user=fresh(second))
    assert confirm(client, second, unit) == 302
    assert proposals.confirm(post, user=fresh(second)).counts


def test_renamed_meanwhile_it_still_waits(client, units, administrators) -> None:
    first, second = administrators
    unit = enter(client, first, units["city"])
    client.force_login(fresh(second))
    form = {"name": "刘庄二号办事处", "kind": "bureau", "region": "320722", "parent": units["city"].pk}
    assert client.post(reverse("unit:edit", args=[unit.pk]), form).status_code == 302
    unit.refresh_from_db()
    assert (unit.called, unit.is_new, unit.renamed_by) == ("", True, second)
    assert not renaming.waiting_for(fresh(second)).exists()
    assert confirm(client, first, unit) == 302
    unit.refresh_from_db()
    assert (unit.called, unit.formerly) == ("刘庄二号办事处", [])


def test_who_runs_the_server_enters_alone(client, units) -> None:
    root = make_person("超管", (units["city"], Role.ADMINISTRATOR), is_superuser=True, is_staff=True)
    assert enter(client, root, units["city"]).called == "刘庄合作社办事处"


def test_a_former_name_of_an_officer_still_means_them(client, units, administrators) -> None:
    sun = make_person("孙继财", (units["township"], Role.HANDLER))
    client.force_login(fresh(administrators[0]))
    form = {"username": sun.username, "name": "孙大海", "email": "", "is_active": "on"}
    assert client.post(reverse("wagtailusers_users:edit", args=[sun.pk]), form).status_code == 302
    doubts.confirm(sun, user=fresh(administrators[1]), seen=doubts.shown(fresh(sun)))
    sun = fresh(sun)
    assert (sun.called, sun.formerly) == ("孙大海", ["孙继财"])
    for name in ("孙继财", "孙大海"):
        told = make_case(kind="report", narrative=f"{name}骂我，态度恶劣。")
        said = make_case(kind="report", respondents=[(None, name)])
        for case in (told, said):
            assert case.respondents.filter(user=sun).exists(), name
            assert not sees(sun, case)


def test_who_takes_office_under_another_name_is_known_by_the_one_before(units) -> None:
    case = make_case(kind="complaint", narrative="孙继财骂我，态度恶劣。")
    sun = make_account("孙大海")
    sun.formerly = ["孙继财"]
    sun.save()
    posts.appoint(sun, units["county"], Role.HANDLER)
    assert not sees(sun, case)


def test_a_former_name_of_an_office_still_means_it(client, units, staff, administrators) -> None:
    unit = units["county"]
    Unit.objects.filter(pk=unit.pk).update(name="丙县社会事业局")
    unit = Unit.objects.get(pk=unit.pk)
    client.force_login(fresh(administrators[0]))
    form = {"name": "丙县民生服务局", "kind": "bureau", "region": "320722", "parent": units["city"].pk}
    assert client.post(reverse("unit:edit", args=[unit.pk]), form).status_code == 302
    unit.refresh_from_db()
    assert confirm(client, administrators[1], unit) == 302
    for name in ("丙县社会事业局", "丙县民生服务局"):
        case = make_case(kind="complaint", narrative=f"{name}的人骂我，态度恶劣。")
        assert list(case.respondents.filter(derived=True).values_list("unit", flat=True)) == [unit.pk], name
