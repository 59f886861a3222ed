"""Who speaks of every office there is can file all the same; none of them reads it."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from complaints.enums import CaseKind, CaseStatus, EventKind
from complaints.handling import unread
from complaints.models import Case
from complaints.routing import NoCompetentUnit
from organizations import posts
from organizations.enums import Role
from organizations.models import Region, Unit, User
from tests.complaints.factories import do_with_reasons, make_case, make_complaint
from tests.complaints.public.citizen import file, url, walk
from tests.organizations.factories import make_person

pytestmark = pytest.mark.usefixtures("units")
STORY = "县民政局、市民政局和派驻纪检组都收了我家的钱，镇民政办也收了我两千块钱，谁都不管。"
EVERYBODY = ["township", "county", "city", "inspection"]


@pytest.mark.parametrize("kind", [CaseKind.REPORT, CaseKind.COMPLAINT, CaseKind.ENQUIRY])
def test_it_is_filed_and_hidden_from_all(units, staff, kind):
    case = make_case(kind=kind, respondents=[(units[key].pk, "") for key in EVERYBODY])
    assert case.unit in {units[key] for key in EVERYBODY}
    for person in staff.values():
        assert not Case.objects.visible_to(person).filter(pk=case.pk).exists()


@pytest.fixture
def story(units, staff):
    """A story that names somebody of every office there is, each by name and by office."""
    names = {"township": "孙继财", "county": "王审之", "city": "郑市办", "inspection": "纪老一"}
    for key, name in names.items():
        make_person(name, (units[key], "inspector" if key == "inspection" else "supervisor"))
    offices = "民政办、县民政局、市民政局、派驻纪检组都不管。"
    return {"title": "都收了钱", "narrative": f"{'、'.join(names.values())}都收了我家的钱，{offices}"}


def test_words_alone_never_refuse(client, staff, story):
    page = file(client, story=story)
    assert page.context["confirmation"].receipt
    assert Case.objects.get().narrative == story["narrative"]
    assert not any(Case.objects.visible_to(person).exists() for person in staff.values())


def test_the_page_says_before_it_is_sent_that_nobody_will_read_it(client, story):
    walk(client, story=story)
    page = client.get(url("check"))
    assert page.context["hands"].unread
    assert "不能由涉及的任何一家单位查看" in page.content.decode()


def test_who_only_rules_out_is_told_when_nobody_is_left(units):
    every = [units[key].pk for key in EVERYBODY]
    with pytest.raises(NoCompetentUnit):
        make_case(avoid=every)
    assert make_case(respondents=[(pk, "") for pk in every], avoid=every[:1]).pk


@pytest.fixture
def unread_case(units, staff):
    """A report of yesterday about every office there is, as the hourly look found it."""
    yesterday = timezone.now() - timedelta(days=1)
    said = [(units[key].pk, "") for key in EVERYBODY]
    case = make_case(kind="report", respondents=said, received_at=yesterday)
    unread.take_up()
    return case


@pytest.fixture
def keeper(units):
    """Who runs the server, without a post."""
    return User.objects.create_superuser("keeper", password="x" * 12, name="管服务器")


def home(client, user) -> str:
    client.force_login(user)
    return client.get(reverse("wagtailadmin_home")).content.decode()


def test_who_can_enter_an_office_is_told_how_many_wait_and_nothing_else(client, unread_case, keeper):
    page = home(client, keeper)
    assert re.search(r"有\s*1\s*件办件无人可以查看", page)
    assert unread_case.number[-6:] in page
    for telling in (unread_case.number, unread_case.title, unread_case.region.name):
        assert telling not in page


def test_nobody_else_is_told(client, units, staff, unread_case):
    assert [who for who, person in staff.items() if "无人可以查看" in home(client, person)] == []


def test_a_superuser_is_not_told_of_a_case_about_them_but_of_one_about_their_office(
    units, unread_case, keeper
):
    posts.appoint(keeper, units["city"], Role.ADMINISTRATOR)
    assert len(unread.waiting_for(keeper)) == 1
    unread_case.respondents.create(name=keeper.name)
    assert unread.waiting_for(keeper) == []


def test_what_came_today_is_told_tomorrow(units, keeper):
    make_case(kind="report", respondents=[(units[key].pk, "") for key in EVERYBODY])
    assert unread.take_up() == (0, 1)
    assert unread.waiting_for(keeper) == []


def test_what_somebody_may_read_does_not_wait(units, staff, keeper):
    day = timezone.now() - timedelta(days=1)
    make_complaint(received_at=day, respondents=[(units["township"].pk, "")])
    make_case(kind="report", received_at=day, respondents=[(units["city"].pk, "")])
    ended = make_case(received_at=day)
    do_with_reasons(ended, "decline", staff["handler"])
    ended.respondents.create(unit=units["township"])
    assert not unread.waiting().exists()


def test_an_office_under_one_that_is_meant_counts_as_meant(units, unread_case):
    unread_case.respondents.filter(unit=unread_case.unit).delete()
    assert not unread.waiting().exists()
    unread_case.unit = units["township"]
    unread_case.save(update_fields=["unit"])
    unread_case.respondents.filter(unit=units["township"]).delete()
    assert list(unread.waiting()) == [unread_case]


@pytest.mark.parametrize(
    ("kind", "role", "place"), [("inspection", "inspector", "3207"), ("bureau", "supervisor", "32")]
)
def test_once_there_is_another_office_it_goes_there_by_itself(units, unread_case, keeper, kind, role, place):
    assert unread.take_up() == (0, 1)
    Region.objects.get_or_create(pk=place, defaults={"name": "江苏省"})
    office = Unit.objects.create(name="另一家单位", kind=kind, region_id=place)
    person = make_person("新来测试", (office, role))
    call_command("take_up_unread", stdout=(said := StringIO()))
    assert said.getvalue() == ""  # what it prints is shown to administrators
    unread_case.refresh_from_db()
    assert (unread_case.unit, unread_case.status) == (office, CaseStatus.SCREENING)
    assert unread_case.latest_event.kind == EventKind.RAISE
    assert Case.objects.visible_to(person).filter(pk=unread_case.pk).exists()
    do_with_reasons(unread_case, EventKind.SCREEN, person, handling_unit=office)
    do_with_reasons(unread_case, EventKind.ACCEPT, person)
    assert unread.waiting_for(keeper) == []
    assert unread.take_up() == (0, 0)


def test_home_reads_no_open_case_for_it_but_those_that_were_found(
    keeper, unread_case, django_assert_num_queries
):
    with django_assert_num_queries(2):
        assert unread.waiting_for(keeper)
    Case.objects.update(lies_unread=False)
    with django_assert_num_queries(1):
        assert unread.waiting_for(keeper) == []
