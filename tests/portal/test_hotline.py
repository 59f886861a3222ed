"""When the hotline is answered."""

from datetime import date, datetime, time

import pytest
from django.utils import translation

from portal.context import state_in_words
from portal.opening_hours import Hours, OpeningState, state

HOURS = Hours(time(8, 30), time(17, 30), time(12), time(14))
HOLIDAYS = {date(2026, 10, day) for day in range(1, 8)}
MADE_UP = {date(2026, 10, 10)}


def is_working_day(day: date) -> bool:
    return day in MADE_UP or (day.weekday() < 5 and day not in HOLIDAYS)


def at(text: str, hours: Hours = HOURS) -> OpeningState:
    return state(datetime.fromisoformat(text), hours, is_working_day)


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-11-20 08:30", "12:00"),
        ("2026-11-20 11:59", "12:00"),
        ("2026-11-20 14:00", "17:30"),
        ("2026-10-10 09:00", "12:00"),
    ],
)
def test_open(moment, until):
    assert at(moment) == OpeningState(True, until=time.fromisoformat(until))


@pytest.mark.parametrize(
    ("moment", "day", "again"),
    [
        ("2026-11-20 07:00", "2026-11-20", "08:30"),
        ("2026-11-20 12:00", "2026-11-20", "14:00"),
        ("2026-11-20 17:30", "2026-11-23", "08:30"),
        ("2026-11-21 10:00", "2026-11-23", "08:30"),
        ("2026-09-30 18:00", "2026-10-08", "08:30"),
    ],
)
def test_closed_and_when_it_opens_again(moment, day, again):
    assert at(moment) == OpeningState(
        False, opens_on=date.fromisoformat(day), opens_at=time.fromisoformat(again)
    )


def test_without_a_break():
    assert at("2026-11-20 13:00", Hours(time(8), time(18))).is_open


def test_no_working_day_in_sight():
    assert state(datetime(2026, 11, 20, 9), HOURS, lambda day: False) == OpeningState(False)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-20 09:00", "现在有人接听，至 12:00"),
        ("2026-11-20 12:30", "现在无人接听，今天 14:00 起有人接听"),
        ("2026-11-19 20:00", "现在无人接听，明天 8:30 起有人接听"),
        ("2026-11-20 20:00", "现在无人接听，11月23日 8:30 起有人接听"),
    ],
)
def test_the_state_in_words(moment, words):
    assert state_in_words(at(moment), datetime.fromisoformat(moment).date()) == words


def test_no_day_in_sight_in_words():
    assert state_in_words(OpeningState(False), date(2026, 11, 20)) == "现在无人接听"


def test_a_month_is_written_without_a_zero_before_it():
    opening = OpeningState(False, opens_on=date(2026, 2, 3), opens_at=time(8, 30))
    with translation.override("zh-hans"):
        words = state_in_words(opening, date(2026, 1, 20))
    assert "2月3日" in words
    assert "02月" not in words
