"""Routing, as a table that a lawyer can read."""

import pytest

from complaints import routing
from complaints.handling.casework import available
from complaints.models import Case
from complaints.workflow import INVESTIGATORS
from organizations.enums import Role
from organizations.models import Post, Region, Unit, User
from tests.complaints.factories import do_with_reasons, make_case
from tests.organizations.factories import make_person
from tests.tables import rows_beside

TABLE = rows_beside(__file__, "routing.csv")
VILLAGE = "320722100201"


@pytest.mark.parametrize(
    "row", TABLE, ids=lambda row: f"{row['region']}-{row['accused_units']}{row['accused_person']}"
)
def test_the_table(units, staff, row):
    accused = [units[key].pk for key in row["accused_units"].split()]
    if row["accused_person"]:
        case = make_case(region_code=row["region"], respondents=[(None, row["accused_person"])])
        assert case.unit == units[row["unit"]], row["why"]
    else:
        found = routing.route(Region.objects.get(pk=row["region"]), accused)
        assert found == units[row["unit"]], row["why"]


def test_a_case_never_goes_to_the_accused_or_below(units):
    """Whatever is accused, the unit found is neither it nor under it."""
    region = Region.objects.get(pk="320722100201")
    for unit in Unit.objects.exclude(pk=units["inspection"].pk):
        found = routing.route(region, [unit.pk])
        assert found != unit
        assert unit not in found.superiors()


def test_without_any_unit_it_says_so(units):
    with pytest.raises(routing.NoCompetentUnit):
        routing.route(Region.objects.get(pk="33"))


def test_the_unit_above(units):
    assert routing.above(units["township"]) == units["county"]
    assert routing.above(units["township"], [units["county"].pk]) == units["city"]
    assert routing.above(units["city"]) is None


def test_a_case_goes_past_an_office_where_nobody_works(units, staff):
    """The nearest above in which somebody can move it has it; where nobody can at all, it is not lost."""
    for name in ("handler", "colleague", "supervisor", "other_supervisor"):
        User.objects.filter(pk=staff[name].pk).update(is_active=False)
    assert make_case().unit == units["county"]
    Post.objects.filter(unit=units["county"]).delete()
    assert make_case().unit == units["city"]
    Post.objects.all().delete()
    assert make_case().unit == units["township"]


def test_only_who_sees_the_place_and_has_people_takes_a_case(units, staff):
    """An office of another county was offered, and shown a 404 while the clock ran."""
    make_person("邻县甲", (units["other_county"], Role.HANDLER))
    takers = routing.takers(VILLAGE, [])
    assert {unit.pk for unit in takers} == {
        units[name].pk for name in ("township", "county", "city", "inspection")
    }
    for unit in takers:
        case = make_case()
        person = User.objects.filter(posts__unit=unit, posts__role__in=INVESTIGATORS).first()
        if unit != case.unit:
            do_with_reasons(case, "transfer", staff["supervisor"], unit=unit)
        assert Case.objects.visible_to(person).filter(pk=case.pk).exists()
        assert [row.kind for row in available(case, person) if row.kind != "note"]


def test_who_may_take(units, staff):
    assert routing.may_take(units["county"], VILLAGE, [])
    assert not routing.may_take(units["village"], VILLAGE, [])
    assert not routing.may_take(units["township"], VILLAGE, [units["county"].pk])


def test_whether_anybody_is_at_work_there_is_asked_once(units, staff, django_assert_num_queries):
    region = Region.objects.get(pk=VILLAGE)
    with django_assert_num_queries(2):  # the offices and groups of the place, those of them at work
        first = routing.first_hands("report", "conduct", region, someone_meant=True)
        assert not first.unread
    assert routing.at_work(Unit.objects.filter(pk=first.unit.pk)).exists()


def test_where_nobody_is_at_work_it_lies_unread(units, django_assert_num_queries):
    with django_assert_num_queries(3):  # the region too
        first = routing.first_hands("report", "conduct", Region.objects.get(pk=VILLAGE), someone_meant=True)
        assert first.unread
    assert not routing.at_work(Unit.objects.filter(pk=first.unit.pk)).exists()
