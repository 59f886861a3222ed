"""Places in the database: ranges and paths."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from organizations.enums import UnitKind
from organizations.models import Region, Unit
from tests.organizations.factories import PLACES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", PLACES)
def test_within_is_the_place_and_all_below(places, code):
    expected = {other for other in PLACES if other.startswith(code)}
    assert set(Region.objects.within(code).values_list("code", flat=True)) == expected


def test_within_uses_the_primary_key(places):
    """A range over the key, not a scan of half a million rows."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # so few rows are read through otherwise
    plan = Region.objects.within("3207").order_by().explain().lower()
    assert "index" in plan or "search" in plan
    assert "like" not in plan


def test_children_and_ancestors(places, django_assert_num_queries):
    assert {r.code for r in Region.objects.children_of("3207")} == {"320722", "320723"}
    village = Region.objects.get(code="320722100201")
    with django_assert_num_queries(1):
        assert [r.name for r in village.ancestors()] == ["甲省", "乙市", "丙县", "和平镇"]
    assert village.path_name() == "乙市丙县和平镇刘庄村委会"
    assert Region.objects.get(code="32").path_name() == "甲省"


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "320722", "level": 2, "parent_id": "32"},
        {"code": "34", "level": 1, "parent_id": "32"},
        {"code": "3209", "level": 2, "parent_id": None},
    ],
)
def test_the_database_refuses_a_place_that_cannot_be(places, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.create(name="错", **wrong)


def test_a_code_must_continue_its_parents(places):
    with pytest.raises(ValidationError, match="continue"):
        Region(code="330199", name="错", level=3, parent_id="3207").full_clean()


@pytest.mark.parametrize(("region", "fits"), [("3207", True), ("320722", True), ("320722100", False)])
def test_an_inspection_group_is_of_a_county_or_above(places, region, fits):
    """In a township it would sit among those from whom a case is kept, and read it."""
    group = Unit(name="纪检组", kind=UnitKind.INSPECTION, region_id=region)
    if fits:
        group.full_clean()
        return
    with pytest.raises(ValidationError, match="of a county"):
        group.full_clean()
