"""Places in the database: ranges, paths, and matching by a path of names."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from organizations import names
from organizations.models import Region
from tests.organizations.making import PLACES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", PLACES)
def test_within_is_the_place_and_all_below(places, code):
    expected = {other for other in PLACES if other.startswith(code)}
    assert set(Region.objects.within(code).values_list("code", flat=True)) == expected


def test_within_uses_the_primary_key(places):
    """A range over the key, not a scan of half a million rows."""
    plan = Region.objects.within("3207").order_by().explain().lower()
    assert "seq scan" not in plan or "rows=1 " in plan
    assert "like" not in plan
    if "search" in plan or "scan " in plan:
        assert "index" in plan or "search" in plan


def test_children_and_ancestors(places, django_assert_num_queries):
    assert {r.code for r in Region.objects.children_of("3207")} == {"320722", "320723"}
    village = Region.objects.get(code="320722100201")
    with django_assert_num_queries(1):
        assert [r.name for r in village.ancestors()] == ["甲省", "乙市", "丙县", "和平镇"]
    assert village.path_name() == "乙市丙县和平镇刘庄村委会"
    assert Region.objects.get(code="32").path_name() == "甲省"


MATCHES = [
    (["甲省", "乙市", "丙县", "和平镇", "刘庄村委会"], "3207", ["320722100201"]),
    (["和平镇", "刘庄村委会"], "320722", ["320722100201"]),
    (["刘庄村委会"], "320722", ["320722100201", "320722101201"]),
    (["刘庄村委会"], "320722101", ["320722101201"]),
    (["刘庄村"], "320722101", ["320722101201"]),
    (["刘庄村民委员会"], "320722101", ["320722101201"]),
    (["刘庄"], "320722101", ["320722101201"]),
    (["刘庄社区"], "320722", []),
    (["东园社区"], "320722", ["320722100202"]),
    (["东园社区居民委员会"], "320722", ["320722100202"]),
    (["", "  ", None, "和平镇 ", " 刘庄村"], "3207", ["320722100201"]),
    (["双河街道办事处", "刘庄村"], "3207", ["320722101201"]),
    (["和平镇人民政府", "刘庄村"], "3207", ["320722100201"]),
    (["和平镇", "丙县", "刘庄村委会"], "3207", []),
    (["丁县", "刘庄村委会"], "3207", []),
    (["刘庄村委会"], "320723", []),
    (["丁县"], "3207", ["320723"]),
    ([], "3207", []),
    ([" "], "3207", []),
]


@pytest.mark.parametrize(("path", "within", "expected"), MATCHES)
def test_match_path(places, path, within, expected):
    assert [region.code for region in Region.objects.match_path(path, within)] == expected


def test_match_path_takes_few_queries(places, django_assert_num_queries):
    with django_assert_num_queries(2):
        Region.objects.match_path(["和平镇", "刘庄村委会"], "3207")
    with django_assert_num_queries(3):
        Region.objects.match_path(["和平镇", "刘庄村"], "3207")


def test_variants_never_give_the_name_itself():
    for name in ["刘庄村委会", "刘庄村", "东园社区居委会", "场属社区", "居委会", "刘庄"]:
        assert name not in names.variants(name)
        assert all(names.variants(name))


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
