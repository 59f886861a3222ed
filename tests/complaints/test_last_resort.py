"""Words that name all who could read a case: the highest open it for each other, unread."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints import casework, last_resort, putting_back
from complaints.casework import NotAllowed
from complaints.enums import EventKind
from complaints.models import Case
from organizations.enums import Role
from organizations.models import Unit
from tests.complaints.making import do, make_case
from tests.organizations.making import fresh, make_person

OFFICES = ("county", "city", "inspection")
PAGE = "complaints_last_resort"


def sees(user, case) -> bool:
    return Case.objects.visible_to(fresh(user)).filter(pk=case.pk).exists()


@pytest.fixture
def chief(units, staff):
    """Decides in the highest bureau."""
    return make_person("市审核", (units["city"], Role.SUPERVISOR))


@pytest.fixture
def case(units, staff, chief):
    """One of yesterday, whose words mean every office that could take it."""
    found = make_case(kind="complaint", received_at=timezone.now() - timedelta(days=1))
    for key in OFFICES:
        found.respondents.create(unit=units[key], name="来回推", derived=True)
    Case.objects.filter(pk=found.pk).update(unit=units["county"])
    found.refresh_from_db()
    assert not any(sees(person, found) for person in (*staff.values(), chief))
    return found


def offered(user) -> list[tuple[str, list[int]]]:
    return [
        (each.number, [row.unit_id for row in each.rows]) for each in last_resort.waiting_for(fresh(user))
    ]


def test_each_of_the_highest_may_open_it_for_the_other_and_nobody_else(units, staff, chief, case):
    assert offered(chief) == [(case.number, [units["inspection"].pk])]
    assert offered(staff["inspector"]) == [(case.number, [units["city"].pk])]
    others = [who for who, person in staff.items() if who != "inspector" and offered(person)]
    assert others == []
    acts = [casework.available(case, fresh(each)) for each in (*staff.values(), chief)]
    assert EventKind.PUT_BACK not in [row.kind for found in acts for row in found]


def test_then_there_is_a_reader_who_decides_on_the_rest(units, staff, chief, case):
    last_resort.put_back(chief, case.number, [1], "来件只是一并提及")
    assert sees(staff["inspector"], case)
    assert not sees(chief, case)
    assert case.events.latest("sequence").kind == EventKind.PUT_BACK
    assert offered(chief) == offered(staff["inspector"]) == []
    rows = putting_back.choices(case, fresh(staff["inspector"]))
    assert {row.unit for row in rows} == {units["city"], units["county"]}


CLOSED_TO_THEM = ["the complainant chose the bureau", "they are named", "it came today", "another reads it"]


@pytest.mark.parametrize("what", CLOSED_TO_THEM)
def test_who_is_not_offered_it(units, staff, chief, case, what):
    rows = case.respondents
    if what == "the complainant chose the bureau":
        rows.filter(unit=units["city"]).update(derived=False)
    elif what == "they are named":
        rows.create(user=chief, name="市审核", derived=True)
    elif what == "it came today":
        Case.objects.filter(pk=case.pk).update(received_at=timezone.now())
    else:
        commission = Unit.objects.create(name="纪委", kind="inspection", region_id="3207")
        make_person("委测试", (commission, Role.INSPECTOR))
    assert offered(chief) == []


def test_a_unit_that_staff_named_counts_as_words_do(units, staff, chief):
    case = make_case(received_at=timezone.now() - timedelta(days=1))
    do(case, "add_respondent", staff["colleague"], accused_unit=units["inspection"].pk)
    for key in ("county", "city"):
        case.respondents.create(unit=units[key], name="来回推", derived=True)
    assert offered(chief) == [(case.number, [units["inspection"].pk])]


def test_it_takes_a_choice_and_a_reason_and_a_case_of_ones_own(units, staff, chief, case):
    for number, turns, reason in [
        (case.number, [], "因"),
        (case.number, [2], "因"),
        (case.number, [1], " "),
        ("320722-2026-000001", [1], "因"),
    ]:
        with pytest.raises(NotAllowed):
            last_resort.put_back(chief, number, turns, reason)
    with pytest.raises(NotAllowed):
        last_resort.put_back(staff["county_supervisor"], case.number, [1], "因")
    assert not sees(staff["inspector"], case)


def test_the_page_shows_number_and_office_and_nothing_of_the_words(client, units, staff, chief, case):
    client.force_login(chief)
    assert reverse(PAGE) in client.get(reverse("wagtailadmin_home")).content.decode()
    shown = client.get(reverse(PAGE)).content.decode()
    assert case.number in shown
    assert f"{units['inspection']}：" in shown
    for telling in (case.title, case.narrative, "来回推", case.region.name):
        assert telling not in shown
    sent = {"number": case.number, "respondents": ["1"], "reason": ""}
    assert client.post(reverse(PAGE), sent).status_code == 422
    assert client.post(reverse(PAGE), {**sent, "respondents": ["2"], "reason": "因"}).status_code == 422
    assert client.post(reverse(PAGE), {**sent, "reason": "只是一并提及"}).url == reverse(PAGE)
    assert sees(staff["inspector"], case)
    assert case.number not in client.get(reverse(PAGE)).content.decode()


def test_nobody_else_has_the_page(client, staff):
    for who, status in {"handler": 302, "operator": 302, "editor": 302, "county_supervisor": 200}.items():
        client.force_login(staff[who])
        assert client.get(reverse(PAGE)).status_code == status, who


def test_a_home_without_such_a_case_asks_few_queries(chief, django_assert_max_num_queries):
    user = fresh(chief)
    with django_assert_max_num_queries(4):
        assert last_resort.waiting_for(user) == []
