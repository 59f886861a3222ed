"""Statistics month by month: what the lists of that month say, and no few by comparing months."""

import json
import re
from datetime import date
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure.enums import Step
from disclosure.public.statistics import small_places, tables
from disclosure.public.statistics.small_places import kept_back
from disclosure.publication import differences, proposals, publishing, reviewing
from organizations.enums import Role
from organizations.models import Region
from portal import stamping
from tests.disclosure.lists import household
from tests.disclosure.public.earlier import CITY, COUNTY, LIST, TOWNSHIP, VILLAGE, at, hide
from tests.organizations.factories import make_people

pytestmark = pytest.mark.django_db
PROVINCE, BESIDE, OTHER_TOWNSHIP, OTHER_VILLAGE = "32", "320722100202", "320722101", "320722101201"
OTHER_COUNTY, FAR_VILLAGE = "320723", "320723100201"
PLACES = (PROVINCE, CITY, COUNTY, TOWNSHIP, OTHER_TOWNSHIP, VILLAGE, BESIDE, OTHER_VILLAGE, OTHER_COUNTY)
MONTHS = ("2026-09", "2026-10", "2026-11")
FAR = {"所属区": "丁县", "所属街": "新安镇", "所属社": "张庄村委会"}
NAMES = ("households", "people", "amount")
NOTHING = (None, None, None)


def figures(client, code, month):
    """By code what the statistics of a month say of the programme of these tests."""
    response = client.get(f"/lists/{code}/statistics.json", {"month": month} if month else {})
    if response.status_code == 404:  # no list of that month at all
        return {code: NOTHING}
    rows = json.loads(response.content)["rows"]
    return {row["code"]: tuple(row[name] for name in NAMES) for row in rows if row["programme"] == LIST}


def of_rows(client, code, month):
    """The same of a village or township, counted from the rows of its list."""
    response = client.get(f"/lists/{code}/{LIST}.json", {"month": month})
    if response.status_code != 200:
        return NOTHING
    rows = json.loads(response.content)["rows"]
    amount = sum(float(row["amount"]) for row in rows)
    return len(rows), sum(row["people"] for row in rows), f"{amount:.2f}"


def same(said, counted):
    return said[:2] == counted[:2] and float(said[2] or -1) == float(counted[2] or -1)


def hold(client, months=MONTHS):
    """Statistics of every place in every month against the rows and the totals of the lists of that month."""
    compared = 0
    for month in months:
        for code in (TOWNSHIP, OTHER_TOWNSHIP, VILLAGE, BESIDE, OTHER_VILLAGE, FAR_VILLAGE):
            assert same(figures(client, code, month)[code], of_rows(client, code, month)), (code, month)
        for code in (PROVINCE, CITY, COUNTY, OTHER_COUNTY, TOWNSHIP):
            said = figures(client, code, month)
            here, below = said[code], [figure for one, figure in said.items() if one != code]
            for at_place, name in enumerate(NAMES):
                parts = [float(figure[at_place]) for figure in below if figure[at_place] is not None]
                assert (sum(parts) if parts else None) == (float(here[at_place]) if parts else None), name
            for one, figure in said.items():
                assert figures(client, one, month)[one] == figure, (code, one, month)
                compared += figure[0] is not None
    return compared


@pytest.fixture
def far(county, load):
    """``far(rows, month)`` publishes a list of the county next door."""
    (reviewer,) = make_people([("审核乙", county.units["other_county"], Role.REVIEWER)])

    def far(numbers, month):
        rows = [household(number, **FAR) for number in numbers]
        region = Region.objects.get(pk=OTHER_COUNTY)
        batch = load(rows, month=date(2026, month, 1), region=region, user=county.stranger)
        batch = reviewing.submit(batch, county.stranger, "已核对")
        batch = reviewing.approve(batch, reviewer, ended=differences.sums(batch).ended)
        batch = publishing.publish(batch, reviewer)
        at(batch, published_at=(month, 9))
        return batch

    return far


def test_a_month_says_what_its_lists_say_in_every_place(client, on, county, far):
    on(9, 5, [household(n) for n in range(15)])
    far(range(40, 46), 9)
    on(10, 6, [household(n) for n in range(1, 16)])
    far(range(40, 47), 10)
    on(10, 12, [household(n) for n in range(1, 18)])  # corrects the month
    on(11, 7, [household(n) for n in range(2, 18)])
    hide(county, 9)
    assert hold(client) > 30
    city = {month: figures(client, CITY, month) for month in MONTHS}
    assert city["2026-10"][CITY][0] == 17 - 1 + 7
    # The county next door has no list of November: nothing of its October stands among the figures of that.
    assert city["2026-11"][OTHER_COUNTY] == NOTHING
    assert city["2026-11"][CITY][0] == city["2026-11"][COUNTY][0] == 15
    assert figures(client, PROVINCE, "2026-11")[CITY] == city["2026-11"][CITY]


def test_townships_that_publish_for_themselves_are_added_up(client, on, county, release):
    township, other = Region.objects.get(pk=TOWNSHIP), Region.objects.get(pk=OTHER_TOWNSHIP)
    for month in (9, 10):
        mine = [household(n) for n in range(month - 9, 24) if n % 3 < 2]
        at(release(mine, month=date(2026, month, 1), region=township), published_at=(month, 5))
        theirs = [household(n + 2) for n in range(0, 30, 3)]
        at(release(theirs, month=date(2026, month, 1), region=other), published_at=(month, 8))
    assert hold(client, MONTHS[:2]) >= 20
    assert figures(client, COUNTY, "2026-09")[COUNTY][0] == 16 + 10


