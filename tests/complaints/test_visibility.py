"""Who sees a case: role and relation to the accused, by every path that asks (invariants 2, 6)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints import routing
from complaints.enums import EventKind
from complaints.handling import assignment, readers, unread
from complaints.models import Case
from complaints.permissions import case_policy
from complaints.visibility import case_filters, case_q
from organizations import posts
from organizations.enums import Role, UnitKind
from organizations.models import Post, Unit, User
from tests.complaints.factories import do_with_reasons, fresh, hand_to, make_case, sees
from tests.organizations.factories import make_person
from tests.tables import rows_beside

MATRIX = rows_beside(__file__, "visibility.csv")


def _id(row):
    return "-".join(row[name] for name in ("who", "region", "kind", "matter")) + (
        f"-{row['accused_unit']}{row['accused_person']}"
    )


def _filed(row, units, staff):
    accused = []
    if row["accused_unit"]:
        accused.append((units[row["accused_unit"]].pk, ""))
    if row["accused_person"]:
        accused.append((None, staff[row["accused_person"]].name))
    said = {"kind": row["kind"], "matter": row["matter"]} if row["kind"] else {}
    return make_case(region_code=row["region"], respondents=accused, **said)


@pytest.fixture
def staff(units, staff):
    """Everybody, and some whose unit says more than their role."""
    hotline = Unit.objects.create(name="县民政热线", kind=UnitKind.HOTLINE, region_id="320722")
    return staff | {
        "group_handler": make_person("组办件", (units["inspection"], Role.HANDLER)),
        "bureau_inspector": make_person("局检查", (units["county"], Role.INSPECTOR)),
        "hotline_supervisor": make_person("热线组长", (hotline, Role.SUPERVISOR)),
    }


def _admits(user, case):
    """The rule as data, asked as the index is asked."""
    return case_filters(user).admits(case, case.respondents.all())


@pytest.mark.parametrize("row", MATRIX, ids=_id)
def test_the_matrix(units, staff, row):
    case, user = _filed(row, units, staff), staff[row["who"]]
    expected = row["visible"] == "yes"
    as_data = _admits(user, case)
    seen = {
        "query": Case.objects.visible_to(user).filter(pk=case.pk).exists(),
        "plain data for the index": as_data,
        "policy, one case": case_policy.user_has_permission_for_instance(user, "view", case),
        "policy, rows": case_policy.instances_user_has_permission_for(user, "view")
        .filter(pk=case.pk)
        .exists(),
        "policy, users": case_policy.users_with_permission_for_instance("view", case)
        .filter(pk=user.pk)
        .exists(),
    }
    assert seen == dict.fromkeys(seen, expected), row["why"]


def test_the_rule_as_query_and_as_data_agree_on_everybody_and_everything(units, staff):
    """Each case of the matrix against each person: what the index admits is what the database shows."""
    cases = [_filed(row, units, staff) for row in MATRIX]
    cases += [
        make_case(kind=kind, respondents=[(None, words)])
        for kind in ("complaint", "report")
        for words in ("和平镇人民政府", "赵测试主任", "丙县民政局吴主任", "某干部", "派驻纪检组")
    ]
    for user in staff.values():
        admitted = {case.pk for case in cases if _admits(user, case)}
        assert set(Case.objects.visible_to(user).values_list("pk", flat=True)) == admitted


def test_a_superuser_without_a_post_sees_nothing(units):
    make_case()
    root = User.objects.create_superuser("root", "root@example.com", "x" * 12, name="超级用户")
    assert not Case.objects.visible_to(root).exists()
    assert case_filters(root).scopes == ()


def test_roles_narrow_whose_post_counts(units):
    person = make_person("双岗", (units["county"], Role.OPERATOR), (units["other_county"], Role.HANDLER))
    here, there = make_case(), make_case(region_code="320723100201")
    assert set(Case.objects.visible_to(person)) == {here, there}
    assert list(Case.objects.filter(case_q(person, {Role.OPERATOR}))) == [here]
    assert not Case.objects.filter(case_q(person, {Role.EDITOR})).exists()


def test_a_name_written_with_spaces_is_the_same_name(units, staff):
    assert staff["city_supervisor"].name == "郑测试"
    case = make_case(respondents=[(None, "郑　测 试")])
    assert not Case.objects.visible_to(staff["city_supervisor"]).filter(pk=case.pk).exists()


def test_a_new_name_does_not_open_what_was_hidden(units, staff):
    case = make_case(region_code="320722", respondents=[(None, staff["county_supervisor"].name)])
    case.respondents.exclude(unit=None).update(unit=None)
    User.objects.filter(pk=staff["county_supervisor"].pk).update(name="改名了")
    renamed = User.objects.get(pk=staff["county_supervisor"].pk)
    assert not Case.objects.visible_to(renamed).filter(pk=case.pk).exists()
    assert not _admits(renamed, case)


@pytest.mark.parametrize(
    "said",
    [
        {"accused": "township"},
        {"narrative": "民政办的人骂我，还推我。", "title": "民政办骂人"},
        {"accused": "township", "kind": "complaint", "matter": "assistance"},
    ],
)
def test_who_moves_up_from_the_accused_office_does_not_take_the_case_along(units, staff, said):
    """Before the move or after it, assigned or searched: one who was there is one of its people."""
    said = {"kind": "report", "matter": "conduct"} | said
    accused = said.pop("accused", "")
    asked = said | ({"respondents": [(units[accused].pk, "")]} if accused else {})
    moved = make_person("孙某某", (units["township"], Role.HANDLER))
    earlier = make_case(**asked)
    moved.posts.update(valid_from=timezone.localdate() - timedelta(days=400))
    posts.release(moved.posts.get())
    posts.appoint(moved, units["county"], Role.SUPERVISOR)
    moved = User.objects.get(pk=moved.pk)
    for case in (earlier, make_case(**asked)):
        assert case in Case.objects.visible_to(staff["county_supervisor"])
        assert case not in Case.objects.visible_to(moved)
        assert not _admits(moved, case)
        assert moved not in assignment.handlers_for(case)
    assert make_case() in Case.objects.visible_to(moved)


def test_one_administrator_does_not_show_the_accused_the_case_by_widening_their_office(units, staff):
    both = make_person("孙某某", (units["township"], Role.HANDLER), (units["county"], Role.HANDLER))
    case = make_case(kind="report", matter="conduct", respondents=[(units["township"].pk, "")])
    posts.ask_again(units["township"], user=make_person("管", (units["county"], Role.ADMINISTRATOR)))
    both = User.objects.get(pk=both.pk)
    assert case not in Case.objects.visible_to(both)
    assert not _admits(both, case)
    assert both not in assignment.handlers_for(case)


def test_only_those_at_work_who_are_not_accused_can_be_assigned(units, staff):
    case = make_case()
    assert set(assignment.handlers_for(case)) == {
        staff[name] for name in ("handler", "colleague", "supervisor", "other_supervisor")
    }
    accusing = make_case(respondents=[(units["county"].pk, "")])
    assert staff["city_supervisor"] in assignment.handlers_for(accusing)


def test_only_units_that_may_have_it_are_offered(units, staff):
    case = make_case(respondents=[(units["county"].pk, "")])
    assert {unit.pk for unit in assignment.takers_for(case)} == {units["inspection"].pk}


@pytest.mark.parametrize("accused", ["city", "county", "township", "village", None])
def test_the_units_offered_are_those_that_may_take_it(units, accused):
    case = make_case(respondents=[(units[accused].pk, "")] if accused else [])
    said = list(case.respondents.values_list("unit_id", flat=True))
    others = Unit.objects.exclude(pk=case.unit_id)
    allowed = {unit for unit in others if routing.may_take(unit, case.region_id, said)}
    assert set(assignment.takers_for(case)) == allowed


def two_who_read(unit, *, beside_in, days):
    """Two people of a unit, the first with a post in another one, too: from a day before today for 90 days,
    or from today or a day after on.
    """
    role = Role.INSPECTOR if unit.kind == UnitKind.INSPECTION else Role.SUPERVISOR
    person, someone_else = (make_person(name, (unit, role)) for name in ("两处任职", "一处任职"))
    start = timezone.localdate() + timedelta(days=days)
    end = start + timedelta(days=90) if days < 0 else None
    Post.objects.create(
        user=person, unit=beside_in, role=Role.EDITOR, counts=True, valid_from=start, valid_until=end
    )
    return person, someone_else


@pytest.mark.parametrize("days", [-400, 0, 30], ids=["before", "now", "later"])
@pytest.mark.parametrize(
    ("reach", "office", "reads"),
    [("below", "township", "county"), ("county", "county", "city"), ("", "county", "inspection")],
)
def test_who_has_a_post_where_it_is_kept_from_does_not_open_it_by_another(
    units, staff, days, reach, office, reads
):
    """Whoever was meant is told in no word: 他们, in a case that the office above reads first."""
    person, someone_else = two_who_read(units[reads], beside_in=units[office], days=days)
    case = make_case(kind="complaint", reach=reach, narrative="他们说话不算数。")
    assert (case.unit, sees(someone_else, case), sees(person, case)) == (units[reads], True, False)
    do_with_reasons(case, EventKind.SCREEN, fresh(someone_else), handling_unit=units[office].pk)
    assert sees(person, case)


@pytest.mark.parametrize("days", [-400, 0, 30], ids=["before", "now", "later"])
@pytest.mark.parametrize(
    ("place", "office", "reads", "matter"),
    [
        ("320722", "township", "city", "assistance"),
        ("320722", "village", "city", "assistance"),
        ("320722", "township", "inspection", "money"),
        ("320722", "village", "inspection", "money"),
        ("320722100", "village", "county", "assistance"),
        ("320722100", "village", "inspection", "money"),
        ("3207", "county", "inspection", "money"),
        ("3207", "village", "inspection", "money"),
    ],
)
def test_nor_where_the_place_is_a_wider_one_and_the_office_lies_in_it(
    units, days, place, office, reads, matter
):
    """Whoever is not sure of the place chooses the whole of it, and means somebody in one of its offices."""
    person, someone_else = two_who_read(units[reads], beside_in=units[office], days=days)
    case = make_case(
        region_code=place, kind="complaint", matter=matter, reach="below", narrative="他们说话不算数。"
    )
    assert (case.unit, sees(someone_else, case), sees(person, case)) == (units[reads], True, False)
    assert (_admits(fresh(someone_else), case), _admits(fresh(person), case)) == (True, False)
    assert unread.take_up() == (0, 0)
    Post.objects.filter(user=someone_else).delete()
    assert readers.reads(units[reads], case, list(case.respondents.all())) is False


def test_who_inspects_a_county_and_works_in_the_city_opens_nothing_that_is_kept_from_it(units):
    group = Unit.objects.create(name="县纪检组", kind=UnitKind.INSPECTION, region_id="320722")
    both = make_person("两处任职", (group, Role.INSPECTOR), (units["city"], Role.EDITOR))
    alone = make_person("一处任职", (group, Role.INSPECTOR))
    case = make_case(kind="complaint", reach="", narrative="他们说话不算数。")
    assert (case.unit, sees(alone, case), sees(both, case)) == (group, True, False)


@pytest.mark.parametrize("days", [-400, 0, 30], ids=["before", "now", "later"])
@pytest.mark.parametrize("place", ["320722100201", "320722100"])
def test_who_works_in_the_village_opens_no_complaint_about_it_in_the_township(units, staff, days, place):
    """What is handed to the township is about the village's people as often as not, in whatever words."""
    person, someone_else = two_who_read(units["township"], beside_in=units["village"], days=days)
    case = make_case(region_code=place, kind="complaint", matter="conduct", narrative="会计不给我盖章。")
    hand_to(case, staff["city_supervisor"], units["township"].pk)
    assert (sees(someone_else, case), sees(person, case)) == (True, False)
    assert (_admits(fresh(someone_else), case), _admits(fresh(person), case)) == (True, False)
    question = make_case(region_code=place)
    assert (sees(person, question), _admits(fresh(person), question)) == (True, True)


