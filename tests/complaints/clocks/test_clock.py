"""The pure clock: a table that a lawyer can read, and properties that hold for every date."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.clocks import calendars
from complaints.clocks.clock import Count, Period, PlainWeek, due, plus_working_days, working_days_left
from tests.tables import rows_beside

EXPECTED = rows_beside(__file__, "clocks.csv")
YEARS = range(2020, 2027)
NOTICES = calendars.of_days((day for year in YEARS for day in calendars.published(year)), YEARS)
days_of_record = st.dates(date(2020, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    "row", EXPECTED, ids=lambda row: f"{row['start']}+{row['days']}{row['unit']}+{row['extension_days']}"
)
def test_the_table_of_expected_dates(row):
    extension = Period(int(row["extension_days"]), row["extension_unit"]) if row["extension_days"] else None
    result = due(date.fromisoformat(row["start"]), int(row["days"]), row["unit"], NOTICES, extension)
    assert (result.date.isoformat(), result.provisional) == (row["due"], row["provisional"] == "yes"), row[
        "why"
    ]


def test_the_table_names_a_basis_for_each_row_and_has_every_year():
    assert len(EXPECTED) >= 150
    assert all(row["basis"] == "house rule" or re.search(r"(条例|办法)\d", row["basis"]) for row in EXPECTED)
    assert {date.fromisoformat(row["start"]).year for row in EXPECTED} == set(YEARS)
    assert {row["provisional"] for row in EXPECTED} == {"yes", "no"}


@given(days_of_record, st.integers(1, 90))
def test_working_days_land_on_working_days_and_count_exactly(start, days):
    result = due(start, days, "working", NOTICES)
    assert NOTICES.is_working(result.date)
    assert (
        sum(NOTICES.is_working(start + timedelta(n)) for n in range(1, (result.date - start).days + 1))
        == days
    )


@given(days_of_record, st.integers(1, 90))
def test_natural_days_are_never_shortened_and_end_on_a_working_day(start, days):
    """Holidays lengthen a wait, they never shorten it."""
    result = due(start, days, "natural", NOTICES)
    assert result.date >= start + timedelta(days)
    assert NOTICES.is_working(result.date)
    between = (start + timedelta(n) for n in range(days, (result.date - start).days))
    assert not any(NOTICES.is_working(day) for day in between)


@given(days_of_record, st.integers(0, 60), st.sampled_from(["natural", "working"]))
def test_a_later_start_never_ends_earlier(start, days, unit):
    assert due(start, days, unit, NOTICES).date <= due(start + timedelta(1), days, unit, NOTICES).date


@given(days_of_record, st.integers(1, 60), st.integers(1, 30), st.sampled_from(["natural", "working"]))
def test_an_extension_lengthens(start, days, more, unit):
    plain = due(start, days, unit, NOTICES)
    extended = due(start, days, unit, NOTICES, Period(more, "natural"))
    assert plain.date <= extended.date


@given(days_of_record, st.integers(0, 60), st.sampled_from(["natural", "working"]))
def test_the_explanation_names_every_day_once_and_ends_on_the_date(start, days, unit):
    result = due(start, days, unit, NOTICES)
    named = [step.day for step in result.explanation]
    assert named == [start + timedelta(n) for n in range((result.date - start).days + 1)]
    assert [step.number for step in result.explanation if step.number] == list(range(1, days + 1))


@given(days_of_record, st.integers(1, 40))
def test_what_is_left_agrees_with_what_was_counted(start, days):
    assert working_days_left(start, due(start, days, "working", NOTICES).date, NOTICES) == days


def test_the_explanation_says_why():
    steps = {step.day.isoformat(): step for step in due(date(2026, 9, 30), 3, "working", NOTICES).explanation}
    assert steps["2026-09-30"].why == Count.START
    assert (steps["2026-10-01"].why, steps["2026-10-01"].note) == (Count.HOLIDAY, "国庆节")
    assert steps["2026-10-10"].why == Count.MAKE_UP
    moved = due(date(2026, 8, 12), 60, "natural", NOTICES).explanation[-1]
    assert (moved.day.isoformat(), moved.number, moved.why) == ("2026-10-12", None, Count.LANDED)
    weekend = due(date(2026, 11, 20), 1, "working", NOTICES).explanation[1]
    assert weekend.why == Count.WEEKEND


def test_without_a_notice_a_date_is_provisional():
    result = due(date(2026, 11, 20), 1, "working", PlainWeek())
    assert (result.date, result.provisional) == (date(2026, 11, 23), True)
    assert PlainWeek().note(result.date) == ""


def test_late_is_late_at_the_weekend_too():
    friday, sunday = date(2026, 11, 20), date(2026, 11, 22)
    assert working_days_left(friday, friday, NOTICES) == 0
    assert working_days_left(sunday, friday, NOTICES) == -1
    assert working_days_left(date(2026, 11, 24), friday, NOTICES) == -2


def test_plus_working_days():
    assert plus_working_days(date(2026, 9, 30), 1, NOTICES) == date(2026, 10, 8)


@pytest.mark.parametrize(("days", "unit"), [(-1, "natural"), (3, "weeks")])
def test_nonsense_is_refused(days, unit):
    with pytest.raises(ValueError, match=r"unit|negative"):
        due(date(2026, 11, 20), days, unit, NOTICES)
