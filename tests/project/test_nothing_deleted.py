"""What administrators do to a unit, a person or a place answers the same, whether or not a case that is
hidden from them speaks of it (design, invariant 2).
"""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints import routing
from complaints.models import Respondent
from organizations import posts
from organizations.enums import Role
from organizations.models import Region, Unit, User
from supervision.models import Lead
from tests.complaints.factories import make_case
from tests.organizations.factories import make_person, make_places, make_units

VIEWS = ("inspect", "edit", "delete", "history", "usage")


@pytest.fixture
def units(prepared):
    make_places()
    return make_units()


@pytest.fixture
def twins(units):
    """Two offices and two people, alike but for a case and a lead that speak of the first."""
    for turn, name in enumerate(("甲办公室", "乙办公室")):
        units[name] = Unit.objects.create(
            pk=910_001 + turn, name=name, kind="township", region_id="320722101", parent=units["county"]
        )
    people = [make_person(name, pk=920_001 + turn) for turn, name in enumerate(("邹测试", "邬测试"))]
    accused, free = units["甲办公室"], units["乙办公室"]
    case = make_case(region_code="320722101201", respondents=[(accused.pk, "邹测试")])
    Respondent.objects.create(case=case, user=people[0], derived=True)
    lead = Lead.objects.create(
        number="x",
        title="x",
        summary="x",
        region_id="320722",
        unit=units["inspection"],
        created_by=make_person("检测试", (units["inspection"], Role.INSPECTOR)),
        opened_at=timezone.now(),
    )
    lead.respondents.create(unit=accused, user=people[0])
    return {"unit": (accused, free), "wagtailusers_users": tuple(people)}


@pytest.fixture(params=[False, True], ids=["administrator", "superuser"])
def administrator(request, units, client):
    user = make_person("管理员", (units["county"], Role.ADMINISTRATOR), (units["city"], Role.ADMINISTRATOR))
    user.is_superuser = request.param
    user.save()
    client.force_login(user)
    return user


def told(response, row) -> tuple:
    """The answer without what tells the one row from the other by its own name, key and moment."""
    text = response.content.decode()
    text = re.sub(r'csrfmiddlewaretoken" value="\w+|"CSRF_TOKEN": "\w+"', "TOKEN", text)
    for own in (str(row), getattr(row, "username", "")):
        text = text.replace(own, "NAME") if own else text
    text = text.replace(str(row.pk), "KEY")
    text = re.sub(
        r"w-avatar--colour-\d+|datetime=\"[^\"]+\"|data-w-tooltip-content-value=\"[^\"]+\"", "", text
    )
    return response.status_code, response.get("Location"), text.splitlines()


@pytest.mark.parametrize("kind", ["unit", "wagtailusers_users"])
def test_pages_and_forms_answer_the_same(client, administrator, twins, kind):
    for view in VIEWS:
        if kind == "wagtailusers_users" and view == "inspect":
            continue
        seen = []
        for row in twins[kind]:
            address = reverse(f"{kind}:{view}", args=[row.pk])
            seen += [[told(client.get(address), row), told(client.post(address), row)]]
        for first, second in zip(*seen, strict=True):
            assert first[:2] == second[:2], view
            assert not [pair for pair in zip(first[2], second[2], strict=True) if pair[0] != pair[1]], view


@pytest.mark.parametrize("kind", ["unit", "wagtailusers_users", "post", "region"])
def test_nobody_deletes_anything_that_a_case_may_speak_of(client, administrator, twins, units, kind):
    rows = {
        **twins,
        "post": tuple(
            posts.appoint(person, units["township"], Role.HANDLER) for person in twins["wagtailusers_users"]
        ),
        "region": (Region.objects.get(pk="320722101201"), Region.objects.get(pk="320722101")),
    }[kind]
    for row in rows:
        address = reverse(f"{kind}:delete", args=[row.pk])
        assert [client.get(address).status_code, client.post(address).status_code] in ([404, 404], [302, 302])
        assert type(row).objects.filter(pk=row.pk).exists()


def test_a_unit_is_closed_moved_and_renamed_alike(client, administrator, twins, units):
    last = timezone.localdate() - timedelta(days=1)
    answers = []
    for unit in twins["unit"]:
        data = {
            "name": f"{unit.name}（撤销）",
            "kind": "township",
            "region": "320722100",
            "parent": units["county"].pk,
            "open_until": last.isoformat(),
        }
        answer = client.post(reverse("unit:edit", args=[unit.pk]), data, follow=True)
        shown = re.findall(r'class="(success|error|warning)[^"]*"', answer.content.decode())
        answers.append((answer.redirect_chain, shown))
        unit.refresh_from_db()
        assert last in (unit.open_until, unit.next_open_until)
    assert answers[0] == answers[1]


def test_a_closed_unit_gets_no_cases_and_no_posts_and_is_not_public(client, administrator, units):
    township = units["township"]
    before = routing.route(Region.objects.get(pk="320722100201"))
    township.open_until = timezone.localdate()
    township.save()
    assert routing.route(Region.objects.get(pk="320722100201")) == before
    assert Unit.objects.public().filter(pk=township.pk).exists()
    township.open_until -= timedelta(days=1)
    township.save()
    assert routing.route(Region.objects.get(pk="320722100201")) == units["county"]
    assert routing.above(units["village"]) == units["county"]
    assert not routing.may_take(township, township.region_id, ())
    assert not Unit.objects.public().filter(pk=township.pk).exists()
    person = make_person("新测试")
    appointment = {"user": person.pk, "unit": township.pk, "role": Role.HANDLER, "valid_from": "2026-01-01"}
    assert client.post(reverse("post:add"), appointment).status_code == 200
    assert not User.objects.get(pk=person.pk).posts.exists()
