"""A list as a file: what is shown, nothing that tells who complained, safe to open."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from complaints.enums import ReporterIdentity
from tests.complaints.factories import do_with_reasons, make_case, make_complaint


@pytest.fixture
def handler(client, staff):
    client.force_login(staff["county_supervisor"])
    return client


def lines(response):
    text = b"".join(response).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_file_has_the_rows_that_are_shown(handler, staff, units):
    shown = make_case()
    make_complaint()
    make_case(kind="enquiry", region_code="320723100201")
    make_case(kind="enquiry", respondents=[(units["county"].pk, "")])
    heading, *rows = lines(handler.get(f"{reverse('case:index')}?kind=enquiry&export=csv"))
    assert [row[0] for row in rows] == [shown.number]
    assert len(heading) == len(rows[0]) == 12


def test_a_workbook_has_the_same_rows(handler, staff):
    case = make_case()
    do_with_reasons(case, "accept", staff["county_supervisor"])
    response = handler.get(f"{reverse('case:index')}?export=xlsx")
    book = load_workbook(io.BytesIO(b"".join(response)))
    rows = [[cell.value or "" for cell in row] for row in book.active.rows]
    assert rows == lines(handler.get(f"{reverse('case:index')}?export=csv"))
    assert rows[1][0] == case.number


def test_nothing_in_it_tells_who_complained(handler):
    for openness in (ReporterIdentity.OPEN, ReporterIdentity.CONFIDENTIAL):
        make_case(openness=openness, title="陈小满（13905180001）的低保金")
    text = str(lines(handler.get(f"{reverse('case:index')}?export=csv")))
    assert "的低保金" in text
    assert "陈小满" not in text
    assert "13905180001" not in text


def test_a_title_is_never_a_formula(handler):
    make_case(title='=HYPERLINK("http://example.com")')
    rows = lines(handler.get(f"{reverse('case:index')}?export=csv"))
    assert rows[1][6].startswith("'=")


@pytest.mark.parametrize("title", ["＝1+1", "＋86", "－2", "＠sum", "\u200b=1", "\n=1"])
def test_nor_in_another_script_or_behind_something_unseen(handler, title):
    make_case(title=title)
    assert lines(handler.get(f"{reverse('case:index')}?export=csv"))[1][6].startswith("'")


def test_an_unseen_character_breaks_no_workbook(handler):
    make_case(title="低保\x0b金\x1f没有发")
    response = handler.get(f"{reverse('case:index')}?export=xlsx")
    book = load_workbook(io.BytesIO(b"".join(response)))
    assert book.active["G2"].value == "低保金没有发"


def test_one_entry_in_the_log(handler, staff):
    make_case()
    make_case()
    b"".join(handler.get(f"{reverse('case:index')}?export=csv"))
    (entry,) = ModelLogEntry.objects.filter(action="complaints.export")
    assert (entry.user, entry.data["format"]) == (staff["county_supervisor"], "csv")


def test_a_closed_case_has_no_date(handler, staff):
    case = make_case()
    do_with_reasons(case, "accept", staff["county_supervisor"])
    do_with_reasons(case, "answer", staff["county_supervisor"])
    assert lines(handler.get(f"{reverse('case:index')}?export=csv"))[1][-2:] == ["", ""]
