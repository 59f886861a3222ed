"""A county's lists of a month as one file: the rows of the pages, and nothing besides."""

import csv
import io
import json
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure.enums import Step
from disclosure.models import Programme
from disclosure.public.bulk import columns, files, months
from disclosure.public.columns import Form, Medium, form_of
from disclosure.publication import proposals
from organizations.models import Region
from portal import stamping
from tests.disclosure import shapes
from tests.disclosure.lists import household
from tests.disclosure.public.earlier import CITY, COUNTY, LIST, TOWNSHIP, VILLAGE, at, hide

pytestmark = pytest.mark.django_db
VILLAGES = (VILLAGE, "320722100202", "320722101201")
MONTHS = ("2026-09", "2026-10", "2026-11")


def bulk(client, month, kind="jsonl", prefix="", status=200):
    response = client.get(f"{prefix}/lists/bulk/{COUNTY}-{month}.{kind}")
    assert response.status_code == status
    return b"".join(response).decode() if status == 200 else response


def records(client, month):
    return [json.loads(line) for line in bulk(client, month).splitlines()]


def of_pages(client, month, programme=LIST):
    """The rows of the villages' own files, each with the code of its village."""
    found = []
    for code in VILLAGES:
        response = client.get(f"/lists/{code}/{programme}.json", {"month": month})
        if response.status_code == 200:
            found += [(code, *row.values()) for row in json.loads(response.content)["rows"]]
    return found


@pytest.mark.parametrize("month", MONTHS)
def test_its_rows_are_those_of_the_villages_lists(client, three_months, county, month):
    hide(county, 6)
    names = ("code", "name", "people", "amount", "programme_name", "village", "since")
    rows = [tuple(row[name] for name in names) for row in records(client, month)]
    assert rows == of_pages(client, month)
    assert len(rows) > 6
    households = json.loads(client.get(f"/lists/{COUNTY}/statistics.json?month={month}").content)["rows"]
    assert len(rows) == next(row["households"] for row in households if row["programme"] == LIST)


def test_the_csv_has_the_same_rows_under_headings_in_the_language_of_the_address(client, three_months):
    heading, *lines = csv.reader(io.StringIO(bulk(client, "2026-10", "csv").removeprefix("\ufeff")))
    assert heading[:2] == ["月份", "所属县区代码"]
    assert lines == [
        ["" if value is None else str(value) for value in row.values()] for row in records(client, "2026-10")
    ]
    english = bulk(client, "2026-10", "csv", "/en").removeprefix("\ufeff").splitlines()
    assert english[0].startswith("Month,Code of the county")
    assert "Rural subsistence allowance" in english[1]


def test_month_township_and_code_are_in_its_rows_and_in_its_name(client, three_months):
    response = client.get(f"/lists/bulk/{COUNTY}-2026-09.csv")
    assert b"".join(response)
    assert f'"{COUNTY}-lists-2026-09.csv"' in response["Content-Disposition"]
    rows = records(client, "2026-09")
    assert {row["month"] for row in rows} == {"2026-09"}
    assert Counter(row["township_code"] for row in rows) == {TOWNSHIP: 6, "320722101": 3}
    assert {row["township"] for row in rows} == {"和平镇", "双河街道"}
    assert {row["code"] for row in rows} == set(VILLAGES)


def test_a_programme_has_the_columns_of_its_list_alone(client, on, release):
    on(10, 6, [household(n) for n in range(3)])
    village = Region.objects.get(pk=VILLAGE)
    release(shapes.temporary(), programme=Programme.objects.get(pk="temporary"), region=village)
    once = [row for row in records(client, "2026-10") if row["programme"] == "temporary"]
    assert once
    assert all(row["people"] is None and row["paid_once"] == 1 and row["reason"] for row in once)
    assert [(row["code"], row["name"], row["amount"]) for row in once] == [
        (code, name, amount) for code, name, amount, *_rest in of_pages(client, "2026-10", "temporary")
    ]
    monthly = [row for row in records(client, "2026-10") if row["programme"] == LIST]
    assert all(row["reason"] is None and row["people"] for row in monthly)


def test_a_withdrawn_list_is_in_no_file(client, on, county):
    on(9, 5, [household(n) for n in range(6)])
    wrong = on(10, 6, [household(n) for n in range(6)])
    bulk(client, "2026-10")
    proposals.confirm(proposals.propose(Step.TAKE_DOWN, wrong, county.editor, "有误"), county.reviewer)
    at(wrong, withdrawn_at=(10, 9))
    bulk(client, "2026-10", status=404)
    assert len(records(client, "2026-09")) == 6
    page = client.get(f"/lists/bulk/{COUNTY}/").content.decode()
    assert (f"{COUNTY}-2026-09.csv" in page, f"{COUNTY}-2026-10.csv" in page) == (True, False)


