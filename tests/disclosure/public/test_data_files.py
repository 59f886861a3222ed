"""The lists as JSON: the same rows as the CSV, now and of earlier months."""

import csv
import io
import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.disclosure.lists import household, id_number
from tests.disclosure.public.earlier import COUNTY, LIST, TOWNSHIP, VILLAGE, hide, masked, page

pytestmark = pytest.mark.django_db


def of_csv(client, code, **query):
    """The lines of the CSV as lists, without the heading and the column that says of when the list is."""
    text = page(client, code, "csv", **query).removeprefix("\ufeff")
    lines = [*csv.reader(io.StringIO(text))][1:]
    return [line[1:] for line in lines] if query else lines


def of_json(client, code, **query):
    return json.loads(page(client, code, "json", **query))


@pytest.mark.parametrize("query", [{}, {"month": "2026-09"}, {"on": "2026-10-10"}])
@pytest.mark.parametrize("code", [VILLAGE, TOWNSHIP])
def test_the_rows_are_those_of_the_csv(client, three_months, code, query):
    file = of_json(client, code, **query)
    written = [["" if value is None else str(value) for value in row.values()] for row in file["rows"]]
    assert written == of_csv(client, code, **query)
    assert (file["code"], file["programme"]) == (code, LIST)
    assert file["month"] == ("2026-09" if "month" in query else "2026-10" if query else "2026-11")


@pytest.mark.parametrize("query", [{}, {"month": "2026-09"}])
def test_the_totals_are_those_of_the_csv(client, three_months, query):
    rows = of_json(client, COUNTY, **query)["rows"]
    figures = [[row[name] for name in ("code", "place", "households", "people", "amount")] for row in rows]
    assert [[str(value) for value in row] for row in figures] == [
        line[:5] for line in of_csv(client, COUNTY, **query)
    ]


def test_nobody_hidden_and_no_minor_by_name_is_in_it(client, on, county):
    child = household(6, **{"户主身份证号": id_number(9, date(2015, 3, 1)), "户主姓名": "欧阳小童"})
    on(11, 7, [household(0), household(3), child])
    hide(county, 3)
    names = {row["name"] for row in of_json(client, VILLAGE)["rows"]}
    assert names == {masked(0), "（未成年人）"}


def test_its_name_says_place_programme_and_month_and_it_is_not_sent_twice(client, three_months):
    address = f"/lists/{VILLAGE}/{LIST}.json?month=2026-09"
    response = client.get(address)
    assert response["Content-Type"] == "application/json"
    assert f'"{VILLAGE}-{LIST}-2026-09.json"' in response["Content-Disposition"]
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304
    for kind in ("csv", "json"):  # and of the list of now by its month
        now = client.get(f"/lists/{VILLAGE}/{LIST}.{kind}")
        assert f'"{VILLAGE}-{LIST}-2026-11.{kind}"' in now["Content-Disposition"]
    assert f"/lists/{VILLAGE}/{LIST}.json" in page(client)


def test_where_no_list_is_public_there_is_no_file(client, county):
    page(client, VILLAGE, "json", status=404)


@pytest.mark.parametrize("code", [COUNTY, VILLAGE])
def test_it_asks_a_fixed_number_of_questions(client, three_months, code):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        of_json(client, code)
    assert len(captured) <= 12
