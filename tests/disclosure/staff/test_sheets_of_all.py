"""Sheets of notices and of earlier months, and what hangs nowhere: for who does the lists of the place."""

import csv
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from disclosure.enums import Step
from disclosure.models import BoardPosting, ListTotal, Notice, Recipient
from disclosure.publication import posting
from organizations.enums import Role
from organizations.models import Region
from tests.disclosure.conftest import NOVEMBER, OCTOBER
from tests.disclosure.lists import household, name
from tests.disclosure.notices.factories import make_notice
from tests.disclosure.public.earlier import LIST, VILLAGE, hide, masked
from tests.disclosure.staff.test_posting import photo
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db
OTHER = "320722100202"


@pytest.fixture
def notice(county):
    return make_notice(county.editor, county.reviewer)


def sheet(client, user, notice, status=200):
    client.force_login(user)
    response = client.get(reverse("notice:sheet", args=[notice.public_id]))
    assert response.status_code == status
    return response.content.decode()


def put_up(client, user, address):
    client.force_login(user)
    return client.post(address, {"posted_on": timezone.localdate(), "photo": photo()})


def test_a_notices_sheet_has_the_name_where_the_law_asks_for_it(client, county, notice):
    page = sheet(client, county.editor, notice)
    assert "钱小二" in page
    assert "公示时间" in page
    assert "提出异议" in page
    assert notice.id_number not in page
    payment = make_notice(county.editor, county.reviewer, 2, programme="temporary", holder_name="孙小三")
    assert "孙小三" not in sheet(client, county.editor, payment)
    entry = ModelLogEntry.objects.filter(action="disclosure.print_sheet").latest("pk")
    assert "孙" not in str(entry.data) + entry.label


def test_a_minor_has_no_name_on_it(client, county, notice):
    Notice.objects.update(adult_on="2999-01-01")
    assert "钱小二" not in sheet(client, county.editor, notice)


@pytest.mark.parametrize("who", ["stranger", "inspector", "handler"])
def test_for_everybody_else_there_is_none(client, county, notice, who):
    client.force_login(getattr(county, who))
    response = client.get(reverse("notice:sheet", args=[notice.public_id]))
    assert response.status_code in (302, 403, 404)
    assert "钱小二" not in response.content.decode()
    response = put_up(client, getattr(county, who), reverse("notice:posted", args=[notice.public_id]))
    assert response.status_code in (302, 403, 404)
    assert not BoardPosting.objects.exists()


def test_one_that_is_not_shown_has_none(client, county):
    entered = make_notice(county.editor, None)
    sheet(client, county.editor, entered, status=404)
    Notice.objects.update(shown_from="2026-01-01", shown_until="2026-01-08", state="standing")
    sheet(client, county.editor, entered, status=404)


def test_a_hidden_household_has_none(client, county, release):
    release([household(n) for n in range(9)])
    row = Recipient.objects.current().get(holder_name=name(0))
    given = {"holder_name": row.holder_name, "id_number": row.id_number, "programme": "temporary"}
    notice = make_notice(county.editor, county.reviewer, **given)
    sheet(client, county.editor, notice)
    hide(county, 0)
    sheet(client, county.editor, notice, status=404)
    hide(county, 0, Step.UNHIDE)
    sheet(client, county.editor, notice)


def test_that_a_notice_hangs_is_recorded(client, county, notice):
    listed = reverse("notice:index") + "?board=missing"
    client.force_login(county.editor)
    assert str(notice.public_id) in client.get(listed).content.decode()
    address = reverse("notice:posted", args=[notice.public_id])
    assert address in client.get(reverse("notice:inspect", args=[notice.public_id])).content.decode()
    assert put_up(client, county.editor, address)["Location"] == reverse(
        "notice:inspect", args=[notice.public_id]
    )
    made = BoardPosting.objects.get()
    assert (made.notice, made.batch, made.posted_by) == (notice, None, county.editor)
    assert str(notice.public_id) not in client.get(listed).content.decode()
    photo_of = reverse("batch:photo", args=[made.public_id])
    assert photo_of in client.get(reverse("notice:inspect", args=[notice.public_id])).content.decode()
    assert client.get(photo_of).status_code == 200
    client.force_login(county.stranger)
    assert client.get(photo_of).status_code == 404


def test_not_before_it_was_shown(client, county, notice):
    client.force_login(county.editor)
    address = reverse("notice:posted", args=[notice.public_id])
    response = client.post(address, {"posted_on": "2020-01-01", "photo": photo()})
    assert response.status_code == 422
    assert "这一天还没有公开" in response.content.decode()


def test_an_earlier_month_has_its_own_sheet(client, county, release, seen):
    release([household(n) for n in range(9)])
    october = ListTotal.objects.get(region_id=VILLAGE, month="2026-10-01").batch
    release([household(n) for n in range(9) if n], month=NOVEMBER)
    assert name(0) not in seen(county.editor, "sheet", VILLAGE, LIST)
    page = seen(county.editor, "sheet", VILLAGE, LIST, month="2026-10")
    assert name(0) in page
    assert "2026年10月" in page
    assert f"{reverse('batch:sheet', args=[VILLAGE, LIST])}?month=2026-10" in seen(
        county.editor, "sheets", october.pk
    )
    assert name(0) not in seen(county.editor, "sheet", VILLAGE, LIST, month="2026-11")
    seen(county.editor, "sheet", VILLAGE, LIST, month="2026-01", status=404)
    seen(county.editor, "sheet", VILLAGE, LIST, month="so", status=404)
    seen(county.stranger, "sheet", VILLAGE, LIST, month="2026-10", status=404)


