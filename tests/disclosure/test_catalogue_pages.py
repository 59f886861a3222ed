"""The catalogue against what is public: in each place, on the public pages, in files, and as a record."""

import csv
import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from disclosure.catalogue import overview as overviews
from disclosure.enums import DutyState
from disclosure.models import Batch, CatalogueItem, NotApplicable
from organizations.models import Unit
from portal.models import GuideIndexPage, GuidePage, PolicyIndexPage, PolicyPage
from tests.disclosure.notices.factories import make_notice

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
SHANGHAI = ZoneInfo("Asia/Shanghai")
COUNTY, TOWNSHIP, VILLAGE = "320722", "320722100", "320722100201"


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)


@pytest.fixture
def a_list(county):
    """``a_list(programme, month, published on, region=…)`` is public since a day."""

    def a_list(programme, month, on, region=COUNTY, state="published"):
        return Batch.objects.create(
            programme_id=programme,
            region_id=region,
            month=date(2026, month, 1),
            state=state,
            published_at=at(on),
            uploaded_by=county.editor,
        )

    return a_list


@pytest.fixture
def a_policy(county):
    def a_policy(topic, written_on, on, issuer="乙市民政局"):
        page = PolicyPage(
            title=f"{topic}{written_on}",
            slug=f"p{PolicyPage.objects.count()}",
            issuer=issuer,
            topic=topic,
            text="一、某",
            written_on=written_on,
            live=on is not None,
        )
        PolicyIndexPage.objects.get().add_child(instance=page)
        moments = {"first_published_at": on and at(on), "last_published_at": on and at(on)}
        PolicyPage.objects.filter(pk=page.pk).update(**moments)
        return page

    return a_policy


def states(code=COUNTY, today=TODAY):
    return {cell.duty.item.number: cell.state.value for cell in overviews.read(today).cells(code)}


def cell(number, code=COUNTY, today=TODAY):
    return next(one for one in overviews.read(today).cells(code) if one.duty.item.number == number)


def test_a_notice_that_stands_is_public_and_none_is_no_fault(county):
    assert cell(5, today=None).state == DutyState.NOT_SEEN
    make_notice(county.editor, county.reviewer)
    shown = cell(5, today=None)
    assert (shown.state, shown.url) == (DutyState.PUBLIC, reverse("disclosure:notices", args=[COUNTY]))
    assert cell(9, today=None).state == DutyState.NOT_SEEN, "another programme's"
    assert cell(5, code="320723", today=None).state == DutyState.NOT_SEEN, "another place"


def test_lists_are_judged_by_programme_month_and_day(a_list):
    a_list("rural-dibao", 10, date(2026, 11, 13))
    assert (cell(6).state, cell(6).programme) == (DutyState.LATE, "urban-dibao")
    a_list("urban-dibao", 10, date(2026, 11, 2))
    assert (cell(6).state, cell(6).by) == (DutyState.IN_TIME, date(2026, 12, 14))
    Batch.objects.filter(programme="urban-dibao").update(published_at=at(date(2026, 11, 14)))
    assert (cell(6).state, cell(6).programme) == (DutyState.AFTER, "urban-dibao")
    assert cell(6, TOWNSHIP).state == DutyState.AFTER
    assert states("320723")[6] == "late"


def test_a_list_that_nobody_renews_is_stale(a_list):
    a_list("tekun", 9, date(2026, 10, 10))
    assert (cell(10).state, cell(10).by) == (DutyState.STALE, date(2026, 11, 13))


def test_a_corrected_list_came_when_the_first_one_did(a_list):
    a_list("tekun", 10, date(2026, 11, 2), state="replaced")
    a_list("tekun", 10, date(2026, 11, 20))
    assert cell(10).state == DutyState.IN_TIME


def test_a_withdrawn_list_is_due_again(a_list):
    batch = a_list("tekun", 10, date(2026, 11, 2), state="taken-down")
    Batch.objects.filter(pk=batch.pk).update(withdrawn_at=at(date(2026, 11, 20)))
    assert (cell(10).state, cell(10).by) == (DutyState.DUE, date(2026, 12, 4))


def test_policies_count_for_the_county_that_issued_them_and_others_for_all(a_list, a_policy):
    a_list("tekun", 8, date(2026, 9, 1))
    a_policy("tekun", date(2026, 10, 12), date(2026, 10, 20), issuer="丙县民政局")
    assert (states()[7], states(TOWNSHIP)[7], states("320723")[7]) == ("in-time", "in-time", "late")
    a_policy("tekun", date(2026, 10, 19), date(2026, 11, 20))
    assert (states()[7], states("320723")[7]) == ("after", "after")


def test_a_text_that_nobody_published_is_late_after_its_time_and_says_no_title(a_list, a_policy, client):
    a_list("tekun", 8, date(2026, 9, 1))
    a_policy("dibao", date(2026, 9, 7), date(2026, 9, 8))
    draft = a_policy("dibao", date(2026, 11, 2), None)
    assert (cell(3).state, cell(3).by) == (DutyState.STALE, date(2026, 11, 16))
    page = client.get(reverse("disclosure:catalogue_place", args=[COUNTY])).content.decode()
    assert draft.title not in page
    PolicyPage.objects.filter(pk=draft.pk).update(first_published_at=at(date(2026, 11, 3)))
    assert cell(3).state == DutyState.IN_TIME, "what two withdrew after it was public is owed no more"


def test_a_column_of_policies_without_anything_new_is_stale(a_list, a_policy):
    a_list("tekun", 8, date(2026, 9, 1))
    a_policy("temporary", date(2020, 1, 1), date(2026, 5, 20))
    assert (cell(11).state, cell(11).by) == (DutyState.STALE, date(2026, 11, 20))


