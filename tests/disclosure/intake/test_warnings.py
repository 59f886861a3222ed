"""What is accepted and shown to whoever reviews the list: on another list too, begun before birth."""

from datetime import date

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from disclosure import exclusive
from disclosure.enums import NoticeKind
from disclosure.models import Notice, Programme, Recipient
from organizations.enums import Level
from organizations.models import Region
from tests.disclosure.conftest import NOVEMBER, OCTOBER, SEPTEMBER
from tests.disclosure.lists import household, id_number
from tests.disclosure.notices.factories import make_notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def urban(db):
    return Programme.objects.get(pk="urban-dibao")


def test_a_household_on_the_list_of_a_programme_that_excludes_this_one(load, release, urban):
    release([household(0), household(1)])
    batch = load([household(1), household(2)], programme=urban)
    assert (batch.accepted_count, batch.refused_count, batch.warned_count) == (2, 0, 1)
    warning = batch.refused_rows.warnings().get()
    assert (warning.code, warning.row, warning.params) == ("on_other_programme", 2, {"programme": "农村低保"})
    assert "同时在农村低保的当前名单上" in warning.what_is_wrong


def test_the_next_month_of_the_same_list_warns_of_nothing(load, release):
    release([household(0)], month=OCTOBER)
    assert load([household(0)], month=NOVEMBER).warned_count == 0


def test_whoever_has_left_the_other_list_is_not_on_both(load, release, urban):
    release([household(0), household(1)], month=OCTOBER)
    release([household(1)], month=NOVEMBER)
    anew = household(0, 最初享受月="2026-11")
    assert load([anew], programme=urban, month=NOVEMBER).warned_count == 0


def test_a_month_from_when_the_household_was_still_on_the_other_list(load, release, urban):
    release([household(0), household(1)], month=OCTOBER)
    release([household(1)], month=NOVEMBER)
    batch = load([household(0, 最初享受月="2026-09")], programme=urban, month=NOVEMBER)
    warning = batch.refused_rows.warnings().get()
    assert (batch.accepted_count, warning.code) == (1, "overlapped_programme")
    assert warning.params == {"programme": "农村低保", "ended": "2026-11", "value": "2026-09"}


def test_what_differs_from_the_list_before(load, release):
    release([household(n) for n in range(3)], month=OCTOBER)
    batch = load(
        [household(0, 户主姓名="别人名"), household(1, 最初享受月="2021-01"), household(2)], month=NOVEMBER
    )
    told = [(row.row, row.code) for row in batch.refused_rows.warnings()]
    assert (batch.accepted_count, told) == (3, [(2, "name_differs"), (3, "since_differs")])
    assert "别人名" not in str(list(batch.refused_rows.values()))


def test_another_spelling_of_a_dot_is_the_same_name(load, release):
    release([household(0, 户主姓名="阿依古丽•买买提")], month=OCTOBER)
    assert load([household(0, 户主姓名="阿依古丽.买买提")], month=NOVEMBER).warned_count == 0


def test_a_household_that_had_ended_and_is_said_never_to_have(load, release):
    release([household(0), household(1)], month=SEPTEMBER)
    release([household(1)], month=OCTOBER)
    batch = load([household(0), household(1)], month=NOVEMBER)
    warning = batch.refused_rows.warnings().get()
    assert (warning.row, warning.code) == (2, "was_ended")
    assert warning.params == {"ended": "2026-10", "value": "2020-04"}


@pytest.mark.parametrize(
    ("programme", "changes", "code"),
    [
        ("rural-dibao", {"合计（元）": "99,999", "保障人口": 1}, "amount_implausible"),
        ("rural-dibao", {"户主身份证号": "320722550505123"}, "id_15"),
    ],
)
def test_what_is_looked_at_in_a_row_by_itself(load, programme, changes, code):
    batch = load([household(0), household(1, **changes)], programme=Programme.objects.get(pk=programme))
    warning = batch.refused_rows.warnings().get()
    assert (batch.accepted_count, warning.row, warning.code) == (2, 3, code)
    assert warning.basis
    assert "%(" not in warning.what_is_wrong + warning.what_is_right


