"""What the catalogue asks of somebody's places: the panel, the report, and the mails to editors."""

import csv
import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from disclosure.catalogue import overview as overviews
from disclosure.catalogue import reminding
from disclosure.catalogue.offices import lines, offices
from disclosure.enums import CataloguePart, DutyState
from disclosure.models import Batch
from organizations.models import Region, Unit, User

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def publish(county, programme, month, on, region="320722"):
    at = datetime(on.year, on.month, on.day, 9, tzinfo=SHANGHAI)
    return Batch.objects.create(
        programme_id=programme,
        region_id=region,
        month=month,
        state="published",
        published_at=at,
        uploaded_by=county.editor,
    )


@pytest.fixture
def begun(county):
    """The portal began in August, with one list of 丙县."""
    return publish(county, "rural-dibao", date(2026, 8, 1), date(2026, 9, 1))


def report(client, user, **query):
    client.force_login(user)
    response = client.get(reverse("disclosure_duties"), query)
    assert response.status_code == 200
    return " ".join(strip_tags(response.content.decode()).split())


def exported(client, user, **query):
    client.force_login(user)
    response = client.get(reverse("disclosure_duties"), {"export": "csv", **query})
    text = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def test_whom_the_catalogue_binds(begun):
    overview = overviews.read()
    assert [one.code for one in offices(overview, ["3207"])] == ["320722", "320722100", "320722101", "320723"]
    assert [one.name for one in offices(overview, ["320722100"])] == ["丙县和平镇"]
    assert offices(overview, []) == []


def test_lines_come_by_office_or_what_was_due_first_on_top(begun):
    overview = overviews.read(date(2026, 11, 22))
    found = offices(overview, ["320722"])
    assert len(lines(overview, found)) == 3 * 13
    assert [line.cell.duty.item.number for line in lines(overview, found)[:3]] == [1, 2, 3]
    late = lines(overview, found, matter=CataloguePart.TEKUN, states=(DutyState.LATE,))
    assert {line.cell.duty.item.number for line in late} == {7, 8, 10}
    assert [line.cell.by for line in late] == sorted(line.cell.by for line in late)


def test_the_panel_says_how_many_and_the_longest_late(client, county, begun):
    client.force_login(county.editor)
    page = " ".join(strip_tags(client.get(reverse("wagtailadmin_home")).content.decode()).split())
    assert "公开目录对您所管地区的要求" in page
    assert "您所管地区的 13 个事项中" in page
    client.force_login(county.handler)
    assert "公开目录对" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_everybody_sees_their_own_places(client, county, begun):
    assert "丙县和平镇" in report(client, county.editor)
    assert "丁县" not in report(client, county.editor)
    assert "丁县" in report(client, county.inspector, state="late")
    client.force_login(county.handler)
    assert client.get(reverse("disclosure_duties")).status_code in (302, 403)


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({}, 52),
        ({"place": "320723"}, 13),
        ({"level": "4"}, 26),
        ({"level": "3"}, 26),
        ({"matter": "general"}, 8),
        ({"matter": "general", "place": "320722", "level": "3"}, 2),
        ({"state": "not-seen", "place": "320723"}, 2),
        ({"state": "not-applicable"}, 0),
    ],
)
def test_filters_stand_in_the_address_and_hold_for_the_file_too(client, county, begun, query, number):
    assert len(exported(client, county.inspector, **query)) == number
    words = f"{number} 项" if number else "没有符合筛选条件的事项"
    assert words in report(client, county.inspector, **query)


@pytest.mark.parametrize("query", [{"place": "330100"}, {"state": "x"}, {"level": "9"}])
def test_a_filter_with_a_fault_shows_nothing(client, county, begun, query):
    assert exported(client, county.inspector, **query) == []


def test_a_thousand_offices_cost_as_many_questions_as_one(client, county, begun):
    def asked(**query):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("disclosure_duties"), query).status_code == 200
        return len(captured)

    client.force_login(county.inspector)
    asked()  # what is kept from one request to the next is read
    few = [asked(), asked(state="open")]
    codes = [f"320722{number}" for number in range(102, 402)]
    Region.objects.bulk_create(
        Region(code=code, name=f"镇{code}", level=4, parent_id="320722") for code in codes
    )
    Unit.objects.bulk_create(
        Unit(name=f"所{code}", kind="township", region_id=code, parent=county.units["county"])
        for code in codes
    )
    asked()
    assert [asked(), asked(state="open")] == few
    assert max(few) <= 13


class TestMails:
    @pytest.fixture
    def editor(self, county):
        User.objects.filter(pk=county.editor.pk).update(email="editor@example.org", last_login=timezone.now())
        return county.editor

    def told(self, day):
        mail.outbox.clear()
        reminding.remind(reverse("disclosure_duties"), day)
        return "\n".join(f"{one.subject}\n{one.body}" for one in mail.outbox)

    def test_before_something_is_due(self, county, editor, begun):
        for programme in ("rural-dibao", "urban-dibao"):
            publish(county, programme, date(2026, 10, 1), date(2026, 11, 2))
        # November's list is due on 14 December, a Monday: three working days before is Wednesday the 9th.
        assert "低保" not in self.told(date(2026, 12, 8))
        assert "最低生活保障、审批信息" in self.told(date(2026, 12, 9))
        assert "最低生活保障、审批信息" not in self.told(date(2026, 12, 10))

    def test_when_something_fell_late_and_again_each_week(self, county, editor, begun):
        for programme in ("rural-dibao", "urban-dibao"):
            publish(county, programme, date(2026, 10, 1), date(2026, 11, 2))
        words = "最低生活保障、审批信息，久未更新"
        assert [words in self.told(date(2026, 12, day)) for day in (14, 15, 16, 21, 22)] == [
            False,
            True,
            False,
            True,
            False,
        ]

    @pytest.mark.parametrize("day", [date(2026, 12, 19), date(2026, 12, 20), date(2026, 10, 1)])
    def test_never_on_a_day_off(self, editor, begun, day):
        assert self.told(day) == ""

    def test_on_a_make_up_saturday_too(self, editor, begun):
        """10 October 2026 is worked: what was due on the 9th is told on it."""
        assert overviews.read(date(2026, 10, 10)).moment.count(date(2026, 10, 9), 1)[0] == date(2026, 10, 10)

    def test_only_to_editors_of_the_place_and_without_anybodys_name(self, county, editor, begun):
        told = self.told(date(2026, 12, 21))
        assert [one.to for one in mail.outbox] == [["editor@example.org"]]
        assert "丙县" in told
        assert "丁县" not in told
        assert "编辑甲" not in told
        assert "/staff/catalogue/report/" in told

    def test_not_to_who_has_no_address_or_is_held_back(self, county, editor, begun):
        User.objects.filter(pk=editor.pk).update(held_back=True)
        assert self.told(date(2026, 12, 21)) == ""
