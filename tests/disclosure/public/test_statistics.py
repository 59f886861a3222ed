"""Statistics for all: they are what the lists say, and nobody is to be recognised by them."""

import csv
import io
import json
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure.models import Programme
from disclosure.public.statistics import small_places
from disclosure.public.statistics.small_places import kept_back
from portal import stamping
from tests.disclosure.lists import household
from tests.disclosure.public.earlier import CITY, COUNTY, LIST, TOWNSHIP, VILLAGE, hide

pytestmark = pytest.mark.django_db
BESIDE, OTHER_TOWNSHIP = "320722100202", "320722101"


def read(client, code, kind="/", prefix=""):
    response = client.get(f"{prefix}/lists/{code}/statistics{kind}")
    assert response.status_code == 200
    return response.content.decode()


def figures(client, code):
    """By code what the file says of the programme of these tests."""
    rows = json.loads(read(client, code, ".json"))["rows"]
    names = ("households", "people", "amount")
    return {row["code"]: tuple(row[name] for name in names) for row in rows if row["programme"] == LIST}


def of_lists(client, code):
    """The same from the files of the lists."""
    rows = json.loads(client.get(f"/lists/{code}/{LIST}.json").content)["rows"]
    return {row["code"]: (row["households"], row["people"], row["amount"]) for row in rows}


def test_the_figures_are_those_of_the_rows_from_the_village_to_the_city(client, release, county):
    release([household(n) for n in range(12)])
    hide(county, 3)
    for code, part in ((CITY, COUNTY), (COUNTY, TOWNSHIP), (COUNTY, OTHER_TOWNSHIP)):
        assert figures(client, code)[part] == of_lists(client, code)[part] == figures(client, part)[part]
    rows = json.loads(client.get(f"/lists/{VILLAGE}/{LIST}.json").content)["rows"]
    amount = sum(float(row["amount"]) for row in rows)
    people = sum(row["people"] for row in rows)
    assert figures(client, TOWNSHIP)[VILLAGE] == (len(rows), people, f"{amount:.2f}")


def test_the_file_has_the_lines_of_the_page_with_month_and_codes(client, release):
    release([household(n) for n in range(12)])
    response = client.get(f"/lists/{TOWNSHIP}/statistics.csv")
    assert f'"{TOWNSHIP}-statistics-2026-10.csv"' in response["Content-Disposition"]
    _heading, *lines = csv.reader(io.StringIO(response.content.decode().removeprefix("\ufeff")))
    village = next(line for line in lines if line[1] == VILLAGE and line[5] == LIST)
    assert village[:5] == ["2026-10", VILLAGE, "刘庄村委会", COUNTY, TOWNSHIP]
    assert len(lines) == len(json.loads(read(client, TOWNSHIP, ".json"))["rows"])


def test_a_village_with_few_households_has_no_figures_and_they_do_not_come_out(client, release):
    numbers = [0, *(n for n in range(1, 31) if n % 3)]
    release([household(n) for n in numbers])
    for code in (VILLAGE, BESIDE):  # the few, and the one beside that would tell of them
        assert figures(client, code)[code] == (None, None, None)
        assert figures(client, TOWNSHIP)[code] == (None, None, None)
    assert figures(client, TOWNSHIP)[TOWNSHIP][0] == 11
    page = read(client, TOWNSHIP)
    assert page.count("不显示：户数太少") == 2
    assert "不足 3 户" in page
    assert "not shown: few households" in read(client, TOWNSHIP, prefix="/en").lower()


def test_where_no_list_is_public_that_is_said(client, county):
    assert "尚未公开" in read(client, COUNTY)
    assert figures(client, VILLAGE)[VILLAGE] == (None, None, None)


def test_a_place_leads_there_and_what_is_unchanged_is_not_sent_again(client, release):
    release([household(n) for n in range(12)])
    address = f"/lists/{COUNTY}/statistics/"
    assert address in client.get(f"/lists/{COUNTY}/").content.decode()
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/lists/320799/statistics/").status_code == 404


@pytest.mark.parametrize("code", [CITY, COUNTY, TOWNSHIP, VILLAGE])
def test_it_asks_a_fixed_number_of_questions(client, release, code):
    release([household(n) for n in range(30)])
    stamping.now()  # looks once a process whether all tables are watched
    with CaptureQueriesContext(connection) as captured:
        read(client, code)
    assert len(captured) <= 12


def test_how_few_households_have_no_figures_is_a_setting(client, release):
    release([household(n) for n in range(30)])
    Programme.objects.filter(pk="rural-dibao").update(fewest_households=100)
    assert "不足 100 户" in read(client, COUNTY)


def test_the_limits_have_their_reasons():
    assert all(limit.basis for limit in small_places.TABLE.rows)


@pytest.mark.parametrize(
    ("below", "kept"),
    [
        ({"a": 5, "b": 9, "c": 0}, ""),
        ({"a": 2, "b": 9, "c": 7}, "ac"),
        ({"a": 1, "b": 1, "c": 7, "d": 9}, "abc"),
        ({"a": 2, "b": 2, "c": 7}, "ab"),
        ({"a": 2, "b": 0, "c": 7}, "ac"),
    ],
)
def test_one_more_is_kept_back_wherever_one_would_come_out(below, kept):
    assert kept_back(["t"], [{"": {"t": sum(below.values())}, "t": below}], 3) == frozenset(kept)


def test_of_a_place_that_is_kept_back_one_below_is_too():
    households = {"": {"c": 20}, "c": {"s": 2, "t": 8, "u": 10}, "t": {"v": 3, "w": 5}}
    assert kept_back(["c", "t"], [households], 3) == {"s", "t", "v"}


def test_no_few_are_the_one_answer_to_what_is_shown():
    """Every township of four villages: what is shown leaves each of the few open."""
    for sizes in product(range(6), repeat=4):
        below = dict(zip("abcd", sizes, strict=True))
        kept = kept_back(["t"], [{"": {"t": sum(sizes)}, "t": below}], 3)
        few = {code for code, number in below.items() if 0 < number < 3}
        assert few <= kept
        if few and "t" not in kept:
            assert len(kept) > 1
            assert sum(below[code] for code in kept) >= 3