def test_who_is_hidden_today_is_on_no_earlier_sheet(county, release, seen):
    release([household(n) for n in range(9)])
    release([household(n) for n in range(9)], month=NOVEMBER)
    hide(county, 0)
    page = seen(county.editor, "sheet", VILLAGE, LIST, month="2026-10")
    assert name(0) not in page
    assert masked(0) not in page
    assert name(3) in page
    assert "这是以前月份的名单" in page


def unposted(client, user, **query):
    client.force_login(user)
    response = client.get(reverse("batch:unposted"), query)
    assert response.status_code == 200
    return response.content.decode()


def test_what_hangs_nowhere_is_listed_over_all_programmes(client, county, release):
    first = release([household(n) for n in range(9)])
    page = unposted(client, county.editor)
    address = reverse("batch:posted", args=[VILLAGE, first.pk])
    assert address in page
    assert reverse("batch:posted", args=[OTHER, first.pk]) in page
    assert address not in unposted(client, county.editor, programme="tekun")
    assert address in unposted(client, county.editor, programme=LIST, region="320722100")
    assert address not in unposted(client, county.editor, region="320723")
    assert address not in unposted(client, county.stranger)
    put_up(client, county.reviewer, address)
    assert address not in unposted(client, county.editor)
    assert {total.region_id for total in posting.missing("320722")} >= {OTHER}


def test_a_townships_editor_sees_their_villages_alone(client, county, release):
    batch = release([household(n) for n in range(9)])
    here = make_person("编辑镇", (county.units["township"], Role.EDITOR))
    page = unposted(client, here)
    assert reverse("batch:posted", args=[VILLAGE, batch.pk]) in page
    assert reverse("batch:posted", args=["320722101201", batch.pk]) not in page


def test_it_asks_as_little_of_many_as_of_few(client, county, release):
    asked = []
    for some, month in ((3, OCTOBER), (12, NOVEMBER)):
        release([household(n) for n in range(some)], month=month)
        unposted(client, county.editor)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("batch:unposted"))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 11


def test_the_home_page_says_how_many(client, county, release):
    release([household(n) for n in range(3)])
    client.force_login(county.editor)
    assert "全部未张贴：" in client.get(reverse("wagtailadmin_home")).content.decode()
    ListTotal.objects.update(is_posted=True)
    assert "全部未张贴：" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_a_month_is_in_the_address(client, county, release):
    earlier = release([household(n) for n in range(9)])
    later = release([household(2)], month=NOVEMBER, region=Region.objects.get(pk="320722101"))
    old = reverse("batch:posted", args=[VILLAGE, earlier.pk])
    new = reverse("batch:posted", args=["320722101201", later.pk])
    assert all(address in unposted(client, county.editor) for address in (old, new))
    page = unposted(client, county.editor, month="2026-10-01")
    assert old in page
    assert new not in page
    page = unposted(client, county.editor, month="2026-11-01")
    assert old not in page
    assert new in page
    assert old not in unposted(client, county.editor, month="so"), "a filter with a fault shows nothing"


def file_of(client, user, kind, **query):
    client.force_login(user)
    response = client.get(reverse("batch:unposted"), {"export": kind, **query})
    assert response.status_code == 200
    assert f".{kind}" in response["Content-Disposition"]
    content = b"".join(response.streaming_content)
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_it_is_handed_out_as_a_file(client, county, release, kind):
    release([household(n) for n in range(9)])
    headings, *rows = file_of(client, county.editor, kind)
    assert headings == ["区划代码", "村（社区）", "乡镇（街道）", "救助项目", "月份", "户数", "公开时间"]
    today = f"{timezone.localdate():%Y-%m-%d}"
    assert [VILLAGE, "刘庄村委会", "和平镇", "农村低保", "2026-10", "3", today] in rows
    assert len(rows) == 3
    assert [row[0] for row in file_of(client, county.editor, kind, region="320722101")[1:]] == [
        "320722101201"
    ]
    assert file_of(client, county.editor, kind, month="2026-09-01")[1:] == []
    assert file_of(client, county.stranger, kind)[1:] == []
    text = str([headings, *rows])
    assert not any(name(n) in text for n in range(9))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_asks_as_little_of_many_as_of_few_and_runs_no_formula(client, county, release, kind):
    asked = []
    for some, month in ((3, OCTOBER), (12, NOVEMBER)):
        release([household(n) for n in range(some)], month=month)
        Region.objects.filter(pk=VILLAGE).update(name="=1+1")
        file_of(client, county.editor, kind)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("batch:unposted"), {"export": kind}).getvalue()
        asked.append(len(queries))
        rows = file_of(client, county.editor, kind)
        assert "'=1+1" in [row[1] for row in rows]
        Region.objects.filter(pk=VILLAGE).update(name="刘庄村委会")
    assert asked[0] == asked[1] <= 10
