"""The four figures of the front page."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache

from complaints.enums import CaseKind
from complaints.models import CaseClock, ServiceStandard
from complaints.scoreboard.hiding import FEWEST
from disclosure.models import Batch
from portal import charts
from portal.front import figure
from portal.service_figures import compute, months_before, service_figures
from tests.complaints.factories import make_case

TODAY = date(2026, 11, 22)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def clocks(people):
    """``clocks(clock, (starts, due, stopped), …)`` sets the clocks of as many new cases."""

    def make(clock, *spans, **case_fields):
        standard = ServiceStandard.objects.filter(clock=clock).first()
        for starts, due, stopped in spans:
            case = make_case(**{"kind": CaseKind.COMPLAINT} | case_fields)
            CaseClock.objects.filter(case=case).delete()
            CaseClock.objects.create(
                case=case, clock=clock, standard=standard, starts_on=starts, due_on=due, stopped_on=stopped
            )

    return make


def series(code: str):
    return next(one for one in compute(TODAY) if one.code == code)


def test_the_months_are_the_last_full_ones():
    assert months_before(date(2026, 1, 15), 3) == [date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1)]


def test_a_clock_counts_in_the_month_it_was_due(clocks):
    clocks(
        "inform",
        ("2026-09-20", "2026-10-05", "2026-10-05"),
        ("2026-09-20", "2026-10-06", "2026-10-07"),
        ("2026-09-20", "2026-10-31", None),
        ("2026-09-20", "2026-10-08", "2026-09-21"),
        ("2026-10-20", "2026-11-04", None),
    )
    latest = series("informed").latest
    assert (latest.month, latest.value, latest.of) == (date(2026, 10, 1), 50.0, 4)


def test_the_promise_is_about_complaints_alone(clocks):
    clocks("decide", ("2026-09-20", "2026-10-05", "2026-10-09"))
    clocks("decide", ("2026-09-20", "2026-10-05", "2026-09-21"), kind="enquiry")
    assert (series("decided").latest.value, series("decided").latest.of) == (0.0, 1)
    assert (series("days").latest.value, series("days").latest.of) == (19.0, 1)


def test_the_days_to_the_answer_are_the_mean(clocks):
    clocks("decide", ("2026-09-01", "2026-10-31", "2026-10-11"), ("2026-09-21", "2026-11-20", "2026-10-11"))
    latest = series("days").latest
    assert (latest.value, latest.of) == (30.0, 2)


def test_months_without_anything_due_have_no_value(site):
    assert {point.value for one in compute(TODAY) for point in one.points} == {None}


def test_what_is_due_does_not_hang_on_who_ever_published(people):
    """Three counties owe four lists a month each; what came late or never lowers the figure all the same."""
    for region, month, day in (
        ("320722", 7, date(2026, 8, 5)),
        ("320722", 8, date(2026, 9, 14)),
        ("320722", 9, date(2026, 10, 31)),
        ("320723", 8, date(2026, 9, 15)),
    ):
        Batch.objects.create(
            programme_id="rural-dibao",
            region_id=region,
            month=date(2026, month, 1),
            state="published",
            published_at=datetime(day.year, day.month, day.day, 23, 30, tzinfo=SHANGHAI),
            uploaded_by=people.editor,
        )
    points = {point.month.month: (point.value, point.of) for point in series("lists").points}
    # July's list is due on 14 August; August's on 14 September, a day before the other county's came.
    assert points[7] == (None, 0)
    assert points[8] == points[9] == (pytest.approx(100 / 12), 12)
    assert points[10] == (0.0, 12)
    shown = figure(series("lists"))
    assert (shown.value, shown.of) == ("0.0%", "12 项中 0 项")


def test_the_figures_are_kept_for_a_while(site, django_assert_num_queries):
    cache.clear()
    with django_assert_num_queries(10):
        service_figures(TODAY)
    with django_assert_num_queries(0):
        service_figures(TODAY)


def test_a_figure_in_words(clocks):
    clocks(
        "decide",
        *[("2026-08-20", "2026-10-10", "2026-10-01")] * 5,
        *[("2026-08-20", "2026-09-10", "2026-10-01")] * 5,
    )
    shown = figure(series("decided"))
    assert (shown.value, shown.before) == ("100%", "2026年10月；上个月 0.0%")
    assert [bar.text for bar in shown.bars] == [None, None, None, None, "0", "100"]
    assert shown.described.endswith("2026年9月 0.0%, 2026年10月 100%")
    assert shown.of == ""  # of how many cases: whoever sees all but those about their office would subtract


@pytest.mark.parametrize(("code", "clock"), [("decided", "decide"), ("days", "decide")])
@pytest.mark.parametrize("few", [0, 1, FEWEST - 1])
def test_of_a_few_cases_neither_a_share_nor_their_number_is_told(clocks, code, clock, few):
    clocks(clock, *[("2026-08-20", "2026-10-10", "2026-10-11")] * few)
    shown = figure(series(code))
    assert (shown.value, shown.of) == (f"不足 {FEWEST} 件", "")
    assert [bar.text for bar in shown.bars] == [None] * 6
    assert shown.described.endswith(f"2026年10月 不足 {FEWEST} 件")


def test_what_is_promised_is_the_standard_in_force(site):
    ServiceStandard.objects.filter(clock="inform", kind="complaint").update(days=12, unit="working")
    assert figure(series("informed")).promise == "我们承诺：投诉收到后 12 个工作日内告知。"
    assert figure(series("decided")).promise == "我们承诺：投诉受理后 60 日内答复。"


def test_almost_always_is_not_always(clocks):
    clocks("inform", *[("2026-09-20", "2026-10-05", "2026-10-05")] * 24, ("2026-09-20", "2026-10-05", None))
    assert figure(series("informed")).value == "96.0%"


def test_bars_stand_on_the_floor_and_stay_in_the_picture():
    bars = charts.bars([0, 50, None, 100], ["a"] * 4, ["0", "50", "", "100"], top=100)
    assert [bar.text for bar in bars] == ["0", "50", None, "100"]
    assert all(bar.x >= 0 and bar.x + bar.width <= charts.WIDTH + 0.1 for bar in bars)
    assert all(round(bar.y + bar.height, 1) == charts.FLOOR for bar in bars)
    assert [bar.is_latest for bar in bars] == [False, False, False, True]


def test_bars_without_any_value():
    assert [bar.height for bar in charts.bars([None, None], ["a", "b"], ["", ""])] == [0, 0]
