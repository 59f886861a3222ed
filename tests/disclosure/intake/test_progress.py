"""What an editor is told while a file is read: how much of it, never less than before, never too early."""

import contextlib
import io
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone

from disclosure import tasks
from disclosure.intake import checking, importing, leases, reading, storing
from disclosure.intake.progress import MOST, ReadSoFar
from disclosure.models import Batch
from disclosure.publication import reviewing
from tests.disclosure import lists
from tests.disclosure.conftest import OCTOBER
from tests.disclosure.lists import RURAL, household

pytestmark = pytest.mark.django_db
ROWS = [household(n) for n in range(5)]
TITLE = ["丙县农村低保名单", *[""] * (len(RURAL) - 1)]
WITH_LINES = [{**household(1), "家庭住址": "三组\n12号"}, *ROWS[2:]]


def two_sheets():
    book = openpyxl.Workbook()
    for title, serials in (("一月", (1, 2)), ("二月", (3, 4, 5))):
        sheet = book.create_sheet(title)
        for row in lists.table([household(serial) for serial in serials]):
            sheet.append(row)
    book.create_sheet("旧的", 0).sheet_state = "hidden"
    for _ in range(50):
        book["旧的"].append(["从前的一行"])
    del book["Sheet"]
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def web_page():
    rows = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in lists.table(ROWS))
    return io.BytesIO(f"<html><table>{rows}</table><table>{rows}</table></html>".encode())


FILES = {
    "csv": (lambda: lists.rural_csv(ROWS), 6),
    "lines in a cell": (lambda: lists.rural_csv(WITH_LINES), 5),
    "xlsx": (lambda: lists.as_xlsx(lists.table(ROWS)), 6),
    "xls": (lambda: lists.as_xls(lists.table(ROWS)), 6),
    "title": (lambda: lists.as_xlsx([TITLE, [""], *lists.table(ROWS)]), 8),
    "sheets": (two_sheets, 7),
    "web page": (web_page, 12),
}


@pytest.mark.parametrize("name", FILES)
def test_it_grows_with_each_row_to_the_whole(name):
    make, height = FILES[name]
    file, so_far, shares = make(), ReadSoFar(), []
    for sheet in reading.sheets(file, len(file.getvalue())):
        shares += [so_far.share for _row in so_far.of(sheet).rows]
    assert shares == sorted(set(shares))
    assert shares[-1] == pytest.approx(1)
    assert (so_far.rows, so_far.percent) == (height, MOST)


def test_a_sheet_that_holds_more_counts_for_more():
    file = two_sheets()
    first, second = [sheet.part for sheet in reading.sheets(file, len(file.getvalue()))]
    assert first[0] == 0
    assert first[1] == second[0]
    assert second[1] == 1
    assert 0.2 < first[1] < 0.5


@pytest.fixture
def looked(county, monkeypatch, seen):
    """What the list's page says after each piece that was stored, and when all is read."""
    monkeypatch.setattr(checking, "PIECE", 2)
    said = []

    def then_look(real):
        def look(*given):
            real(*given)
            html = seen(county.editor, "inspect", Batch.objects.get().pk)
            said.append(html.split("lists-side")[1].split("<dl")[0])

        return look

    for name in ("store_rows", "tell_read_through"):
        monkeypatch.setattr(storing, name, then_look(getattr(storing, name)))
    return said


@pytest.fixture
def received(county):
    def received(file):
        return importing.receive_list(
            file, programme=county.programme, region=county.region, month=OCTOBER, user=county.editor
        )

    return received


def test_the_page_says_how_far_it_is_and_then_what_goes_on(received, looked, monkeypatch):
    monkeypatch.setattr(checking, "PIECE", 60)
    households = [household(n) for n in range(199)]
    batch = importing.read_received(received(lists.as_xlsx(lists.table(households))).pk)
    assert batch.accepted_count == 199
    first, second, third, _rest, last = looked
    assert "已读 30%（62 行）" in first
    assert '<progress class="lists-progress" value="30" max="100"' in first
    assert "已读 60%（122 行）" in second
    assert "已读 90%（182 行）" in third
    assert "99%：200 行都已读完" in last


def test_a_page_of_a_list_that_is_done_tells_of_no_progress(received, county, seen):
    batch = importing.read_received(received(lists.rural_csv(ROWS)).pk)
    assert "<progress" not in seen(county.editor, "inspect", batch.pk)


def test_what_waits_or_is_opened_shows_no_figure(received, county, seen):
    batch = received(lists.rural_csv(ROWS))
    assert "正在排队" in seen(county.editor, "inspect", batch.pk)
    assert leases.acquire(batch.pk)
    html = seen(county.editor, "inspect", batch.pk)
    assert "正在打开" in html
    assert "<progress" not in html


def test_who_reads_it_again_tells_no_less_and_says_so(received, looked, county, seen, monkeypatch):
    batch = received(lists.rural_csv(ROWS))
    its = Batch.objects.filter(pk=batch.pk)
    with monkeypatch.context() as dying:
        dying.setattr(importing, "take_back_rows", lambda *_given: (_ for _ in ()).throw(KeyboardInterrupt))
        with contextlib.suppress(KeyboardInterrupt):
            importing.read_received(batch.pk)
    assert "99%：6 行都已读完" in looked[-1]
    its.update(reading_until=timezone.now() - timedelta(seconds=1))
    assert tasks.take_up_abandoned() == 1
    assert "已读到 99%，现在从头再读一遍" in seen(county.editor, "inspect", batch.pk)
    looked.clear()
    importing.read_received(batch.pk)
    *pieces, last = looked
    assert len(pieces) == 3
    assert all("已读到 99%，现在从头再读一遍" in page for page in pieces)
    assert "99%：6 行都已读完" in last
    assert its.get().accepted_count == 5


def test_what_is_withdrawn_meanwhile_says_no_more(received, county, seen, monkeypatch):
    monkeypatch.setattr(checking, "PIECE", 2)
    batch = received(lists.rural_csv(ROWS))
    store = storing.store_rows

    def withdrawn(*piece):
        store(*piece)
        reviewing.withdraw(batch, county.editor)

    monkeypatch.setattr(storing, "store_rows", withdrawn)
    importing.read_received(batch.pk)
    html = seen(county.editor, "inspect", batch.pk)
    assert "已撤回" in html
    assert "<progress" not in html
