"""For how long notices are shown: the table of rules, and days counted by the site's calendar."""

from dataclasses import replace
from datetime import date

import pytest

from disclosure.enums import Again, Measure, NoticeDayUnit, NoticeKind, ProposalOutcome, StandardSort
from disclosure.models import AssistanceStandard, Programme
from disclosure.notices import local_periods, periods, reasons
from disclosure.notices.periods import RULES, days_left, last_day, rule, shown_again_until, shown_until
from disclosure.setup import PROGRAMMES
from disclosure.working_days import working_day_counter
from tests.disclosure.notices.factories import VILLAGE
from tests.tables import rows_beside

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize("row", rows_beside(__file__, "notice_days.csv"), ids=lambda row: row["why"])
def test_days_are_counted_by_the_calendar(prepared, row):
    found = last_day(date.fromisoformat(row["start"]), int(row["days"]), row["unit"], working_day_counter())
    assert found == periods.Last(date.fromisoformat(row["until"]), is_provisional=False)


def test_a_last_day_in_a_year_without_a_calendar_is_provisional(prepared):
    assert last_day(date(2031, 1, 6), 7, NoticeDayUnit.NATURAL, working_day_counter()).is_provisional


def test_every_rule_names_its_law_or_says_that_it_is_the_house_s():
    for row in RULES.rows:
        assert row.programme in {programme.code for programme in PROGRAMMES.rows}
        for basis in (row.basis, row.decided_basis, row.again_basis):
            assert "办法" in basis or basis.startswith(("本系统规则：", "未见"))


@pytest.mark.parametrize(
    ("programme", "kind", "days", "again"),
    [
        ("rural-dibao", NoticeKind.PROPOSED, 7, Again.REST),
        ("urban-dibao", NoticeKind.PROPOSED, 7, Again.REST),
        ("tekun", NoticeKind.PROPOSED, 7, Again.ANEW),
        ("tekun", NoticeKind.ENDING, 7, Again.ANEW),
        ("temporary", NoticeKind.PROPOSED, 7, Again.REST),
    ],
)
def test_what_the_laws_ask_for(programme, kind, days, again):
    found = rule(programme, kind, VILLAGE)
    assert (found.days, found.unit, found.again) == (days, NoticeDayUnit.NATURAL, again)
    assert (found.decided_within, found.decided_unit) == (15, NoticeDayUnit.WORKING)


@pytest.mark.parametrize(
    ("programme", "kind"),
    [
        ("marginal", NoticeKind.PROPOSED),
        ("rigid-expense", NoticeKind.PROPOSED),
        ("rural-dibao", NoticeKind.ENDING),
    ],
)
def test_without_a_basis_nothing_is_shown(programme, kind):
    assert rule(programme, kind, VILLAGE) is None


def test_a_county_may_have_a_rule_of_its_own(monkeypatch):
    own = [*RULES.rows, replace(RULES.rows[0], place="320722", unit=NoticeDayUnit.WORKING, basis="某县目录")]
    monkeypatch.setitem(RULES.__dict__, "rows", tuple(own))
    assert rule("rural-dibao", NoticeKind.PROPOSED, VILLAGE).unit == NoticeDayUnit.WORKING
    assert rule("rural-dibao", NoticeKind.PROPOSED, "320723100201").unit == NoticeDayUnit.NATURAL


def test_a_programme_s_setting_makes_it_longer_and_never_shorter(prepared):
    by, count = rule("rural-dibao", NoticeKind.PROPOSED, VILLAGE), working_day_counter()
    assert shown_until(MONDAY, by, 3, count).day == date(2026, 11, 30)
    assert shown_until(MONDAY, by, 10, count).day == date(2026, 12, 3)


@pytest.mark.parametrize(
    ("held_on", "unit", "left"),
    [
        (MONDAY, NoticeDayUnit.NATURAL, 7),
        (date(2026, 11, 27), NoticeDayUnit.NATURAL, 3),
        (date(2026, 11, 30), NoticeDayUnit.NATURAL, 1),
        (date(2026, 11, 27), NoticeDayUnit.WORKING, 1),
        (date(2026, 11, 26), NoticeDayUnit.WORKING, 2),
    ],
)
def test_days_that_were_left_when_somebody_objected(prepared, held_on, unit, left):
    assert days_left(held_on, date(2026, 11, 30), unit, working_day_counter()) == left


def test_again_is_anew_or_for_the_rest(prepared):
    count = working_day_counter()
    anew = shown_again_until(MONDAY, rule("tekun", NoticeKind.PROPOSED, VILLAGE), 2, 7, count)
    rest = shown_again_until(MONDAY, rule("rural-dibao", NoticeKind.PROPOSED, VILLAGE), 2, 7, count)
    assert (anew.day, rest.day) == (date(2026, 11, 30), date(2026, 11, 25))


def test_every_notice_that_may_be_shown_has_reasons_in_the_allowed_words(prepared):
    for row in RULES.rows:
        if row.is_due:
            found = reasons.of(Programme.objects.get(pk=row.programme), row.kind)
            assert found
            assert all(reasons.shown(code) for code in found)


def test_prison_and_ability_are_told_in_one_sentence():
    assert reasons.shown("serving") == reasons.shown("able") == "不再符合供养条件"
    assert reasons.shown("坐牢") == ""


@pytest.mark.parametrize(
    ("amount", "measure", "region", "until"),
    [
        (7, Measure.WORKING_DAYS, "320722", date(2026, 12, 2)),
        (7, Measure.WORKING_DAYS, "320723", date(2026, 11, 30)),
        (5, Measure.DAYS, "320722", date(2026, 11, 30)),
        (10, Measure.DAYS, "3207", date(2026, 12, 3)),
    ],
)
def test_a_place_may_show_its_notices_longer_than_the_law_asks(county, amount, measure, region, until):
    programme = Programme.objects.get(pk="rural-dibao")
    AssistanceStandard.objects.create(
        programme=programme,
        region_id=region,
        sort=StandardSort.NOTICE,
        amount=amount,
        measure=measure,
        valid_from=date(2026, 11, 1),
        document="某县政务公开目录",
        outcome=ProposalOutcome.DONE,
    )
    by, count = rule("rural-dibao", NoticeKind.PROPOSED, VILLAGE), working_day_counter()
    own = local_periods.period(programme, VILLAGE, MONDAY)
    assert shown_until(MONDAY, by, 7, count, own).day == until
    assert local_periods.period(programme, VILLAGE, date(2026, 10, 31)) is None, "not before its day"
