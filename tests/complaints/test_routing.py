"""Routing, as a table that a lawyer can read."""

import pytest

from complaints import routing
from organizations.models import Region, Unit
from tests.complaints.making import make_case
from tests.tables import rows_beside

TABLE = rows_beside(__file__, "routing.csv")


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


def test_who_may_take(units):
    assert routing.may_take(units["county"], [])
    assert not routing.may_take(units["village"], [])
    assert not routing.may_take(units["township"], [units["county"].pk])