def test_all_are_counted_and_the_first_of_each_sort_are_kept(load, release, urban, monkeypatch):
    monkeypatch.setattr("disclosure.intake.warned.MOST_OF_A_CODE", 2)
    rows = [household(number, **{"合计（元）": "99,999", "保障人口": 1}) for number in range(4)]
    release(rows)
    batch = load(rows, programme=urban)
    assert batch.warned_count == 8
    told = [(row.code, row.row) for row in batch.refused_rows.warnings().order_by("code", "row")]
    assert told == [(code, row) for code in ("amount_implausible", "on_other_programme") for row in (2, 3)]


def test_what_stands_on_lists_of_another_place_is_not_told(load, release, urban):
    """A township's editor may import any ID number: of the neighbour's lists they learn that there is a
    conflict, and not of which programme; how often they were told so is in the log.
    """
    here, there = (Region.objects.get(pk=code) for code in ("320722100", "320722101"))
    release([household(0)], region=here)
    moved = {**household(0), "所属街": "双河街道", "所属社": "刘庄村委会"}
    batch = load([moved], programme=urban, region=there)
    warning = batch.refused_rows.warnings().get()
    assert (batch.accepted_count, warning.code, warning.params) == (1, "on_other_programme_elsewhere", {})
    assert "农村低保" not in warning.what_is_wrong + warning.what_is_right
    entry = ModelLogEntry.objects.filter(action="disclosure.import").latest("pk")
    assert entry.data["about_elsewhere"] == 1


@pytest.mark.parametrize(
    ("programme", "refused"), [("urban-dibao", []), ("rural-dibao", ["on_list_of_another_city"])]
)
def test_of_another_citys_lists_nothing_is_told_but_that_a_household_is_on_the_same_one(
    load, release, programme, refused
):
    release([household(0)])
    Region.objects.create(code="3299", name="远市", level=Level.CITY, parent_id="32")
    Recipient.objects.update(region="3299")
    batch = load([household(0)], programme=Programme.objects.get(pk=programme), month=NOVEMBER)
    assert not batch.refused_rows.warnings().exists()
    assert [(row.code, row.params) for row in batch.refused_rows.all()] == [(code, {}) for code in refused]


def test_assistance_that_begins_before_the_holder_was_born(load):
    child = {"户主身份证号": id_number(7, date(2020, 5, 6)), "最初享受月": "2015-03"}
    batch = load([household(0), household(1, **child)])
    warning = batch.refused_rows.warnings().get()
    assert (batch.accepted_count, warning.code) == (2, "since_before_birth")
    assert "2020" not in str(warning.params), "the day of birth stays where it is"


def test_the_month_of_birth_itself_is_right(load):
    born = {"户主身份证号": id_number(7, date(2020, 5, 6)), "最初享受月": "2020-05"}
    assert load([household(1, **born)]).warned_count == 0


def test_the_pairs_are_of_programmes_there_are_and_hold_both_ways(prepared):
    known = set(Programme.objects.values_list("pk", flat=True))
    for row in exclusive.TABLE.rows:
        assert {row.programme, row.other} <= known
        assert row.other in exclusive.others_of(row.programme)
        assert row.programme in exclusive.others_of(row.other)
    assert exclusive.others_of("temporary") == []
    # 刚性支出困难家庭认定办法: who is on none of these.
    assert set(exclusive.others_of("rigid-expense")) == {"rural-dibao", "urban-dibao", "tekun", "marginal"}


def test_a_household_whose_notice_has_not_ended(load, release, county):
    release([household(0)], month=OCTOBER)
    for number in (0, 1, 2):
        own = household(number)["户主身份证号"]
        make_notice(county.editor, county.reviewer if number != 2 else None, id_number=own)
    ending = {"kind": NoticeKind.ENDING, "programme": "tekun"}
    make_notice(county.editor, county.reviewer, id_number=household(3)["户主身份证号"], **ending)
    batch = load([household(number) for number in range(5)], month=NOVEMBER)
    warned = [(row.row, row.code) for row in batch.refused_rows.warnings()]
    assert warned == [(3, "on_open_notice"), (4, "on_open_notice")], (
        "who is on the list already is not new on it"
    )
    Notice.objects.update(closed_at=timezone.now())
    assert load([household(number) for number in range(5)], month=NOVEMBER).warned_count == 0
