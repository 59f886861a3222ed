"""No administrator moves a date that was promised, or gives an office more time than the law does."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints.clocks import calendars, projection, standards
from complaints.enums import CaseKind, ClockKind
from complaints.models import Alarm, CalendarDay, ServiceStandard
from complaints.oversight import looks
from tests.complaints.clocks.test_rules_site import a_standard, administrator  # noqa: F401
from tests.complaints.factories import make_complaint, moment
from tests.tables import rows_beside

TODAY = date(2026, 11, 28)
TABLE = rows_beside(__file__, "standards_refused.csv")


@pytest.mark.parametrize("row", TABLE, ids=[row["situation"] for row in TABLE])
def test_what_a_new_version_may_say(prepared, row):
    wanted = ServiceStandard(
        **{name: row[name].replace("*", "") for name in standards.COLUMNS},
        clock=row["clock"],
        valid_from=date.fromisoformat(row["valid_from"]),
        days=int(row["days"]),
        unit=row["unit"],
        starts_with=row["starts_with"].split(),
        stops_with=row["stops_with"].split(),
    )
    assert list(standards.faults(wanted, TODAY)) == row["refused"].split()


def test_every_standard_has_its_bounds_and_those_that_come_with_us_keep_them():
    assert len(TABLE) >= 20
    assert {row.clock for row in standards.BOUNDS.rows if not any(standards.weight(row))} == set(ClockKind)
    for row in standards.TABLE.rows:
        allowed = standards.bounds(standards.Situation(row.kind, row.matter, row.held_by), row.clock)
        assert allowed.fewest <= row.days <= allowed.most(row.unit), row


@pytest.mark.parametrize("kind", CaseKind)
def test_a_first_version_of_a_kind_holds_from_its_day_on(prepared, kind):
    """One for the kind alone took the place of the general one for cases of years before it."""
    made = standards.limit(standards.Situation(kind), ClockKind.REVIEW, TODAY)
    assert made.kind == ""
    own = ServiceStandard(kind=kind, clock="review", valid_from=date(2026, 11, 29), days=5, unit="working")
    rows = [*standards.load(), own]
    assert standards.applicable(rows, standards.Situation(kind), ClockKind.REVIEW, TODAY) == made
    assert standards.applicable(rows, standards.Situation(kind), ClockKind.REVIEW, date(2026, 11, 29)) is own


@pytest.mark.usefixtures("units")
def test_the_form_says_why_and_changes_nothing(administrator):  # noqa: F811
    case = make_complaint()
    promised = case.clocks.get().due_on
    before = ServiceStandard.objects.count()
    page = administrator.post(
        reverse("service_standard:add"), a_standard(valid_from="2024-01-01", days=30000, stops_with=["note"])
    )
    text = page.content.decode()
    assert "信访工作条例第二十三条：自收到之日起15日内告知" in text
    assert "最早从明天起" in text
    assert ServiceStandard.objects.count() == before
    projection.recompute()
    assert case.clocks.get().due_on == promised


def test_a_copy_is_a_new_version(administrator):  # noqa: F811
    """Posted to its own address it was the old version that changed, without a word in the log."""
    first = ServiceStandard.objects.get(kind="complaint", clock="inform")
    address = reverse("service_standard:copy", args=[first.pk])
    offered = administrator.get(address).context["form"].initial
    assert offered["days"] == first.days
    assert offered["valid_from"] > timezone.localdate()
    assert administrator.post(address, a_standard(days=3)).status_code == 302
    first.refresh_from_db()
    assert (first.days, first.version) == (15, 2)
    assert ServiceStandard.objects.get(kind="complaint", clock="inform", version=3).days == 3


@pytest.mark.usefixtures("units")
def test_a_day_through_which_a_clock_ran_stays(administrator):  # noqa: F811
    case = make_complaint(received_at=moment("2026-09-20 09:00"))
    promised = case.clocks.get().due_on
    there = CalendarDay.objects.get(date=date(2026, 10, 1))
    assert case.clocks.get().starts_on < there.date < promised
    answers = [
        administrator.post(reverse("calendar_day:add"), {"date": "2026-09-24", "note": "停工"}),
        administrator.post(
            reverse("calendar_day:edit", args=[there.pk]), {"date": "2026-10-01", "is_working": "on"}
        ),
        administrator.post(reverse("calendar_day:delete", args=[there.pk]), follow=True),
    ]
    assert all("承诺的日期不变" in answer.content.decode() for answer in answers)
    there.refresh_from_db()
    assert not there.is_working
    assert not CalendarDay.objects.filter(date=date(2026, 9, 24)).exists()
    assert administrator.post(reverse("calendar_day:add"), {"date": "2026-06-03"}).status_code == 302


def test_today_and_what_comes_may_change(prepared):

    assert calendars.fault(TODAY, False, TODAY) == ""
    assert calendars.fault(TODAY + timedelta(days=3), False, TODAY) == ""


def test_a_year_has_so_many_days_off(prepared):
    """Else a year of holidays would be as good as no deadline."""
    assert all(
        sum(day.date.weekday() < 5 and not day.is_working for day in calendars.published(year))
        <= calendars.MOST_WEEKDAYS_OFF
        for year in range(calendars.FIRST_YEAR, 2027)
    )
    days = (date(2031, 1, 1) + timedelta(days=number) for number in range(90))
    CalendarDay.objects.bulk_create(
        [CalendarDay(date=day, is_working=False) for day in days if day.weekday() < 5][
            : calendars.MOST_WEEKDAYS_OFF
        ]
    )
    last = date(2031, 12, 1)
    assert "2031" in calendars.fault(last, False, TODAY)
    assert calendars.fault(last, True, TODAY) == ""
    assert calendars.fault(date(2031, 12, 6), False, TODAY) == "", "a Saturday is off anyhow"
    assert calendars.fault(date(2031, 1, 1), False, TODAY) == "", "and one that is there may be corrected"


@pytest.mark.usefixtures("units")
def test_whoever_inspects_hears_of_it(administrator, staff):  # noqa: F811
    administrator.post(reverse("service_standard:add"), a_standard())
    alarm = Alarm.objects.get(rule="rules_day")
    assert alarm.person == staff["administrator"]
    assert looks.alarms(staff["inspector"]).filter(pk=alarm.pk).exists()
    assert not looks.alarms(staff["administrator"]).exists()
