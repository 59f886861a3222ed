"""The scoreboard: a month is counted once, says what happened in it, and nothing of a few or the accused."""

import csv
import io
import json
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.enums import CaseKind, EventKind, Matter
from complaints.models import MonthFigures
from complaints.scoreboard import keeping
from tests.complaints.factories import do_with_reasons, make_case, moment

pytestmark = pytest.mark.django_db
OCTOBER, TODAY = date(2026, 10, 1), date(2026, 11, 20)
HERE, THERE = "320722100201", "320723"
FILE = "/scoreboard/2026-10.json"


def enquiries(number, staff, *, region=HERE, answered=0, withdrawn=0, day="12", **changes):
    """So many of October, of which the first are answered the day after, and others withdrawn."""
    cases = []
    for at in range(number):
        received = moment(f"2026-10-{day} 09:00")
        case = make_case(received_at=received, region_code=region, **changes)
        later = received.replace(day=received.day + 1)
        if at < answered:
            do_with_reasons(case, EventKind.ANSWER, staff["supervisor"], at=later)
        elif at < answered + withdrawn:
            do_with_reasons(case, EventKind.WITHDRAW, staff["supervisor"], at=later)
        cases.append(case)
    return cases


def row(client, heading, code="", address=FILE):
    rows = json.loads(client.get(address).content)["rows"]
    return next(each for each in rows if (each["heading"], each["code"]) == (heading, code))


def test_a_month_says_what_happened_in_it(client, staff):
    enquiries(8, staff, answered=6, withdrawn=1)
    assert keeping.fill(TODAY) == 1
    whole = row(client, "all")
    assert (whole["received"], whole["ended"]) == (8, 7)
    assert whole["median_days"] == 1
    county = row(client, "county", "320722")
    assert (county["month"], county["name"], county["received"]) == ("2026-10", "丙县", 8)
    subject = row(client, "subject", "enquiry")
    assert subject["answered_by"] == "3 个工作日"
    assert subject["answered_in_time"] == "≥42%", (
        "six of the seven that nobody withdrew; one is as good as four"
    )


def test_who_ends_a_case_alone_has_answered_nothing_in_time(client, staff):
    enquiries(12, staff, answered=6, withdrawn=6)
    keeping.fill(TODAY)
    assert row(client, "all")["answered_in_time"] == "100%"
    assert row(client, "outcome", "withdraw")["ended"] == 6


def test_what_is_said_against_somebody_changes_no_figure(client, staff):
    enquiries(6, staff, answered=5)
    keeping.fill(TODAY)
    before = client.get(FILE).json()["rows"]
    of_october = {"received_at": moment("2026-10-14 09:00")}
    make_case(kind=CaseKind.REPORT, matter=Matter.MONEY, **of_october)
    make_case(kind=CaseKind.COMPLAINT, matter=Matter.CONDUCT, **of_october)
    make_case(kind=CaseKind.COMPLAINT, matter=Matter.LIST, respondents=[(None, "王某")], **of_october)
    assert keeping.fill(TODAY, anew=True) >= 1
    assert client.get(FILE).json()["rows"] == before


def test_a_month_is_counted_once_and_only_when_it_is_over(client, staff):
    enquiries(6, staff)
    assert keeping.fill(date(2026, 11, 2)) == 0, "what was written down late may still come"
    assert keeping.fill(date(2026, 11, 3)) == 1
    enquiries(6, staff)
    assert keeping.fill(TODAY) == 0
    assert row(client, "all")["received"] == 6
    call_command("keep_figures", "--anew")
    assert row(client, "all")["received"] == 12


def test_a_county_with_few_is_kept_back_and_another_beside_it(client, staff):
    enquiries(7, staff)
    enquiries(3, staff, region=THERE)
    keeping.fill(TODAY)
    assert row(client, "all")["received"] == 10
    assert row(client, "county", "320722")["received"] is None
    assert row(client, "county", "320723")["received"] is None
    page = client.get("/en/scoreboard/").content.decode()
    assert "few" in page


def test_the_files_have_the_rows_of_the_page(client, staff):
    enquiries(6, staff, answered=6)
    keeping.fill(TODAY)
    response = client.get("/scoreboard/2026-10.csv")
    assert '"scoreboard-2026-10.csv"' in response["Content-Disposition"]
    _heading, *lines = csv.reader(io.StringIO(response.content.decode().removeprefix("\ufeff")))
    assert len(lines) == len(json.loads(client.get(FILE).content)["rows"])
    assert all(line[0] == "2026-10" for line in lines)
    assert client.get("/scoreboard/2026-09.json").status_code == 404


def test_other_months_are_asked_for_in_the_address(client, staff):
    enquiries(6, staff)
    keeping.fill(TODAY)
    MonthFigures.objects.create(
        month=date(2026, 9, 1), counted_on=TODAY, figures=MonthFigures.objects.get().figures
    )
    page = client.get("/scoreboard/?month=2026-09").content.decode()
    assert "2026年9月" in page
    assert "/scoreboard/2026-09.csv" in page
    assert "<svg" in client.get("/scoreboard/").content.decode()
    for unknown in ("2020-01", "x", "2026-13"):
        assert client.get(f"/scoreboard/?month={unknown}").url == "/scoreboard/"


def test_the_page_asks_the_same_however_many_cases_there_are(client, staff):
    assert client.get("/scoreboard/").status_code == 200, "also where nothing was counted yet"
    enquiries(6, staff)
    keeping.fill(TODAY)
    client.get("/scoreboard/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/scoreboard/")
    enquiries(6, staff, region=THERE)
    keeping.fill(TODAY, anew=True)
    with CaptureQueriesContext(connection) as more:
        client.get("/scoreboard/")
    assert len(few) == len(more) <= 12


def test_the_front_page_and_the_foot_lead_there(client, units):
    for address in ("/", "/lists/"):
        assert '"/scoreboard/"' in client.get(address).content.decode()
