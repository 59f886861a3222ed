"""One administrator alone gives an office another name that a story holds: it takes no case by it."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from complaints.models import Case
from organizations import renaming
from organizations.enums import Role
from organizations.models import Unit
from tests.complaints.factories import make_case
from tests.organizations.factories import fresh, make_person

STORY = "我跟村里合作社办的人打架，态度恶劣，后来低保就停了。"
OLD, NEW = "丙县民政局", "村里合作社办事处"


@pytest.fixture
def administrators(units):
    Unit.objects.filter(pk=units["county"].pk).update(name=OLD)
    return [make_person(name, (units["city"], Role.ADMINISTRATOR)) for name in ("管一", "管二")]


def rename(client, administrator, unit, name):
    client.force_login(fresh(administrator))
    form = {"name": name, "kind": unit.kind, "region": unit.region_id, "parent": unit.parent_id}
    answer = client.post(reverse("unit:edit", args=[unit.pk]), form)
    assert answer.status_code == 302
    unit.refresh_from_db()
    said = str(list(get_messages(answer.wsgi_request))[-1])
    assert ("另一名上级单位的管理员" in said) == bool(unit.known_as)


def confirm(client, administrator, unit, seen):
    client.force_login(fresh(administrator))
    address = reverse("organizations_confirm_unit_name", args=[unit.pk])
    return client.post(address, {"seen": seen}).status_code


def means(case, unit) -> bool:
    return case.respondents.filter(unit=unit).exists()


def test_a_new_name_counts_once_a_second_has_confirmed_it(client, units, staff, administrators):
    first, second = administrators
    story, below = STORY.replace("合作社办的", "合作社办事处的"), [(units["village"].pk, "")]
    old = make_case(kind="complaint", narrative=story, respondents=below)
    rename(client, first, units["county"], NEW)
    after = make_case(kind="complaint", narrative=story, respondents=below)
    for case in (old, after):
        assert not means(case, units["county"])
        assert Case.objects.visible_to(fresh(staff["county_supervisor"])).filter(pk=case.pk).exists()
    assert means(make_case(kind="complaint", narrative=f"{OLD}的人骂我，态度恶劣。"), units["county"])

    assert not renaming.waiting_for(fresh(first)).exists(), "nobody confirms what they did"
    client.force_login(fresh(second))
    assert f"此前名称为 {OLD}" in client.get(reverse("organizations_waiting")).content.decode()
    assert confirm(client, first, units["county"], NEW) == 404
    assert confirm(client, second, units["county"], "别的民政局") == 302
    assert not means(old, units["county"])
    assert confirm(client, second, units["county"], NEW) == 302
    for case in (old, make_case(kind="complaint", narrative=old.narrative)):
        assert means(case, units["county"])


def test_changed_back_it_waits_no_longer(client, units, administrators):
    rename(client, administrators[0], units["county"], NEW)
    rename(client, administrators[1], units["county"], f"{NEW}二")
    assert (units["county"].called, units["county"].renamed_by) == (OLD, administrators[1])
    rename(client, administrators[0], units["county"], OLD)
    assert (units["county"].known_as, units["county"].renamed_by) == ("", None)


def test_nobody_confirms_the_name_of_an_office_of_their_own(client, units, administrators):
    rename(client, administrators[0], units["county"], NEW)
    own = make_person("县管", (units["county"], Role.ADMINISTRATOR))
    assert not renaming.waiting_for(fresh(own)).exists()
    assert confirm(client, own, units["county"], NEW) == 404