def test_a_post_in_another_place_hides_nothing(units):
    person = make_person(
        "两处任职", (units["county"], Role.SUPERVISOR), (units["other_township"], Role.EDITOR)
    )
    assert sees(person, make_case(kind="complaint", reach="below", narrative="他们说话不算数。"))


def test_nobody_reads_what_only_such_a_person_would(units):
    """And it goes to the office above, as whatever lies unread."""
    make_person("两处任职", (units["county"], Role.SUPERVISOR), (units["township"], Role.EDITOR))
    above = make_person("市里的人", (units["city"], Role.SUPERVISOR))
    case = make_case(kind="complaint", reach="below", narrative="他们说话不算数。")
    assert case.unit == units["county"]
    assert unread.take_up() == (1, 0)
    case.refresh_from_db()
    assert (case.unit, sees(above, case)) == (units["city"], True)


def test_what_nobody_said_whom_it_speaks_of_goes_from_a_group_to_a_group_and_to_no_bureau(units):
    group = Unit.objects.create(name="县纪检组", kind=UnitKind.INSPECTION, region_id="320722")
    alone = make_person("县里查案的", (group, Role.INSPECTOR))
    city = make_person("市局的人", (units["city"], Role.SUPERVISOR))
    case = make_case(kind="report", matter="conduct", reach="", narrative="他说话不算数，材料退了三回。")
    assert (case.unit, sees(alone, case)) == (group, True)
    User.objects.filter(pk=alone.pk).update(is_active=False)
    assert unread.take_up() == (0, 1), "kept, and whoever can enter somebody is told"
    assert not sees(city, case)
    inspects = make_person("市里查案的", (units["inspection"], Role.INSPECTOR))
    assert unread.take_up() == (1, 0)
    case.refresh_from_db()
    assert (case.unit, sees(inspects, case), sees(city, case)) == (units["inspection"], True, False)
