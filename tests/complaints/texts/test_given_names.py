"""One administrator alone gives an account a name that stories hold: no office loses a case by it."""

import pytest
from django.urls import reverse

from complaints.enums import Sight
from complaints.parties import putting_back
from organizations import doubts, posts, proposals
from organizations.enums import Role
from organizations.models import Region, User
from organizations.names import holds_a_place
from tests.complaints.factories import make_case, sees
from tests.organizations.factories import fresh, make_person

STORY = "去年冬天水塘边那块地的事，镇上的人骂我，我家在和平镇刘庄村，后来低保也没了。"


@pytest.fixture
def administrators(units):
    return [make_person(name, (units["city"], Role.ADMINISTRATOR)) for name in ("管一", "管二")]


@pytest.fixture
def case(units, staff):
    """A complaint that the county's bureau reads first."""
    found = make_case(kind="complaint", narrative=STORY)
    assert (found.unit, found.sight) == (units["county"], Sight.COUNTY)
    return found


def make_account(name: str) -> User:
    return User.objects.create_user(f"account{User.objects.count()}", password="x" * 12, name=name)


NAMES = ["水塘边", "和平镇", "刘庄村"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("where", ["county", "city"])
def test_an_editor_whom_one_appoints_takes_no_office_along(units, staff, administrators, case, where, name):
    person = make_account(name)
    post = posts.appoint(person, units[where], Role.EDITOR, user=administrators[0])
    assert post.counts
    for each in (case, make_case(kind="complaint", narrative=STORY)):
        each.refresh_from_db()
        assert each.unit == units["county"]
        assert sees(staff["county_supervisor"], each)
        assert sees(staff["city_supervisor"], each)
        assert each.respondents.filter(user=person, unit=None).exists()
        assert not sees(person, each)


def test_the_name_of_a_place_takes_no_office_along_though_two_gave_the_post(units, staff, case):
    make_person("和平镇", (units["county"], Role.HANDLER))
    case.refresh_from_db()
    assert sees(staff["county_supervisor"], case)


def test_a_post_that_waits_takes_none_along_and_one_that_two_gave_does(units, staff, administrators, case):
    person = make_account("水塘边")
    post = posts.appoint(person, units["county"], Role.HANDLER, user=administrators[0])
    case.refresh_from_db()
    assert sees(staff["county_supervisor"], case)
    proposals.confirm(post, user=fresh(administrators[1]))
    case.refresh_from_db()
    assert case.unit == units["city"]
    assert not sees(staff["county_supervisor"], case)


def test_a_post_that_one_lets_wait_again_takes_the_office_along_as_before(units, staff, administrators):
    """Nor does one administrator alone take anybody out of the reading: not by a wider place for the unit,
    not by a place called like them.
    """
    posts.ask_again(units["county"], user=administrators[0])
    Region.objects.filter(pk="320722101201").update(name=staff["county_supervisor"].name)
    case = make_case(kind="complaint", narrative=f"{staff['county_supervisor'].name}收了我的材料不办。")
    assert case.respondents.filter(unit=units["county"]).exists()


def test_an_editor_of_the_township_takes_it_along(units, staff, administrators):
    """It costs a way through the office above, and a real one may be meant with their colleagues."""
    case = make_case(narrative="水塘边收了我的材料不办。")
    posts.appoint(make_account("水塘边"), units["township"], Role.EDITOR, user=administrators[0])
    case.refresh_from_db()
    assert case.unit == units["county"]
    assert sees(staff["county_supervisor"], case)
    assert len(putting_back.choices(case, fresh(staff["county_supervisor"]))) == 1


def rename(client, administrator, person, name):
    client.force_login(administrator)
    form = {"username": person.username, "name": name, "email": "", "is_active": "on"}
    return client.post(reverse("wagtailusers_users:edit", args=[person.pk]), form)


def test_a_new_name_counts_once_a_second_has_confirmed_it(client, units, staff, administrators, case):
    handler = make_person("韩在岗", (units["county"], Role.HANDLER))
    assert rename(client, administrators[0], handler, "水塘边").status_code == 302
    case.refresh_from_db()
    assert sees(staff["county_supervisor"], case)
    named = make_case(kind="complaint", narrative="韩在岗收了我的材料不办，态度恶劣。")
    assert not sees(staff["county_supervisor"], named), "until then words count for the name before"
    handler.refresh_from_db()
    assert handler.called == "韩在岗"
    client.force_login(fresh(administrators[1]))
    assert "此前姓名为 韩在岗" in client.get(reverse("organizations_waiting")).content.decode()
    doubts.confirm(handler, user=fresh(administrators[1]), seen=doubts.shown(handler))
    case.refresh_from_db()
    handler.refresh_from_db()
    assert handler.called == "水塘边"
    assert not sees(staff["county_supervisor"], case)


def test_a_name_like_a_calling_hides_nobody_else_from_being_found(units, administrators):
    sun = make_person("孙继财", (units["township"], Role.HANDLER))
    posts.appoint(make_account("孙主任"), units["county"], Role.EDITOR, user=administrators[0])
    told = make_case(kind="enquiry", narrative="孙主任说我家不符合条件，叫我别再来了。")
    said = make_case(kind="enquiry", respondents=[(None, "孙主任")])
    for case in (told, said):
        assert case.respondents.filter(user=sun).exists()
        assert not sees(sun, case)


def test_words_for_somebody_in_a_report_count_against_the_lowest_office_all_the_same(units, administrators):
    posts.appoint(make_account("水塘边"), units["county"], Role.EDITOR, user=administrators[0])
    report = make_case(kind="report", respondents=[(None, "水塘边")])
    assert report.respondents.filter(unit=units["township"]).exists()


@pytest.mark.parametrize(
    ("who", "meant"),
    [
        ("给我登记的那个女的", True),
        ("录入的人", True),
        ("工号12的", True),
        ("热线上那个女的", False),
        ("接线员", False),
    ],
)
def test_a_clerk_who_registers_may_be_of_the_places_own_office(units, staff, who, meant):
    report = make_case(kind="report", respondents=[(None, who)])
    assert report.respondents.filter(unit=units["township"]).exists() == meant
    assert not sees(staff["operator"], report)


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("和平镇", True),
        ("刘庄村", True),
        ("刘庄村委会", True),
        ("住和平镇", True),
        ("东园社区", True),
        ("丙 县", True),
        ("和平", False),
        ("刘庄", False),
        ("王和平", False),
        ("孙小村", False),
        ("Aigul", False),
        ("阿卜杜拉·买买提", False),
    ],
)
def test_the_name_of_a_place(units, name, refused):
    assert holds_a_place(name) is refused


def test_the_forms_refuse_it_and_say_why(client, units, administrators):
    editor = make_person("编一", (units["city"], Role.EDITOR))
    client.force_login(administrators[0])
    added = client.post(
        reverse("wagtailusers_users:add"), {"username": "place", "name": "刘庄村", "email": ""}
    )
    assert "这是地名" in added.content.decode()
    changed = rename(client, administrators[0], editor, "和平镇")
    assert "这是地名" in changed.content.decode()
    editor.refresh_from_db()
    assert editor.name == "编一"
