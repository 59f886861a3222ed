"""Five working days to discipline inspection, over holidays and make-up weekends."""

import datetime as dt

import pytest
from django.utils import timezone

from complaints.models import CalendarDay, ServiceStandard
from supervision import due, leads
from supervision.enums import LeadEventKind
from tests.supervision.factories import make_case, make_lead
from tests.supervision.test_transferring import send

pytestmark = pytest.mark.django_db


def opened_on(lead, day: dt.date):
    """The lead as if it had been opened on a day."""
    lead.opened_at = timezone.make_aware(dt.datetime.combine(day, dt.time(16, 30)))
    lead.save()
    return lead


def test_the_rule_is_data(inspector, units) -> None:
    clock = due.refer_clock(make_lead(inspector, units["inspection"]))
    assert (clock.standard.days, clock.standard.unit) == (5, "working")
    assert clock.standard.basis.startswith("内部规定：")


def test_without_a_standard_there_is_no_date(inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"])
    ServiceStandard.objects.filter(clock="refer").delete()
    assert due.refer_clock(lead) is None


def test_a_plain_week(inspector, units) -> None:
    lead = opened_on(make_lead(inspector, units["inspection"]), dt.date(2026, 11, 13))  # a Friday
    clock = due.refer_clock(lead, today=dt.date(2026, 11, 18))
    assert clock.due.date == dt.date(2026, 11, 20)
    assert clock.days_left == 2
    assert not clock.is_late


def test_the_october_holiday_lengthens_it(inspector, units) -> None:
    CalendarDay.objects.filter(date__year=2025).delete()
    days_off = [CalendarDay(date=dt.date(2025, 10, n), is_working=False, note="国庆节") for n in range(1, 9)]
    make_up = [
        CalendarDay(date=day, is_working=True, note="国庆节调休")
        for day in (dt.date(2025, 9, 28), dt.date(2025, 10, 11))
    ]
    CalendarDay.objects.bulk_create([*days_off, *make_up])
    lead = opened_on(make_lead(inspector, units["inspection"]), dt.date(2025, 9, 29))
    # 30 September; 9, 10, 11 (a make-up Saturday) and 13 October.
    assert due.refer_clock(lead).due.date == dt.date(2025, 10, 13)


def test_late_is_counted_in_working_days(inspector, units) -> None:
    lead = opened_on(make_lead(inspector, units["inspection"]), dt.date(2026, 11, 13))
    clock = due.refer_clock(lead, today=dt.date(2026, 11, 23))
    assert clock.is_late
    assert clock.days_late == 1


def test_a_transfer_stops_it_and_closing_without_one_drops_it(inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"], cases=[make_case(units["township"])])
    send(lead, inspector, units)
    lead.refresh_from_db()
    clock = due.refer_clock(lead, today=dt.date(2030, 1, 1))
    assert clock.stopped_on == timezone.localdate()
    assert not clock.is_late
    other = make_lead(inspector, units["inspection"])
    leads.act(other, LeadEventKind.CLOSED, user=inspector, reason="查无实据")
    other.refresh_from_db()
    assert due.refer_clock(other) is None
