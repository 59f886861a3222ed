"""Administrators keep standards and calendar; a change counts the clocks again."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from complaints.clocks import calendars, projection, standards
from complaints.models import CalendarDay, ServiceStandard
from organizations.enums import Role
from tests.complaints.factories import do_with_reasons, make_complaint, moment
from tests.organizations.factories import make_person


@pytest.fixture
def administrator(client, staff):
    client.force_login(staff["administrator"])
    return client


def a_standard(**changes):
    return {
        "kind": "complaint",
        "clock": "inform",
        "valid_from": timezone.localdate() + timedelta(days=1),
        "days": 5,
        "unit": "working",
        "starts_with": ["register"],
        "stops_with": ["accept"],
        "source": "local",
        "legal_basis": "市局规定第三条",
        **changes,
    }


def test_a_change_is_a_new_version_and_counts_again(administrator, units, django_capture_on_commit_callbacks):
    earlier = make_complaint(received_at=moment("2026-09-21 09:00"))
    today = make_complaint()
    later = make_complaint(received_at=moment("2031-09-01 09:00"))
    promised = [case.clocks.get().due_on for case in (earlier, today)]
    with django_capture_on_commit_callbacks(execute=True):
        response = administrator.post(reverse("service_standard:add"), a_standard())
    assert response.status_code == 302
    made = ServiceStandard.objects.get(kind="complaint", clock="inform", version=3)
    assert made.starts_with == ["register"]
    assert later.clocks.get().due_on == date(2031, 9, 8)
    assert [case.clocks.get().due_on for case in (earlier, today)] == promised
    assert ModelLogEntry.objects.filter(action="complaints.change_standard").count() == 1
    assert not ModelLogEntry.objects.filter(action="wagtail.create").exists()


def test_a_version_is_named_in_words(administrator):
    made = ServiceStandard.objects.create(**a_standard(version=2, kind=""))
    assert str(made) == "各类：告知反映人，5 个工作日（第 2 版）"
    html = administrator.get(reverse("service_standard:inspect", args=[made.pk])).content.decode()
    assert "[&#x27;register&#x27;]" not in html
    assert made.get_starts_with_display() in html


def test_days_are_filtered_by_year(administrator):
    CalendarDay.objects.create(date=date(2031, 10, 1), is_working=False, note="国庆节")
    html = administrator.get(reverse("calendar_day:index") + "?year=2031").content.decode()
    assert "2031年10月1日" in html
    assert "2026年10月1日" not in html


def test_no_version_is_edited_or_deleted(administrator):
    made = ServiceStandard.objects.first()
    for name in ("edit", "delete"):
        response = administrator.get(reverse(f"service_standard:{name}", args=[made.pk]))
        assert response.status_code == 302
        assert response.url == reverse("wagtailadmin_home")
    assert administrator.get(reverse("service_standard:index")).status_code == 200
    assert administrator.get(reverse("service_standard:inspect", args=[made.pk])).status_code == 200
    assert administrator.get(reverse("service_standard:copy", args=[made.pk])).status_code == 200


def test_a_day_is_added_changed_and_taken_out(administrator, units, django_capture_on_commit_callbacks):
    case = make_complaint(received_at=moment("2031-09-01 09:00"))  # due on Tuesday 16 September
    assert case.clocks.get().due_on == date(2031, 9, 16)
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(reverse("calendar_day:add"), {"date": "2031-09-16", "note": "台风停工"})
    assert case.clocks.get().due_on == date(2031, 9, 17)
    day = CalendarDay.objects.get(date=date(2031, 9, 16))
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(
            reverse("calendar_day:edit", args=[day.pk]),
            {"date": "2031-09-30", "is_working": "on", "note": ""},
        )
    assert not CalendarDay.objects.filter(date=date(2031, 9, 30)).exists(), "another date is another day"
    assert case.clocks.get().due_on == date(2031, 9, 16)
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(reverse("calendar_day:delete", args=[day.pk]))
    assert not CalendarDay.objects.filter(pk=day.pk).exists()
    assert ModelLogEntry.objects.filter(action="complaints.change_calendar").count() == 3


def test_nobody_else_keeps_them(client, staff):
    for who in ("handler", "operator", "inspector", "editor"):
        client.force_login(staff[who])
        for name in (
            *("service_standard:index", "calendar_day:index", "calendar_day:add"),
            *("calendar_year:index", "calendar_year:add"),
        ):
            assert client.get(reverse(name)).status_code == 302, (who, name)


def test_filling_again_changes_nothing_and_keeps_corrections(prepared):
    CalendarDay.objects.filter(date=date(2026, 10, 1)).update(note="更正")
    ServiceStandard.objects.filter(clock="refer").update(days=6)
    assert calendars.fill() == []
    assert standards.fill() == 0
    assert CalendarDay.objects.get(date=date(2026, 10, 1)).note == "更正"
    assert ServiceStandard.objects.get(clock="refer").days == 6


NOTICE = {  # of an invented 2027: who typed New Year's Day alone has the other days still before them
    date(2027, 1, 1): (False, "元旦"),
    **{date(2027, 2, day): (False, "春节") for day in range(5, 12)},
    **{date(2027, 10, day): (False, "国庆节") for day in range(1, 8)},
    date(2027, 10, 9): (True, "国庆节调休"),
}


def test_one_day_does_not_make_its_year_known(administrator, units, django_capture_on_commit_callbacks):
    """A deadline through Spring Festival came out firm and wrong because New Year's Day had been typed."""
    case = make_complaint(received_at=moment("2027-01-25 09:00"))
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(reverse("calendar_day:add"), {"date": "2027-01-01", "note": "元旦"})
    assert case.clocks.get().provisional
    page = administrator.post(reverse("calendar_year:add"), {"year": "2027", "notice": ""})
    assert page.status_code == 200
    assert "日历中只有 2027 年的 1 个放假日" in page.content.decode()
    assert not calendars.load().knows(date(2027, 2, 8))