def test_a_month_that_was_withdrawn_stays_withdrawn(client, on, county):
    on(9, 5, [household(n) for n in range(15)])
    wrong = on(10, 6, [household(n) for n in range(15)])
    proposals.confirm(proposals.propose(Step.TAKE_DOWN, wrong, county.editor, "有误"), county.reviewer)
    at(wrong, withdrawn_at=(10, 9))
    on(11, 7, [household(n) for n in range(15)])
    assert hold(client) > 10
    for code in (CITY, COUNTY, VILLAGE):
        assert figures(client, code, "2026-10")[code] == NOTHING
        for page in (f"/lists/{code}/statistics/", f"/lists/{code}/"):
            assert "撤下" in client.get(page, {"month": "2026-10"}).content.decode()
    assert figures(client, COUNTY, "2026-09")[COUNTY][0] == 15


def test_a_village_with_few_in_one_month_has_no_figures_in_any(client, on):
    few, several = [0, 3], [0, 3, 6, 9, 12]
    others = [n for n in range(40) if n % 3]
    on(9, 5, [household(n) for n in (*several, *others)])
    on(10, 6, [household(n) for n in (*few, *others)])
    on(11, 7, [household(n) for n in (*several, *others)])
    for month in (*MONTHS, ""):
        for code in (TOWNSHIP, VILLAGE):
            assert figures(client, code, month)[VILLAGE] == NOTHING
        assert figures(client, TOWNSHIP, month)[BESIDE] == NOTHING
        assert figures(client, TOWNSHIP, month)[TOWNSHIP][0] is not None
    page = client.get(f"/lists/{VILLAGE}/statistics/").content.decode()
    assert "trend__" not in page
    assert "别的月份也不显示" in page


@pytest.mark.parametrize("limit", [2, 3])
def test_no_two_months_have_one_kept_back_who_comes_out(limit):
    """Two months of a township of three villages, of every size: the same are kept back in both, and in each
    at least two who together are not few, unless all are.
    """
    for first, second in product(product(range(5), repeat=3), repeat=2):
        months = [dict(zip("abc", sizes, strict=True)) for sizes in (first, second)]
        kept = kept_back(["t"], [{"": {"t": 9}, "t": below} for below in months], limit)
        for below in months:
            assert {code for code, number in below.items() if 0 < number < limit} <= kept
            found = [number for code, number in below.items() if code in kept and number]
            others = [number for code, number in below.items() if code not in kept and number]
            assert not found or not others or (len(found) > 1 and sum(found) >= limit)


def test_an_older_month_keeps_back_what_the_later_ones_do():
    later = {"": {"t": 20}, "t": {"a": 2, "b": 6, "c": 5, "d": 7}}
    older = {"": {"t": 20}, "t": {"a": 5, "b": 5, "c": 9, "d": 1}}
    kept = kept_back(["t"], [later], 3)
    assert kept == {"a", "c"}
    assert kept_back(["t"], [later, older], 3, kept) == {"a", "c", "d"}


def test_a_picture_has_no_more_months_than_are_decided_about_at_once():
    assert small_places.months_compared() >= tables.IN_PICTURE


def test_the_picture_shows_the_months_and_the_table_says_them(client, three_months):
    page = client.get(f"/lists/{COUNTY}/statistics/").content.decode()
    pictures = re.findall(r"<svg class=\"trend__picture.*?</svg>", page, re.S)
    assert len(pictures) == 3  # households, people, money
    for picture in pictures:
        assert picture.count("<rect") == 3
        assert picture.count("trend__bar--now") == 1
        assert 'role="img"' in picture
        assert "2026年11月" in picture
    assert "style=" not in page
    assert '?month=2026-09">2026年9月' in page
    assert "The table below has each month." in client.get(f"/en/lists/{COUNTY}/statistics/").content.decode()


def test_every_place_leads_to_its_months_and_what_is_no_month_leads_back(client, three_months):
    for page in (f"/lists/{COUNTY}/", f"/lists/{COUNTY}/statistics/"):
        text = client.get(page).content.decode()
        assert [f'value="2026-{month}"' in text for month in ("08", "09", "10", "11")] == [False, *[True] * 3]
        of_month = client.get(page, {"month": "2026-09"})
        assert "2026年9月" in of_month.content.decode()
        tag = of_month["ETag"]
        again = client.get(page, {"month": "2026-09"}, headers={"If-None-Match": tag})
        assert again.status_code == 304
        for query in ("month=2026-13", "on=2026-09-20", "month=x"):
            assert client.get(f"{page}?{query}").url == page
    files = f"/lists/{COUNTY}/statistics.csv"
    assert "statistics-2026-09.csv" in client.get(files, {"month": "2026-09"})["Content-Disposition"]
    assert [client.get(files, {"month": month}).status_code for month in ("2026-08", "x")] == [404, 404]


def test_the_page_of_a_place_says_what_its_lists_of_a_month_say(client, three_months, county):
    hide(county, 6)
    for code, households in ((VILLAGE, 2), (TOWNSHIP, 5), (COUNTY, 8), (CITY, 8)):
        page = client.get(f"/lists/{code}/", {"month": "2026-09"}).content.decode()
        assert re.search(rf'data-label="户数">{households}<', page), code
        assert f"/lists/{code}/{LIST}/?month=2026-09" in page


@pytest.mark.parametrize("code", [PROVINCE, CITY, COUNTY, TOWNSHIP, VILLAGE])
@pytest.mark.parametrize("kind", ["", "statistics/", "statistics.json"])
def test_a_month_takes_a_fixed_number_of_questions(client, three_months, code, kind):
    stamping.now()  # looks once a process whether all tables are watched
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/lists/{code}/{kind}", {"month": "2026-10"}).status_code == 200
    assert len(captured) <= 12
