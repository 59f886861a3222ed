"""How a date was counted, drawn together for people."""

from datetime import date

import pytest
from django.utils import translation

from complaints.clocks import progress
from complaints.clocks.clock import PlainWeek, due
from complaints.clocks.deadlines import short_date
from complaints.enums import CLOCKS_OF_OFFICES, RUNNING_CLOCKS, CaseStatus, ClockKind
from complaints.public.submission import title_from


def test_neighbouring_days_of_one_kind_are_one_line():
    with translation.override("en"):
        lines = progress.counting(due(date(2026, 11, 20), 3, "working", PlainWeek()).explanation)
    assert [(line.days, line.numbers) for line in lines] == [
        ("November 20", ""),
        ("November 21–November 22", ""),
        ("November 23–November 25", "days 1 to 3"),
    ]


def test_a_natural_day_that_ends_at_a_weekend_moves_on():
    with translation.override("en"):
        lines = progress.counting(due(date(2026, 11, 16), 5, "natural", PlainWeek()).explanation)
    assert lines[-1].days == "November 23"
    assert "last day" in lines[-1].why


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_status_and_every_running_clock_has_its_sentence(language):
    with translation.override(language):
        for status in CaseStatus:
            assert str(progress.STANDING[status])
        for clock in progress.PROMISES:
            assert str(progress.PROMISES[clock]) % {"date": "x"}
    assert set(progress.PROMISES) == set(RUNNING_CLOCKS) - CLOCKS_OF_OFFICES
    assert set(RUNNING_CLOCKS) <= set(ClockKind)


def test_dates_of_another_year_say_the_year():
    with translation.override("zh-hans"):
        assert short_date(date(2019, 4, 1)) == "2019年4月1日"


@pytest.mark.parametrize(
    ("narrative", "title"),
    [
        ("低保金没有发。村里说再等。", "低保金没有发"),
        ("\n\n低保金没有发\n第二行", "低保金没有发"),
        ("字" * 50, "字" * 29 + "…"),
        ("？", "？"),
    ],
)
def test_a_title_is_made_from_the_first_sentence(narrative, title):
    assert title_from(narrative) == title
