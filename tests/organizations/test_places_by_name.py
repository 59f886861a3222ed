"""Places by what people call them, and that an index answers at any number of places."""

import pytest
from django.db import connection

from organizations import codes, places_by_name
from organizations.models import Region
from tests.organizations.factories import make_places

pytestmark = pytest.mark.django_db

PLACES = {
    "32": "江苏省",
    "3207": "连云港市",
    "320722": "东海县",
    "320722100": "和平镇",
    "320722100201": "刘庄村委会",
    "320722100202": "东园社区居委会",
    "320722101": "双河街道",
    "320722101201": "刘庄村委会",
    "320722101202": "和平社区居委会",
    "33": "浙江省",
    "3301": "杭州市",
    "330102": "上城区",
    "330102001": "清波街道",
    "330102001001": "刘庄社区",
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("刘庄", ["320722100201", "320722101201", "330102001001"]),
        ("刘庄村", ["320722100201", "320722101201", "330102001001"]),
        ("刘庄村民委员会", ["320722100201", "320722101201", "330102001001"]),
        ("和平镇刘庄村", ["320722100201"]),
        ("和平 刘庄", ["320722100201"]),
        ("和平刘庄", ["320722100201"]),
        ("東海縣和平鎮劉莊村", ["320722100201"]),
        ("江苏省连云港市东海县双河街道刘庄村委会", ["320722101201"]),
        ("东海双河乡刘庄", ["320722101201"]),
        ("上城刘庄", ["330102001001"]),
        ("和平", ["320722100", "320722101202"]),
        ("东园居委会", ["320722100202"]),
        ("东海", ["320722"]),
        ("双河镇", ["320722101"]),
        # Each name counts, and lies in the one before.
        ("清波刘庄村", ["330102001001"]),
        ("清波和平镇", []),
        ("清波 和平镇", ["320722100"]),
        # What is no name is passed over where it stands by itself, and the longest name counts.
        ("不满 和平镇刘庄村 的", ["320722100201"]),
        ("和平 镇上 刘庄村", ["320722100201", "320722101201", "330102001001"]),
        ("和平镇刘庄村" + " 很长的一段话没有地方" * 5, ["320722100201"]),
        ("没有刘庄村", []),
        ("刘", []),
        ("庄村", []),
        ("村", []),
        ("", []),
        ("刘庄" * 40, []),
    ],
)
def test_a_place_is_found_by_each_way_to_name_it(prepared, text, found):
    make_places(PLACES)
    assert [region.code for region in places_by_name.named(text, near="3207")] == found


def test_a_part_of_a_name_is_found_near_by_or_else_at_its_beginning(prepared):
    make_places(PLACES)
    assert [r.code for r in places_by_name.partly_named("园", "3207")] == ["320722100202"]
    assert [r.code for r in places_by_name.partly_named("清", "3207")] == ["330102001"]
    assert places_by_name.partly_named("波", "3207") == []
    assert places_by_name.partly_named("", "3207") == []


def test_what_was_typed_is_no_pattern(prepared):
    make_places(PLACES)
    assert places_by_name.partly_named("%", "3207") == []
    assert places_by_name.partly_named("刘_", "") == []


@pytest.fixture
def many(prepared):
    """More places than may be read for one question, in a table that was never analysed."""
    make_places({"32": "江苏省", "3207": "连云港市", "320722": "东海县", "330102": "上城区"} | PLACES)
    townships = {f"330102{number:03d}": f"镇{number}镇" for number in range(100, 200)}
    make_places(townships)
    Region.objects.bulk_create(
        Region(
            code=code + f"{number:03d}",
            name="刘庄村委会" if number % 50 == 0 else f"某{number}村委会",
            level=5,
            parent_id=codes.parent_of(code + f"{number:03d}"),
        )
        for code in townships
        for number in range(200, 400)
    )


def plan_of(question) -> str:
    """How the database would go about a question."""
    return question.explain().upper()


def test_places_are_found_by_an_index(many):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Of so few rows reading all might look cheaper; whether the index could answer is asked here.
            cursor.execute("SET LOCAL enable_seqscan = off")
    names = places_by_name.of_these_names(places_by_name.spans_of("刘庄", {2}), "3207")
    begun = Region.objects.filter(places_by_name.begins("刘庄")).order_by("name", "code")[:30]
    for question in (names, begun):
        assert "REGION_NAME" in plan_of(question)
    assert places_by_name.named("刘庄", near="3207")[0].code == "320722100201"
    assert len(places_by_name.named("刘庄", near="3207")) == 30
