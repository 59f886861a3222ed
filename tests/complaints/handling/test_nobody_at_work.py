"""Whoever leaves, leaves no case behind that nobody reads: it goes up by itself, or lies with the rest."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from complaints import routing, sights
from complaints.enums import CaseStatus, EventKind, Sight
from complaints.handling import conversation, readers, unread
from complaints.intake.filing import preview
from complaints.models import Case
from complaints.visibility import case_filters
from organizations import posts
from organizations.enums import Role
from organizations.models import Post, Unit, User
from tests.complaints.factories import an_intake, do_with_reasons, hand_to, make_case, make_complaint, sees
from tests.complaints.public.citizen import url, walk
from tests.organizations.factories import fresh, make_person

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.now() - timedelta(days=1)


@pytest.fixture
def keeper(units):
    return User.objects.create_superuser("keeper", password="x" * 12, name="管服务器")


def leave(people, how: str = "ended", **of) -> None:
    """Let people leave for good, as the staff site does it."""
    for person in people:
        if how == "ended":
            for post in Post.objects.active().filter(user=person, **of):
                posts.release(post)
        else:
            setattr(person, "is_active" if how == "off" else "held_back", how != "off")
            person.save()


def of(units, key) -> list[User]:
    return list(User.objects.filter(posts__unit=units[key]).distinct())


@pytest.mark.parametrize("how", ["ended", "off", "held back"])
def test_with_the_last_reader_gone_the_office_above_reads_it_at_once(
    units, staff, how, django_capture_on_commit_callbacks
):
    case = make_complaint(received_at=YESTERDAY)
    assert case.unit == units["township"]
    with django_capture_on_commit_callbacks(execute=True):
        leave(of(units, "township"), how)
    case.refresh_from_db()
    assert (case.unit, case.status, case.handler) == (units["county"], CaseStatus.SCREENING, None)
    assert sees(staff["county_supervisor"], case)
    assert unread.take_up() == (0, 0)
    told = [(entry.kind, entry.unit) for entry in conversation.timeline(case)]
    assert told[-1] == (EventKind.RAISE, units["county"])


def test_what_ends_by_the_calendar_is_found_by_the_run(units, staff, keeper):
    case = make_case(kind="report", received_at=YESTERDAY)
    hand_to(case, staff["county_supervisor"], units["county"])
    Post.objects.filter(unit=units["county"]).update(valid_from="2025-01-01", valid_until="2026-01-01")
    assert list(unread.waiting()) == [case]
    call_command("take_up_unread")
    case.refresh_from_db()
    assert case.unit == units["city"]
    assert sees(staff["city_supervisor"], case)
    assert unread.waiting_for(keeper) == []


def test_handlers_alone_are_nobody_who_reads_above_the_township(units, staff):
    """One works on their own case; the rest is open to none of them."""
    kept = [hand_to(make_case(kind="report"), staff["county_supervisor"], units["county"]) for _ in "ab"]
    do_with_reasons(kept[0], "assign", staff["county_supervisor"], handler=staff["county_handler"])
    leave([staff["county_supervisor"], *User.objects.filter(name="审核测试")])
    assert list(unread.waiting()) == [kept[1]]


def test_a_closed_inspection_groups_cases_go_to_the_city(units, staff, django_capture_on_commit_callbacks):
    case = make_case(kind="report", matter="money")
    assert case.unit == units["inspection"]
    with django_capture_on_commit_callbacks(execute=True):
        units["inspection"].open_until = timezone.localdate() - timedelta(days=1)
        units["inspection"].save()
    case.refresh_from_db()
    assert (case.unit, case.sight) == (units["city"], Sight.CITY)
    assert sees(staff["city_supervisor"], case)
    assert not sees(staff["county_supervisor"], case)


def test_where_nobody_above_reads_either_it_waits_and_is_told(client, units, staff, keeper):
    case = make_case(kind="report", region_code="320722", received_at=YESTERDAY)
    assert case.unit == units["city"]
    leave([*of(units, "city"), *of(units, "inspection")])
    assert unread.take_up() == (0, 1)
    case.refresh_from_db()
    assert case.unit == units["city"]
    assert unread.waiting_for(keeper) == [case.number[-6:]]
    client.force_login(keeper)
    assert "无人可以查看" in client.get(reverse("wagtailadmin_home")).content.decode()
    person = make_person("新来测试", (units["city"], Role.SUPERVISOR))
    assert unread.take_up() == (0, 0)
    assert sees(person, case)


def test_it_goes_past_an_office_whose_only_reader_it_is_about(units, staff):
    case = make_complaint(received_at=YESTERDAY)
    case.respondents.create(name="某", user=staff["county_supervisor"], derived=True)
    leave([*of(units, "township"), *User.objects.filter(name="审核测试")])
    assert unread.take_up() == (1, 0)
    case.refresh_from_db()
    assert case.unit == units["city"]


@pytest.mark.parametrize("by", ["user", "name"])
def test_who_was_put_back_is_nobody_who_moves_it(units, staff, by):
    case = hand_to(make_case(kind="report"), staff["county_supervisor"], units["county"])
    User.objects.filter(name="审核测试").update(is_active=False)
    whom = staff["county_supervisor"]
    said = {"user": whom} if by == "user" else {"name": whom.name}
    case.respondents.create(**said, lifted_at=timezone.now())
    assert sees(whom, case)
    assert unread.take_up() == (1, 0)
    case.refresh_from_db()
    assert case.unit == units["city"]


#: The group is meant, and the city has handlers alone: it lies there, and nobody opens it.
LAST_RESORT = {"kind": "report", "matter": "money", "region_code": "3207", "received_at": YESTERDAY}


def test_handlers_alone_as_the_last_resort_are_counted(units, staff, keeper):
    said = [(units["inspection"].pk, "")]
    assert not preview(an_intake(**LAST_RESORT, respondents=said))[0].unread
    leave([staff["city_supervisor"]])
    assert preview(an_intake(**LAST_RESORT, respondents=said))[0].unread
    case = make_case(**LAST_RESORT, respondents=said)
    assert case.unit == units["city"]
    assert not any(sees(person, case) for person in staff.values())
    assert unread.take_up() == (0, 1)
    assert unread.waiting_for(keeper) == [case.number[-6:]]


def test_the_page_says_before_it_is_sent_that_nobody_is_at_work(client, units):
    walk(client)
    page = client.get(url("check"))
    assert page.context["hands"].unit == units["county"]
    assert "目前没有人在岗" in page.content.decode()
    make_person("新来测试", (units["county"], Role.SUPERVISOR))
    assert "目前没有人在岗" not in client.get(url("check")).content.decode()


# ------------------------------------------------------------------ who left has nothing in hand
@pytest.mark.parametrize("how", ["ended", "off", "held back"])
def test_what_somebody_had_who_left_is_nobodys(units, staff, how, django_capture_on_commit_callbacks):
    case = hand_to(make_case(kind="report"), staff["county_supervisor"], units["county"])
    do_with_reasons(case, "assign", staff["county_supervisor"], handler=staff["county_handler"])
    do_with_reasons(case, "accept", staff["county_handler"])
    nobodys = Case.objects.visible_to(staff["county_supervisor"]).unassigned()
    assert not nobodys.exists()
    with django_capture_on_commit_callbacks(execute=True):
        leave([staff["county_handler"]], how)
    assert list(nobodys) == [case]
    case.refresh_from_db()
    assert (case.unit, case.status) == (units["county"], CaseStatus.HANDLING)
    last = case.latest_event
    assert (last.kind, last.actor, last.data) == (
        EventKind.HAND_BACK,
        None,
        {"handler": staff["county_handler"].pk},
    )


@pytest.mark.parametrize(
    ("who", "make"), [("county_supervisor", make_complaint), ("county_handler", make_case)]
)
def test_who_handles_for_an_office_below_keeps_it(units, staff, who, make):
    case = make()
    do_with_reasons(case, "accept", staff[who])
    unread.take_up()
    case.refresh_from_db()
    assert case.handler == staff[who]


def test_who_works_elsewhere_by_now_does_not_keep_it(units, staff):
    """A handler of the city opens a county's case by nothing but that it was theirs."""
    case = hand_to(make_case(kind="report"), staff["county_supervisor"], units["county"])
    do_with_reasons(case, "assign", staff["county_supervisor"], handler=staff["county_handler"])
    leave([staff["county_handler"]])
    posts.appoint(staff["county_handler"], units["city"], Role.HANDLER)
    unread.take_up()
    assert not sees(staff["county_handler"], case)


