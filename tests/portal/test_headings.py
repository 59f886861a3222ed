"""Heads and closings of laws, orders, local regulations and notices, as the table of them says.

``data/headings.csv``: ``⏎`` parts lines; ``kind`` is the invented text between head and closing; several
issuers, attachments and questions are parted by ``、``.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from portal.policies.reading import read
from portal.policies.structure import read as read_structure

FILE = Path(__file__).parent / "data" / "headings.csv"
BODIES = {
    "law": "第一条　为了测试，制定本办法。⏎第二条　测试按户进行。",
    "notice": "各县（区）民政局：⏎现将有关事项通知如下。⏎一、抓紧落实⏎请按月上报。",
    "order": "《社会救助暂行办法》已经会议通过，现予公布，自2014年5月1日起施行。",
}


def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def source(row: dict[str, str]) -> str:
    parts = filter(None, (row["head"], BODIES[row["kind"]], row["closing"]))
    return "⏎".join(parts).replace("⏎", "\n\n")


def said(row: dict[str, str]) -> dict[str, str]:
    """What the reader makes of a row, in the table's own words."""
    reading = read(source(row))
    return {
        "title": reading.title,
        "number": reading.document_number,
        "issuers": "、".join(reading.issuers),
        "written_on": str(reading.written_on or ""),
        "effective_on": str(reading.effective_on or ""),
        "attachments": "、".join(reading.attachments),
        "asks": "、".join(ask.code for ask in reading.asks),
    }


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["title"][:20] or "-")
def test_a_heading_is_read_or_asked_about(row):
    assert said(row) == {name: row[name] for name in said(row)}


def test_the_table_is_large_enough_and_of_all_kinds():
    assert len(rows()) >= 80
    assert min(Counter(row["kind"] for row in rows()).values()) >= 2


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["title"][:20] or "-")
def test_no_line_of_a_closing_runs_into_another(row):
    """Each line under the text stays a line of its own, or is part of an attached title."""
    paragraphs = read(source(row)).text.split("\n")
    for line in filter(None, row["closing"].split("⏎")):
        assert any(
            line in (paragraph, paragraph.removeprefix("# "))
            or f" {line}" in paragraph
            or paragraph.startswith(f"# {line} ")
            for paragraph in paragraphs
        ), line


def test_rows_of_a_table_are_a_table():
    row = next(row for row in rows() if "牛山街道" in row["closing"])
    tables = [block for block in read_structure(read(source(row)).text) if block.kind == "table"]
    assert [table.rows for table in tables] == [
        [["序号", "街道", "户数"], ["1", "牛山街道", "20"], ["2", "石榴街道", "30"]]
    ]
