"""Lists of earlier months and days: what they show today, and what they never show again."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disclosure.enums import Step
from disclosure.history.timeline import ListsInForce, Version
from disclosure.models import ListTotal
from disclosure.publication import proposals
from tests.disclosure.lists import household, id_number
from tests.disclosure.public.earlier import (
    CITY,
    COUNTY,
    LIST,
    TOWNSHIP,
    VILLAGE,
    address,
    at,
    hide,
    masked,
    page,
)

pytestmark = pytest.mark.django_db


def holders(client, code=VILLAGE, **query):
    text = page(client, code, "csv", **query)
    _heading, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    return [(row[1], row[3]) for row in rows]


def test_a_month_shows_who_stood_on_its_list(client, three_months):
    september = page(client, month="2026-09")
    assert "2026年9月" in september
    assert "这是以前的名单" in september
    assert (masked(3) in september, masked(12) in september) == (True, False)
    assert "460" in september
    october = page(client, month="2026-10")
    assert (masked(3) in october, masked(12) in october) == (False, False)
    assert "900" in october
    assert "新增" not in october
    assert "退出 1 户，变更 1 户" in october
    assert "如今公开的名单" in page(client, month="2026-11")
    assert "as a whole" not in page(client, prefix="/en", month="2026-09")
    assert "earlier list of September 2026" in page(client, prefix="/en", month="2026-09")


def test_every_list_leads_to_the_months_that_there_are(client, three_months):
    for query in ({}, {"month": "2026-09"}):
        for code in (VILLAGE, TOWNSHIP, COUNTY, CITY):
            text = page(client, code, **query)
            assert [f'value="2026-{month}"' in text for month in ("08", "09", "10", "11", "12")] == [
                False,
                True,
                True,
                True,
                False,
            ]


def test_the_file_of_a_month_says_so_in_its_name_and_in_each_row(client, three_months):
    response = client.get(address("csv", VILLAGE, LIST), {"month": "2026-09"})
    assert response["Content-Disposition"].endswith('320722100201-rural-dibao-2026-09.csv"')
    rows = list(csv.reader(io.StringIO(response.content.decode().removeprefix("\ufeff"))))
    assert {row[0] for row in rows[1:]} == {"2026-09"}
    assert len(rows) == 1 + 3
    assert len(holders(client, TOWNSHIP, month="2026-09")) == 6
    county = page(client, COUNTY, "csv", month="2026-09")
    assert [line.split(",")[:2] for line in county.splitlines()[1:]] == [
        ["2026-09", TOWNSHIP],
        ["2026-09", "320722101"],
    ]


def test_a_day_shows_what_was_public_at_its_end(client, three_months):
    today = timezone.localdate()
    assert "当时没有公开的名单" in page(client, on="2026-09-04")
    assert masked(3) in page(client, on="2026-09-05")
    assert "2026年9月的名单" in page(client, on="2026-10-05")
    assert masked(3) not in page(client, on="2026-10-06")
    assert masked(12) in page(client, on="2026-11-19")
    for query in ({"on": f"{today}"}, {"on": f"{today.year + 1}-01-01"}):
        assert 'list-moment"' not in page(client, **query)


@pytest.mark.parametrize("query", ["month=2026-13", "month=x", "on=2026-02-30", "on=x", "month=99999-01"])
def test_what_is_no_month_or_day_leads_to_the_list_of_now(client, three_months, query):
    response = client.get(f"{address('list', VILLAGE, LIST)}?{query}")
    assert response.url == address("list", VILLAGE, LIST)
    assert client.get(f"{address('csv', VILLAGE, LIST)}?{query}").status_code == 404


def test_figures_above_the_village_are_those_of_the_month(client, three_months):
    for code in (TOWNSHIP, COUNTY, CITY, "32"):
        total = {TOWNSHIP: 6}.get(code, 9)
        assert f"{total} 户" in page(client, code, month="2026-09")
    assert "8 户" in page(client, COUNTY, month="2026-10")
    assert "?month=2026-09" in page(client, COUNTY, month="2026-09")
    assert "当时没有公开" in page(client, COUNTY, month="2025-01")


def test_a_corrected_month_shows_its_latest_version_and_a_day_what_was_shown(client, on):
    on(10, 6, [household(n) for n in range(9)])
    on(10, 9, [household(n) for n in (0, 1, 2, 4, 5, 6, 7, 8)])
    on(11, 7, [household(n) for n in (0, 1, 2, 6)])
    assert masked(3) not in page(client, month="2026-10")
    assert masked(3) in page(client, on="2026-10-08")
    assert masked(3) not in page(client, on="2026-10-09")


def test_who_is_hidden_is_in_no_month_and_in_no_figure(client, three_months, county):
    before = ListTotal.objects.order_by("pk").values_list("households", "people", "amount", "hidden")
    before = list(before)
    hide(county, 0)
    for query in ({"month": "2026-09"}, {"month": "2026-10"}, {"on": "2026-09-20"}, {}):
        for prefix in ("", "/en"):
            assert masked(0) not in page(client, prefix=prefix, **query)
            for code in (VILLAGE, TOWNSHIP):
                assert masked(0) not in page(client, code, "csv", prefix, **query)
    assert "2 户" in page(client, month="2026-09")
    assert "1 户" in page(client, month="2026-10")
    assert "8 户" in page(client, COUNTY, month="2026-09")
    hide(county, 0, Step.UNHIDE)
    after = ListTotal.objects.order_by("pk").values_list("households", "people", "amount", "hidden")
    assert list(after) == before
    assert masked(0) in page(client, month="2026-09")


def test_a_withdrawn_list_is_withdrawn_for_its_month_and_its_days(client, county, on):
    on(10, 6, [household(n) for n in range(9)])
    wrong = on(10, 20, [household(n) for n in range(1, 10)])
    step = proposals.propose(Step.TAKE_DOWN, wrong, county.editor, "整份有误")
    proposals.confirm(step, county.reviewer)
    at(wrong, withdrawn_at=(10, 21))
    on(11, 7, [household(n) for n in (0, 1, 2)])
    for query in ({"month": "2026-10"}, {"on": "2026-10-20"}, {"on": "2026-10-30"}):
        for code in (VILLAGE, TOWNSHIP, COUNTY):
            text = page(client, code, **query)
            assert masked(3) not in text
            assert "撤下" in text
            assert page(client, code, "csv", status=302, **query)["Location"].endswith(
                "&".join(f"{key}={value}" for key, value in query.items())
            )
    assert masked(3) in page(client, on="2026-10-19")


def test_a_minor_has_no_name_in_any_month(client, on):
    child = household(0, **{"户主身份证号": id_number(9, date(2012, 1, 1)), "户主姓名": "欧阳小童"})
    on(10, 6, [child, household(3)])
    on(11, 7, [household(3)])
    text = page(client, month="2026-10")
    assert "（未成年人）" in text
    assert "欧" not in text


def test_a_household_that_moved_is_not_shown_where_it_came_to(client, on):
    """In each month it stands where it lived then."""
    on(10, 6, [household(0), household(1)])
    there = dict(zip(("所属街", "所属社"), ("双河街道", "刘庄村委会"), strict=True))
    on(11, 7, [{**household(0), **there}, household(1)])
    assert masked(0) in page(client, month="2026-10")
    assert masked(0) not in page(client, month="2026-11")
    assert masked(0) in page(client, "320722101201", month="2026-11")
    assert masked(0) not in page(client, "320722101201", month="2026-10")


def test_a_tag_of_a_month_is_not_that_of_another(client, three_months):
    held = {}
    for query in ("", "?month=2026-09", "?month=2026-10", "?on=2026-09-20"):
        url = address("list", VILLAGE, LIST) + query
        held[query] = client.get(url)["ETag"]
        assert client.get(url, headers={"if-none-match": held[query]}).status_code == 304
    assert len({tag.partition(".")[0] for tag in held.values()}) == 4


@pytest.mark.parametrize("code", [VILLAGE, TOWNSHIP, COUNTY, CITY])
@pytest.mark.parametrize("kind", ["list", "csv"])
@pytest.mark.parametrize("query", [{"month": "2026-09"}, {"on": "2026-09-20"}])
def test_an_earlier_page_asks_a_fixed_number_of_questions(client, three_months, code, kind, query):
    page(client, code, kind, **query)
    with CaptureQueriesContext(connection) as asked:
        page(client, code, kind, **query)
    assert len(asked) <= 9, "\n".join(one["sql"][:200] for one in asked)


def test_a_village_of_earlier_is_read_by_its_place(client, three_months):
    with CaptureQueriesContext(connection) as asked:
        page(client, month="2026-09")
    sql = next(one["sql"] for one in asked if 'FROM "disclosure_recipient"' in one["sql"])
    assert "LIMIT" in sql
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + sql)
            plan = str(cursor.fetchall())
        assert "recipient_current_list (region_id=? AND programme_id=?)" in plan
        assert "recipient_closed_list (region_id=? AND programme_id=?)" in plan
        assert "TEMP B-TREE" not in plan


def test_lists_of_every_village_are_held_against_those_above_them_once(monkeypatch):
    """Hundreds of villages, each with its own list: for each place of a page that would be their square."""
    towns = [f"{COUNTY}{100 + n}" for n in range(8)]
    villages = [f"{town}{200 + n}" for town in towns for n in range(20)]
    moment, month = timezone.now(), date(2026, 10, 1)
    snapshot = ListsInForce(
        {code: Version(n, code, month, moment, None, False) for n, code in enumerate(villages)}
    )
    asked, governing = [], ListsInForce.governing

    def counted(lists, code):
        asked.append(code)
        return governing(lists, code)

    monkeypatch.setattr(ListsInForce, "governing", counted)
    assert len(snapshot.inside(COUNTY)) == len(villages)
    assert {len(snapshot.inside(town)) for town in towns} == {20}
    assert all(not snapshot.inside(code) for code in villages)
    assert sorted(asked) == villages