def test_the_dictionary_has_each_column_of_the_file_with_what_it_rests_on(client, three_months):
    page = client.get(f"/lists/bulk/{COUNTY}/").content.decode()
    _heading, *lines = csv.reader(
        io.StringIO(client.get("/lists/bulk/columns.csv").content.decode().removeprefix("\ufeff"))
    )
    assert [line[1] for line in lines] == [one.name for one in columns.COLUMNS]
    assert [line[1] for line in lines] == list(records(client, "2026-09")[0])
    assert all(all(line[:5]) for line in lines)
    for line in lines:
        assert all(part in page for part in line[:3])
    assert "最低生活保障审核确认办法 24" in page
    assert "来源" in page


def test_what_a_list_shows_of_a_household_is_what_the_table_of_columns_lets_out():
    shown = {one.name for one in columns.COLUMNS if one.is_of_list}
    table = {name for name in shown if form_of(LIST, Medium.WEB, name) != Form.LEFT_OUT}
    assert table == shown - {"reason"}
    assert all(one.bases for one in columns.COLUMNS if one.is_of_list)


def test_it_is_linked_from_the_lists_and_the_statistics_of_the_county_and_below(client, three_months):
    for code in (COUNTY, TOWNSHIP, VILLAGE):
        for page in ("", f"{LIST}/", "statistics/"):
            text = client.get(f"/lists/{code}/{page}").content.decode()
            assert f"/lists/bulk/{COUNTY}/" in text, (code, page)
    assert "/lists/bulk/" not in client.get(f"/lists/{CITY}/statistics/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        f"/lists/bulk/{CITY}/",
        f"/lists/bulk/{TOWNSHIP}-2026-10.csv",
        f"/lists/bulk/{COUNTY}-2026-13.csv",
        f"/lists/bulk/{COUNTY}-0000-01.csv",
        f"/lists/bulk/{COUNTY}-2026-08.csv",
        "/lists/bulk/320799/",
    ],
)
def test_where_there_is_no_list_there_is_no_file(client, three_months, address):
    assert client.get(address).status_code == 404


def test_what_is_unchanged_is_not_sent_again_and_a_changed_list_is(client, three_months, county):
    address = f"/lists/bulk/{COUNTY}-2026-10.csv"
    response = client.get(address)
    assert b"".join(response)
    tag = response["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    hide(county, 1)
    changed = client.get(address, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert b"".join(changed)


def test_one_file_at_a_time_and_the_turn_comes_back(client, three_months, monkeypatch):
    address = f"/lists/bulk/{COUNTY}-2026-10.csv"
    taken = files.FileInTurn(iter(["x"]))
    busy = client.get(address)
    assert (busy.status_code, busy["Retry-After"]) == (503, "120")
    assert client.head(address).status_code == 200
    taken.close()
    given_up = files.FileInTurn(iter(["x", "y"]))
    assert next(given_up) == "x"
    given_up.close()
    assert b"".join(client.get(address))
    monkeypatch.setattr(files, "MOST_SECONDS", -1)
    with pytest.raises(files.SentTooSlowly):
        b"".join(client.get(address))
    files.FileInTurn(iter([])).close()


def test_it_is_sent_in_pieces_and_each_township_is_asked_for_once(client, on, monkeypatch):
    monkeypatch.setattr(files, "LINES_AT_ONCE", 4)
    asked = []
    stamping.now()  # looks once a process whether all tables are watched
    for month, size in ((9, 9), (10, 40)):
        on(month, 5, [household(n) for n in range(size)])
        with CaptureQueriesContext(connection) as captured:
            response = client.get(f"/lists/bulk/{COUNTY}-2026-{month:02}.csv")
            pieces = list(response)
        assert len(pieces) == -(-(size + 1) // 4)
        asked.append(len(captured))
    assert asked[0] == asked[1] <= 12


def test_nothing_is_written_for_it(client, three_months):
    with CaptureQueriesContext(connection) as captured:
        bulk(client, "2026-10")
    # PostgreSQL streams by a cursor, which is declared for a SELECT.
    reads = ("SELECT", "DECLARE")
    assert [one["sql"] for one in captured if not one["sql"].lstrip("( ").startswith(reads)] == []


def test_the_page_says_when_lists_were_last_published(client, on):
    on(9, 5, [household(n) for n in range(6)])
    on(10, 6, [household(n) for n in range(6)])
    on(10, 8, [household(n) for n in range(5)])
    assert [(one.slug, one.updated.day) for one in months.of_county(COUNTY)] == [
        ("2026-10", 8),
        ("2026-09", 5),
    ]
    english = client.get(f"/en/lists/bulk/{COUNTY}/").content.decode()
    assert "Free to use" in english