def test_a_year_is_known_when_somebody_says_so_and_may_be_taken_back(
    administrator, units, django_capture_on_commit_callbacks
):
    # The fifteenth day is within Spring Festival.
    case = make_complaint(received_at=moment("2027-01-25 09:00"))
    CalendarDay.objects.bulk_create(
        CalendarDay(date=day, is_working=works, note=note) for day, (works, note) in NOTICE.items()
    )
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(reverse("calendar_year:add"), {"year": "2027", "notice": "国办发明电〔2026〕1号"})
    found = case.clocks.get()
    assert (found.due_on, found.provisional) == (date(2027, 2, 12), False)
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(reverse("calendar_year:delete", args=[2027]))
    assert case.clocks.get().provisional
    assert ModelLogEntry.objects.filter(action="complaints.change_calendar").count() == 2


def test_the_rest_of_a_notice_is_loaded_beside_what_was_typed(prepared, monkeypatch):
    CalendarDay.objects.create(date=date(2027, 1, 1), is_working=False, note="元旦（手工）")
    monkeypatch.setattr(calendars, "published", lambda year: _listed() if year == 2027 else [])
    monkeypatch.setattr(calendars.chinese_calendar, "holidays", {date(2027, 1, 1): "x"})
    assert calendars.fill() == [2027]
    assert CalendarDay.objects.filter(date__year=2027).count() == len(NOTICE)
    assert CalendarDay.objects.get(date=date(2027, 1, 1)).note == "元旦（手工）"
    assert calendars.load().knows(date(2027, 2, 8))
    assert calendars.fill() == []


def _listed():
    return [calendars.ListedDay(day, works, note) for day, (works, note) in NOTICE.items()]


def test_the_table_is_the_notice(prepared):
    calendar = calendars.load()
    assert not calendar.is_working(date(2026, 10, 1))
    assert calendar.is_working(date(2026, 10, 10))  # a make-up Saturday
    assert calendar.note(date(2026, 10, 1)) == "国庆节"
    assert calendar.knows(date(2026, 12, 31))
    assert not calendar.knows(date(2027, 1, 1))
    assert calendars.published(2040) == []


def test_a_countys_administrator_reads_the_rules_and_changes_nothing(client, units):
    client.force_login(make_person("县管理员", (units["county"], Role.ADMINISTRATOR)))
    day = CalendarDay.objects.first()
    assert client.get(reverse("calendar_day:index")).status_code == 200
    client.post(reverse("calendar_day:add"), {"date": "2026-12-24", "note": "x"})
    client.post(reverse("calendar_day:delete", args=[day.pk]))
    client.post(reverse("service_standard:add"), a_standard())
    assert not CalendarDay.objects.filter(date=date(2026, 12, 24)).exists()
    assert CalendarDay.objects.filter(pk=day.pk).exists()
    assert not ServiceStandard.objects.filter(legal_basis="市局规定第三条").exists()


@pytest.mark.parametrize("view", ["edit", "delete", "history", "usage"])
def test_a_day_has_all_its_pages_and_what_is_no_day_has_none(administrator, view):
    day = CalendarDay.objects.first()
    found = administrator.get(reverse(f"calendar_day:{view}", args=[day.pk]))
    assert found.status_code == 200
    address = reverse(f"calendar_day:{view}", args=[day.pk])
    for wrong in ("1", "2026-02-31", "9999-99-99"):
        assert administrator.get(address.replace(day.pk.isoformat(), wrong)).status_code == 404


def test_what_the_calendar_moved_stands_in_a_list(client, units, staff):
    moved = make_complaint(received_at=moment("2026-11-10 09:00"))
    do_with_reasons(moved, "accept", staff["handler"], at=moment("2026-11-11 09:00"))
    other = make_complaint(received_at=moment("2026-10-20 09:00"))
    CalendarDay.objects.create(date=date(2027, 1, 11), is_working=False, note="测试假日")
    projection.recompute()
    client.force_login(staff["city_supervisor"])
    page = client.get(reverse("case:index"), {"due": "moved"}).content.decode()
    assert moved.number in page
    assert other.number not in page
