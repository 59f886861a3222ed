"""What leaves the screen as a file: what is shown, in its order."""

import csv
import io

import pytest
from wagtail.models import ModelLogEntry

from search.engines import current
from search.engines.engine import EngineUnreachable
from tests.search.workbench.asking import URL, broken, search

pytestmark = pytest.mark.django_db


def test_the_export_holds_what_is_shown_in_its_order(browser_client, cases):
    _page, url = search(browser_client, "存折", "?sort=newest")
    answer = browser_client.get(url.replace(URL, URL + "export/"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [cases["stopped"].number, cases["passbook"].number]
    assert "陈小满" not in str(rows)
    entry = ModelLogEntry.objects.get(action="search.export")
    assert entry.data == {"hits": 2, "filters": 0}


def test_an_export_without_an_index_goes_back_to_the_page(browser_client, cases, monkeypatch):
    monkeypatch.setattr(current, "engine", broken(EngineUnreachable))
    answer = browser_client.get(URL + "export/?kind=report")
    assert answer.url == URL + "?kind=report"


def test_long_exports_are_read_in_pieces(browser_client, cases, monkeypatch):
    monkeypatch.setattr("search.workbench.case_search.EXPORT_CHUNK", 2)
    answer = browser_client.get(URL + "export/")
    assert len(b"".join(answer.streaming_content).decode().splitlines()) == 4