# ------------------------------------------------------------------ one rule, said twice, and what it costs
def test_the_query_says_what_the_rule_says_of_everybody_there(units, staff):
    cases = [
        make_case(),
        make_complaint(),
        make_complaint(respondents=[(None, staff["handler"].name), (None, staff["colleague"].name)]),
        make_case(kind="report"),
        make_case(kind="report", matter="money"),
        make_case(
            kind="report", respondents=[(units[key].pk, "") for key in ("county", "city", "inspection")]
        ),
        hand_to(make_case(kind="report"), staff["county_supervisor"], units["county"]),
    ]
    do_with_reasons(cases[-1], "assign", staff["county_supervisor"], handler=staff["county_handler"])
    make_person("旧人测试", (units["city"], Role.SUPERVISOR))
    former = posts.appoint(staff["city_supervisor"], units["township"], Role.HANDLER)
    Post.objects.filter(pk=former.pk).update(valid_from="2025-01-01", valid_until="2025-02-01")
    for step in (
        lambda: None,
        lambda: leave([staff["handler"], staff["supervisor"]], "off"),
        lambda: leave(of(units, "county")),
        lambda: leave([staff["inspector"], *User.objects.filter(name="审核测试")], "held back"),
        lambda: leave([staff["colleague"], staff["other_supervisor"]]),
    ):
        step()
        found = set(unread.waiting().values_list("pk", flat=True))
        assert found == {
            case.pk for case in map(again, cases) if not any(map(opens(case), User.objects.all()))
        }
        for case in map(again, cases):
            if case.handler is None and case.sight == sights.of_unit(case.unit):
                read_there = readers.reads(case.unit, case, list(case.respondents.all()))
                assert read_there is (case.pk not in found), case.unit
    assert found