def test_guides_and_offices(county, a_list):
    a_list("tekun", 8, date(2026, 9, 1))
    assert (states()[4], states()[2]) == ("late", "late")
    guide = GuidePage(title="怎么申请低保", slug="g", summary="x", programme_id="urban-dibao")
    GuideIndexPage.objects.get().add_child(instance=guide)
    GuidePage.objects.filter(pk=guide.pk).update(last_published_at=at(date(2026, 3, 1)))
    assert (states()[4], states()[8]) == ("public", "late")
    Unit.objects.filter(region=COUNTY).update(phone="0518-0010000", address="示范路1号")
    assert (states()[2], states(TOWNSHIP)[2]) == ("public", "late")
    Unit.objects.filter(region=TOWNSHIP).update(open_until=date(2026, 1, 1))
    assert states(TOWNSHIP)[2] == "public", "where there is no office of its own, the one above"


def test_what_stands_on_the_village_board_alone_is_not_said_to_be_late(county):
    CatalogueItem.objects.filter(number=5).update(proof="nothing")
    assert states()[5] == "not-seen"


def test_what_does_not_apply_is_said_with_its_reason_and_of_one_programme_counts_no_more(a_list, client):
    a_list("rural-dibao", 10, date(2026, 11, 2))
    item = CatalogueItem.objects.get(number=6)
    given = {"region_id": COUNTY, "since": date(2026, 1, 1)}
    NotApplicable.objects.create(item=item, programme_id="urban-dibao", reason="没有城市户口", **given)
    assert cell(6).state == DutyState.IN_TIME
    tekun = CatalogueItem.objects.get(number=10)
    NotApplicable.objects.create(item=tekun, reason="本县没有特困人员", **given)
    assert states()[10] == states(TOWNSHIP)[10] == "not-applicable"
    page = client.get(reverse("disclosure:catalogue_place", args=[COUNTY])).content.decode()
    assert "本县没有特困人员" in page
    assert "2026年1月1日" in page


def record(today=TODAY, code=COUNTY):
    found = overviews.records(overviews.read(today), [code])[code]
    return {number: (one.due, one.in_time, one.after, one.missing) for number, one in found.items()}


def test_the_own_record_is_of_what_was_due_in_twelve_months(a_list, a_policy):
    a_list("rural-dibao", 8, date(2026, 9, 14))
    a_list("rural-dibao", 9, date(2026, 10, 30))
    a_policy("dibao", date(2026, 10, 12), date(2026, 11, 20), issuer="丙县民政局")
    a_policy("dibao", date(2026, 10, 12), None, issuer="丙县民政局")
    a_policy("dibao", date(2026, 11, 12), None, issuer="丙县民政局")
    a_policy("dibao", date(2026, 10, 12), date(2026, 10, 13))
    # August to October: of two programmes one list each month; the one of October is due on 13 November.
    assert record() == {6: (6, 1, 1, 4), 10: (3, 0, 0, 3), 13: (3, 0, 0, 3), 3: (2, 0, 1, 1)}
    assert record(date(2027, 10, 1))[6][0] == 24, "no more than twelve months and the days of this one"


def lines(client, *args):
    name = "catalogue_place_csv" if args else "catalogue_csv"
    text = client.get(reverse(f"disclosure:{name}", args=args)).content.decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def test_files_say_what_the_pages_say(client, a_list):
    a_list("rural-dibao", 10, date(2026, 11, 2))
    own = lines(client, COUNTY)
    assert [row["编号"] for row in own] == [str(number) for number in range(1, 14)]
    assert own[5]["状态"] in ("逾期未公开", "待公开")
    every = lines(client)
    assert {row["代码"] for row in every} == {"320722", "320723", "320803"}
    assert len(every) == 39


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (COUNTY, 200),
        (TOWNSHIP, 200),
        (VILLAGE, 302),
        ("3207", 404),
        ("330100", 404),
        ("320799", 404),
        ("32072", 404),
    ],
)
def test_which_places_have_a_page(client, a_list, code, status):
    a_list("rural-dibao", 10, date(2026, 11, 2))
    assert client.get(reverse("disclosure:catalogue_place", args=[code])).status_code == status


def test_pages_speak_both_languages(client, a_list):
    a_list("rural-dibao", 10, date(2026, 11, 2))
    chinese = strip_tags(client.get(reverse("disclosure:catalogue")).content.decode())
    assert "所见副本看不清，待管理员补填" in chinese
    assert "丙县" in chinese
    english = strip_tags(
        client.get("/en" + reverse("disclosure:catalogue_place", args=[COUNTY])).content.decode()
    )
    assert "Information on the approval" in english
    assert "Its own record" in english


@pytest.mark.parametrize(("name", "args", "most"), [("catalogue", [], 12), ("catalogue_place", [COUNTY], 12)])
def test_a_page_asks_a_fixed_number_of_questions(client, county, a_list, a_policy, name, args, most):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(f"disclosure:{name}", args=args)).status_code == 200
        return [query["sql"] for query in captured]

    a_list("rural-dibao", 9, date(2026, 10, 2))
    few = asked()
    for month in (8, 9, 10):
        for programme in ("urban-dibao", "tekun", "temporary"):
            a_list(programme, month, date(2026, month + 1, 3), region="320723")
    for number in range(9):
        a_policy("dibao", timezone.localdate(), date(2026, 11, 1 + number), issuer="丁县民政局")
    many = asked()
    assert len(many) == len(few) <= most, "\n".join(many)