def again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def opens(case: Case):
    """Whether somebody opens the case, and reads what comes to its office or works on it there or above."""

    def ask(user) -> bool:
        user = fresh(user)
        there = routing.reading_posts().filter(user=user)
        reads = there if case.handler_id == user.pk else there.filter(unit=case.unit)
        mine = case.handler_id == user.pk and Post.objects.active().filter(user=user, unit=case.unit).exists()
        return (reads.exists() or mine) and case_filters(user).admits(case, case.respondents.all())

    return ask


def test_what_it_asks_does_not_grow(units, staff, keeper, django_assert_num_queries):
    for _number in range(3):
        make_complaint(received_at=YESTERDAY)
    with django_assert_num_queries(3):  # what nobody reads, what was noted so, what is in hands of who left
        assert unread.take_up() == (0, 0)
    for number in range(20):
        ended = make_case()
        do_with_reasons(ended, "decline", staff["handler"])
        make_person(f"同事{number}", (units["county"], Role.HANDLER))
    with django_assert_num_queries(3):
        assert unread.take_up() == (0, 0)
    with django_assert_num_queries(1):
        unread.waiting_for(keeper)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads so few rows one after the other")
@pytest.mark.parametrize("found", [unread.waiting, unread.in_left_hands])
def test_only_open_cases_are_looked_through(units, found):
    cases = [line for line in found().explain().splitlines() if "complaints_case " in line]
    assert cases
    assert all("INDEX case_all_desk (standing=?" in line for line in cases), cases


def test_nothing_is_looked_for_where_nobody_left(units, staff, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        make_person("新来测试", (units["county"], Role.HANDLER))
        posts.appoint(staff["editor"], units["city"], Role.SUPERVISOR, user=staff["administrator"])
        units["county"].phone = "1"
        units["county"].save()
    assert waiting == []


def test_the_reader_of_one_office_is_found_by_the_same_rule(units, staff):
    case = make_complaint()
    rows = list(case.respondents.all())
    around = {"township", "county", "city", "inspection"}
    assert {key for key in units if readers.reads(units[key], case, rows)} == around
    Unit.objects.filter(pk=units["city"].pk).update(open_until="2026-01-01")
    assert not readers.reads(units["city"], case, rows)


@pytest.mark.parametrize("when", ["still", "once"])
def test_a_case_of_their_village_is_not_read_by_its_people(units, staff, when):
    """Where all that the township has had a post in the village, the office above reads it."""
    leave(of(units, "township"))
    person = make_person("丁主任", (units["township"], Role.SUPERVISOR))
    village = posts.appoint(person, units["village"], Role.EDITOR, valid_from=YESTERDAY.date())
    if when == "once":
        posts.release(village)
    case = make_complaint(received_at=YESTERDAY)
    asked = make_case(received_at=YESTERDAY)
    assert (case.unit, asked.unit) == (units["township"], units["township"])
    assert list(unread.waiting()) == [case]
    unread.take_up()
    case.refresh_from_db()
    assert case.unit == units["county"]
